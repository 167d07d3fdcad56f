package dev.botsentinel.run;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/** Threads for handlers: virtual ones where the JDK has them (21 and later), else daemons. Looked up once. */
final class WorkerThreads {

    private static final ThreadFactory FACTORY = factory();

    private WorkerThreads() {}

    static Thread start(Runnable task, String name) {
        Thread thread = FACTORY.newThread(task);
        thread.setName(name);
        thread.start();
        return thread;
    }

    /** {@code Thread.ofVirtual().factory()}, which doesn't compile for Java 17. */
    private static ThreadFactory factory() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> virtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtual));
            MethodHandle make = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            return (ThreadFactory) make.invoke(ofVirtual.invoke());
        } catch (Throwable olderJdk) {
            return WorkerThreads::daemon;
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "sentinel-update", 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
