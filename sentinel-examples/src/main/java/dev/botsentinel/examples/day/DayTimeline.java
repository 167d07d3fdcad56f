package dev.botsentinel.examples.day;

import java.util.PriorityQueue;

/**
 * What is still to happen, soonest first; things planned for the same microsecond happen in the order of planning.
 *
 * <p>A scene plans its steps when it starts, so the queue holds the scenes under way and the starts of those to come,
 * never the day as a whole.
 */
final class DayTimeline {

    private record Planned(long at, long order, Runnable event) implements Comparable<Planned> {
        @Override
        public int compareTo(Planned other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Planned> queue = new PriorityQueue<>();
    private long planned;
    private long now = DayTime.START;

    long now() {
        return now;
    }

    /** Past midnight the recording has ended: such an event is dropped. */
    void plan(long at, Runnable event) {
        if (at < now) {
            throw new IllegalArgumentException("planned for " + at + ", but it is " + now + " already");
        }
        if (at < DayTime.END) {
            queue.add(new Planned(at, planned++, event));
        }
    }

    void play() {
        for (Planned next = queue.poll(); next != null; next = queue.poll()) {
            now = next.at();
            next.event().run();
        }
    }
}
