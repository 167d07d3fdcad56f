package dev.botsentinel.policy.annotation;

import dev.botsentinel.policy.ActionPolicy;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicyProblem;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.Source;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What applies to a guarded method or type: what it says itself, over what its types say. Each key is taken whole from
 * the first level that says it; {@code use} is one of the keys. Immutable.
 *
 * @param levels the nearest first: the method, if it is one, then the types; one at least names the entry
 */
record Entry(List<Level> levels) implements Source {

    Entry {
        levels = List.copyOf(levels);
    }

    ActionPolicy policy() {
        Policy own = levels.stream().map(Level::own).reduce(Policy.EMPTY, Policy::over);
        Level using = first(Level::use);
        return new ActionPolicy(using == null ? null : using.use(), own);
    }

    /** Whether it is the same method or type with the same policy: inherited by two handlers, for example. */
    boolean isAs(Entry other) {
        return named().place().equals(other.named().place()) && policy().equals(other.policy());
    }

    /** Reports what further levels say if it hides what the policy says that a nearer one uses. */
    void checkUse(List<PolicyProblem> problems) {
        Level using = first(Level::use);
        if (using == null) {
            return;
        }
        checkUse(problems, using, "limits", first(level -> level.own().limits()));
        checkUse(problems, using, "debounce", first(level -> level.own().debounce()));
        checkUse(problems, using, "requirements", first(level -> level.own().requires()));
    }

    private void checkUse(List<PolicyProblem> problems, Level using, String what, @Nullable Level saying) {
        if (saying != null && levels.indexOf(saying) > levels.indexOf(using)) {
            problems.add(new PolicyProblem(
                    Level.within(using.place(), "@Use"),
                    "the " + what + " that policy " + Quote.of(String.valueOf(using.use()))
                            + " may have would be hidden by those on " + PolicyProblem.where(saying.place())
                            + "; say them here too, or move them from there to the methods that use no policy"));
        }
    }

    private @Nullable Level first(Function<Level, @Nullable Object> part) {
        return levels.stream()
                .filter(level -> part.apply(level) != null)
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<String> place(List<String> keys) {
        return switch (keys.isEmpty() ? "" : keys.get(0)) {
            case "use" -> Level.within(saying(Level::use).place(), "@Use");
            case "limits" -> limit(saying(level -> level.own().limits()), keys);
            case "requires" -> requirement(saying(level -> level.own().requires()), keys);
            default -> Level.within(named().place(), "@Guarded");
        };
    }

    private static List<String> requirement(Level level, List<String> keys) {
        List<String> place = Level.within(level.place(), "@Requires");
        return keys.size() == 1 ? place : Level.within(place, keys.get(1));
    }

    private static List<String> limit(Level level, List<String> keys) {
        if (keys.size() == 1) {
            return Level.within(level.place(), "@Limit");
        }
        int count = Objects.requireNonNull(level.own().limits()).size();
        List<String> place = Level.limit(level.place(), Integer.parseInt(keys.get(1)), count);
        return Level.within(place, keys.subList(2, keys.size()).toArray(String[]::new));
    }

    /** The level that names the entry. */
    private Level named() {
        return saying(level -> level.entries().isEmpty() ? null : level.entries());
    }

    private Level saying(Function<Level, @Nullable Object> part) {
        return Objects.requireNonNull(first(part));
    }
}
