package dev.botsentinel.benchmarks.calls;

import dev.botsentinel.benchmarks.calls.OwnNames.Kind;
import dev.botsentinel.benchmarks.calls.OwnNames.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What one call ran through, in order. Immutable. */
public final class Calls {

    private final List<Met> met;

    /** Something met, and how many counted methods were running. */
    private record Met(Name name, int depth) {}

    private Calls(List<Met> met) {
        this.met = met;
    }

    static Calls of(int[] events, OwnNames names) {
        List<Met> met = new ArrayList<>();
        for (int i = 0; i < events.length; i += 2) {
            met.add(new Met(names.get(events[i]), events[i + 1]));
        }
        return new Calls(List.copyOf(met));
    }

    /** How many counted methods were called, constructors and lambdas' bodies included. */
    public int calls() {
        return count(Kind.CALL);
    }

    /** How many different methods these were; overloaded ones count once. */
    public int methods() {
        return (int) met.stream()
                .filter(one -> one.name.kind() == Kind.CALL)
                .map(one -> one.name.text())
                .distinct()
                .count();
    }

    /** How many classes these methods belong to. */
    public int classes() {
        return (int) met.stream()
                .filter(one -> one.name.kind() == Kind.CALL)
                .map(one -> one.name.type())
                .distinct()
                .count();
    }

    /** How many counted methods were running at most, one inside the other. */
    public int deepest() {
        return 1
                + met.stream()
                        .filter(one -> one.name.kind() == Kind.CALL)
                        .mapToInt(Met::depth)
                        .max()
                        .orElse(-1);
    }

    /** How many objects of counted classes were made by counted classes. */
    public int ownObjects() {
        return count(Kind.OWN_OBJECT);
    }

    /** How many other objects counted classes made themselves: arrays, lambdas that capture, objects of the JDK. */
    public int otherObjects() {
        return count(Kind.OTHER_OBJECT);
    }

    /** How many static methods of the JDK that return an object were called, such as {@code List.of}. */
    public int factoryCalls() {
        return count(Kind.FACTORY);
    }

    private int count(Kind kind) {
        return (int) met.stream().filter(one -> one.name.kind() == kind).count();
    }

    /** All numbers, in a line. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d calls of %d methods in %d classes, deepest stack %d; %d own objects, %d others, %d factory calls",
                calls(),
                methods(),
                classes(),
                deepest(),
                ownObjects(),
                otherObjects(),
                factoryCalls());
    }

    /** Each call and object on a line of its own, indented by depth. */
    public String tree() {
        return lines(one -> true);
    }

    /** Each object on a line of its own. */
    public String objects() {
        return lines(one -> one.kind() != Kind.CALL).stripIndent();
    }

    private String lines(Predicate<Name> shown) {
        StringBuilder text = new StringBuilder();
        for (Met one : met) {
            if (shown.test(one.name)) {
                text.append("  ".repeat(one.depth)).append(one.name.text()).append('\n');
            }
        }
        return text.toString();
    }
}
