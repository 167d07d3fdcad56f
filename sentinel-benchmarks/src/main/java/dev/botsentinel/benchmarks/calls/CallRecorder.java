package dev.botsentinel.benchmarks.calls;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls: records calls and objects of one thread, while that thread has asked for it. Public and
 * static because bytecode of any package calls it; one recording at a time in a virtual machine.
 */
public final class CallRecorder {

    private static final int SOME_EVENTS = 1 << 12;

    private static volatile @Nullable Thread recorded;
    private static int[] events = {};
    private static int size;
    private static int depth;

    private CallRecorder() {}

    /**
     * A method begins.
     *
     * @return what it gives to {@link #exit} when it returns
     */
    public static int enter(int name) {
        if (Thread.currentThread() != recorded) {
            return 0;
        }
        int before = depth;
        depth = before + 1;
        add(name, before);
        return before;
    }

    /** A method returns. One that throws is left when a method around it returns. */
    public static void exit(int before) {
        if (Thread.currentThread() == recorded) {
            depth = before;
        }
    }

    /** An object or array is made. */
    public static void made(int name) {
        if (Thread.currentThread() == recorded) {
            add(name, depth);
        }
    }

    /** Records the calling thread from now on. */
    static void start() {
        events = new int[SOME_EVENTS];
        size = 0;
        depth = 0;
        recorded = Thread.currentThread();
    }

    /** Ends the recording; returns pairs of a name and the depth at which it came. */
    static int[] stop() {
        recorded = null;
        return Arrays.copyOf(events, size);
    }

    private static void add(int name, int at) {
        if (size == events.length) {
            events = Arrays.copyOf(events, 2 * size);
        }
        events[size++] = name;
        events[size++] = at;
    }
}
