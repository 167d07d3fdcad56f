package dev.botsentinel.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Waiting updates, in a lane for each chat. A lane is either ready, so that a worker may take its next update, or busy while
 * one is handled; so the updates of one chat are handled in order, one at a time. Ready lanes take turns: a full lane delays
 * another by at most one update. An empty lane that isn't busy is removed, so there are never more lanes than updates. Not
 * thread-safe: its owner has a lock.
 */
final class Lanes<U> {

    /** One chat's updates; the key is unique where no order has to be kept. */
    static final class Lane<U> {

        private final Object key;
        private final ArrayDeque<U> waiting = new ArrayDeque<>();
        private boolean busy;

        private Lane(Object key) {
            this.key = key;
        }
    }

    /** An update to be handled, and the lane that is busy with it. */
    record Next<U>(U update, Lane<U> lane) {}

    private final int capacity;
    private final int perLane;
    private final Map<Object, Lane<U>> lanes = new HashMap<>();
    private final ArrayDeque<Lane<U>> ready = new ArrayDeque<>();
    private int waiting;

    Lanes(int capacity, int perLane) {
        this.capacity = capacity;
        this.perLane = perLane;
    }

    /** Has the update wait; false if there is no room, in its lane or in all. */
    boolean offer(Object key, U update) {
        Lane<U> lane = lanes.get(key);
        if (waiting >= capacity || (lane != null && lane.waiting.size() >= perLane)) {
            return false;
        }
        if (lane == null) {
            lane = new Lane<>(key);
            lanes.put(key, lane);
        }
        lane.waiting.add(update);
        waiting++;
        if (!lane.busy && lane.waiting.size() == 1) {
            ready.add(lane);
        }
        return true;
    }

    /** The next update, whose lane is busy from now on; null if none is ready. */
    @Nullable
    Next<U> poll() {
        Lane<U> lane = ready.poll();
        if (lane == null) {
            return null;
        }
        lane.busy = true;
        waiting--;
        return new Next<>(lane.waiting.remove(), lane);
    }

    /** Whether there is an update that a worker could take. */
    boolean isReady() {
        return !ready.isEmpty();
    }

    /** The lane's update has been handled. */
    void done(Lane<U> lane) {
        lane.busy = false;
        if (lane.waiting.isEmpty()) {
            lanes.remove(lane.key);
        } else {
            ready.add(lane);
        }
    }

    /** Takes out all that wait; lanes that are busy have nothing behind what they are busy with. */
    List<U> clear() {
        List<U> all = new ArrayList<>();
        lanes.values().forEach(lane -> {
            all.addAll(lane.waiting);
            lane.waiting.clear();
        });
        lanes.values().removeIf(lane -> !lane.busy);
        ready.clear();
        waiting = 0;
        return all;
    }

    /** How many wait. */
    int waiting() {
        return waiting;
    }

    /** How many lanes there are, busy ones included. */
    int size() {
        return lanes.size();
    }
}
