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
 * another by at most one update. An empty lane that isn't busy is removed, so there are never more lanes than updates.
 *
 * <p>Updates that must be kept have room of their own, as much again in all, of which one chat takes at most a half: no
 * flood of messages takes it away, and no single chat either. Not thread-safe: its owner has a lock.
 */
final class Lanes<U> {

    /** One chat's updates; the key is unique where no order has to be kept. */
    static final class Lane<U> {

        private final Object key;
        private final ArrayDeque<Entry<U>> waiting = new ArrayDeque<>();
        private int kept;
        private boolean busy;

        private Lane(Object key) {
            this.key = key;
        }
    }

    private record Entry<U>(U update, boolean mustBeKept) {}

    /** An update to be handled, and the lane that is busy with it. */
    record Next<U>(U update, Lane<U> lane) {}

    private final int capacity;
    private final int perLane;
    private final Map<Object, Lane<U>> lanes = new HashMap<>();
    private final ArrayDeque<Lane<U>> ready = new ArrayDeque<>();
    private int waiting;
    private int kept;

    Lanes(int capacity, int perLane) {
        this.capacity = capacity;
        this.perLane = perLane;
    }

    /** Has the update wait; false if there is no room, in its lane or in all. */
    boolean offer(Object key, U update, boolean mustBeKept) {
        Lane<U> lane = lanes.get(key);
        if (!(mustBeKept ? hasRoomToKeep(lane) : hasRoom(lane))) {
            return false;
        }
        if (lane == null) {
            lane = new Lane<>(key);
            lanes.put(key, lane);
        }
        lane.waiting.add(new Entry<>(update, mustBeKept));
        count(lane, mustBeKept, 1);
        if (!lane.busy && lane.waiting.size() == 1) {
            ready.add(lane);
        }
        return true;
    }

    private boolean hasRoom(@Nullable Lane<U> lane) {
        return waiting - kept < capacity && (lane == null || lane.waiting.size() - lane.kept < perLane);
    }

    private boolean hasRoomToKeep(@Nullable Lane<U> lane) {
        return kept < capacity && (lane == null || lane.kept < Math.max(1, capacity / 2));
    }

    private void count(Lane<U> lane, boolean mustBeKept, int change) {
        waiting += change;
        if (mustBeKept) {
            kept += change;
            lane.kept += change;
        }
    }

    /** The next update, whose lane is busy from now on; null if none is ready. */
    @Nullable
    Next<U> poll() {
        Lane<U> lane = ready.poll();
        if (lane == null) {
            return null;
        }
        lane.busy = true;
        Entry<U> next = lane.waiting.remove();
        count(lane, next.mustBeKept, -1);
        return new Next<>(next.update, lane);
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
            lane.waiting.forEach(entry -> all.add(entry.update));
            lane.waiting.clear();
            lane.kept = 0;
        });
        lanes.values().removeIf(lane -> !lane.busy);
        ready.clear();
        waiting = 0;
        kept = 0;
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
