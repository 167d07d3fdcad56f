package dev.botsentinel.policy.annotation;

import dev.botsentinel.policy.Policy;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the annotations of one method or type say. Immutable.
 *
 * @param place the class and the method
 * @param entries the actions that it is guarded as; empty if it isn't
 * @param use the policy that it uses; null for none
 * @param own the limits, debounce and requirements that it says
 */
record Level(
        List<String> place, List<String> entries, @Nullable String use, Policy own) {

    /** Messages cut longer names, at their ends; of a class the end tells more. */
    private static final int LONGEST = 60;

    Level {
        place = List.copyOf(place);
        entries = List.copyOf(entries);
    }

    static List<String> place(Class<?> type) {
        String name = type.getTypeName();
        int dot = name.indexOf('.', Math.max(0, name.length() - LONGEST));
        return List.of(name.length() <= LONGEST || dot < 0 ? name : "…" + name.substring(dot + 1));
    }

    static List<String> place(Method method) {
        String parameters = Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
        return within(place(method.getDeclaringClass()), method.getName() + parameters);
    }

    static List<String> within(List<String> place, String... more) {
        List<String> whole = new ArrayList<>(place);
        whole.addAll(List.of(more));
        return whole;
    }

    /** The place of a limit, whose index is that of its budget too: {@code /pay#1} is {@code @Limit[1]}. */
    static List<String> limit(List<String> place, int index, int count) {
        return within(place, count == 1 ? "@Limit" : "@Limit[" + index + "]");
    }
}
