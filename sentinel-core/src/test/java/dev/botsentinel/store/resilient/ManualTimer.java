package dev.botsentinel.store.resilient;

import java.util.ArrayList;
import java.util.List;

/** Rings when the test says so. */
final class ManualTimer implements DeadlineTimer {

    private record Bell(long nanos, Runnable task) {}

    private final List<Bell> bells = new ArrayList<>();
    private int everSet;

    /** Rings all that was set for so long or less. */
    void ring(long nanos) {
        List<Bell> due = bells.stream().filter(bell -> bell.nanos <= nanos).toList();
        bells.removeAll(due);
        due.forEach(bell -> bell.task.run());
    }

    /** How many are set. */
    int set() {
        return bells.size();
    }

    /** How many were ever set. */
    int everSet() {
        return everSet;
    }

    @Override
    public Runnable after(long nanos, Runnable task) {
        Bell bell = new Bell(nanos, task);
        bells.add(bell);
        everSet++;
        return () -> bells.remove(bell);
    }

    @Override
    public void close() {}
}
