package dev.botsentinel.benchmarks.calls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/**
 * Counts what a call runs through. The code that makes it is loaded a second time, instrumented, and warmed up by its own
 * hand; then many calls are recorded, and of each kind the one with the median number of method calls stands for all: a
 * cache that happens to clean up in one of them doesn't count.
 *
 * <p>For one thread: what the call leaves to others isn't seen.
 */
public final class CallCounter {

    private final Predicate<String> isLoaded;
    private final Predicate<String> isCounted;

    /**
     * A counter.
     *
     * @param isLoaded the classes that refer to those to count, by name, and these themselves
     * @param isCounted the classes to count, by name
     */
    public CallCounter(Predicate<String> isLoaded, Predicate<String> isCounted) {
        this.isLoaded = isLoaded;
        this.isCounted = isCounted;
    }

    /** A counter of Sentinel's own classes. */
    public static CallCounter ofSentinel() {
        Predicate<String> isOurs = name -> name.startsWith("dev.botsentinel.");
        return new CallCounter(isOurs, isOurs.and(name -> !name.startsWith("dev.botsentinel.benchmarks.")));
    }

    /**
     * Records calls.
     *
     * @param callable a class with a constructor without arguments, which warms up; its answer names the kind of the call.
     *     If it is a {@link Runnable} too, that runs before each call, unrecorded
     * @return what a call of each kind ran through
     */
    public Map<String, Calls> count(Class<? extends Callable<String>> callable, int times) throws Exception {
        OwnNames names = new OwnNames();
        ClassLoader loader =
                new InstrumentingLoader(isLoaded, isCounted, next -> new CallVisitor(next, names, isCounted));
        return inside(loader, () -> medians(record(make(loader, callable), times, names)));
    }

    /**
     * Measures how many bytes a method allocates, with all that it calls on its thread.
     *
     * @param callable a class with a constructor without arguments, which warms up
     * @param method the method, as {@code package.Class.method}
     * @return the median of its calls
     */
    public long bytes(Class<? extends Callable<?>> callable, String method, int times) throws Exception {
        int dot = method.lastIndexOf('.');
        ClassLoader loader = new InstrumentingLoader(
                isLoaded,
                method.substring(0, dot)::equals,
                next -> new AllocationVisitor(next, method.substring(dot + 1)));
        return inside(loader, () -> {
            Callable<?> made = make(loader, callable);
            AllocationRecorder.start();
            for (int i = 0; i < times; i++) {
                Object unused = made.call();
            }
            return AllocationRecorder.stop();
        });
    }

    private static Callable<?> make(ClassLoader loader, Class<? extends Callable<?>> callable) throws Exception {
        var constructor = loader.loadClass(callable.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Callable<?>) constructor.newInstance();
    }

    private static <T> T inside(ClassLoader loader, Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Map<String, List<Calls>> record(Callable<?> callable, int times, OwnNames names) throws Exception {
        Map<String, List<Calls>> recorded = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            if (callable instanceof Runnable inBetween) {
                inBetween.run();
            }
            CallRecorder.start();
            Object kind;
            int[] events;
            try {
                kind = callable.call();
            } finally {
                events = CallRecorder.stop();
            }
            recorded.computeIfAbsent(String.valueOf(kind), first -> new ArrayList<>())
                    .add(Calls.of(events, names));
        }
        return recorded;
    }

    private static Map<String, Calls> medians(Map<String, List<Calls>> recorded) {
        Map<String, Calls> medians = new TreeMap<>();
        recorded.forEach((kind, all) -> {
            all.sort(Comparator.comparingInt(Calls::calls));
            medians.put(kind, all.get(all.size() / 2));
        });
        return medians;
    }
}
