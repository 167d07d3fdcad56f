package dev.botsentinel.store;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs something later, unless it is called off. Thread-safe. */
interface Alarm {

    /** What runs is quick; the result calls it off. */
    Runnable after(long nanos, Runnable task);

    /** Lets what was set ring still, and takes no more. Idempotent. */
    void close();

    /** One daemon thread, to the precision of the operating system's timers; what is called off is let go at once. */
    static Alarm onThread(String name) {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(null, task, name, 0, false);
            daemon.setDaemon(true);
            return daemon;
        });
        thread.setRemoveOnCancelPolicy(true);
        return new Alarm() {
            @Override
            public Runnable after(long nanos, Runnable task) {
                Future<?> set = thread.schedule(task, nanos, TimeUnit.NANOSECONDS);
                return () -> set.cancel(false);
            }

            @Override
            public void close() {
                thread.shutdown();
            }
        };
    }
}
