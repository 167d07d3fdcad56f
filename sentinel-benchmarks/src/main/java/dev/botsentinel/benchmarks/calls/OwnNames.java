package dev.botsentinel.benchmarks.calls;

import java.util.ArrayList;
import java.util.List;

/** Numbers for what instrumented code reports. Thread-safe. */
final class OwnNames {

    /** What was met. */
    enum Kind {
        /** A method of the instrumented classes. */
        CALL,
        /** A {@code new} of one of the instrumented classes. */
        OWN_OBJECT,
        /** Any other {@code new}, an array, a lambda that captures, a text that is put together. */
        OTHER_OBJECT,
        /** A static call of the JDK that returns an object, such as {@code List.of}: most make one. */
        FACTORY
    }

    /**
     * What one number stands for.
     *
     * @param type the class of the method, or of the object
     * @param text the name to print
     */
    record Name(Kind kind, String type, String text) {}

    private final List<Name> names = new ArrayList<>();

    synchronized int add(Kind kind, String type, String text) {
        names.add(new Name(kind, type, text));
        return names.size() - 1;
    }

    synchronized Name get(int number) {
        return names.get(number);
    }
}
