package dev.botsentinel.policy.annotation;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.LimitPeriod;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.PolicyProblem;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the annotations of methods and types. What is at fault is reported and left out; a value that can't be read
 * doesn't hide that another is impossible.
 */
final class LevelReader {

    private static final Duration ANY = Duration.ofSeconds(1);

    private final List<PolicyProblem> problems;
    private final Map<AnnotatedElement, Level> read = new HashMap<>();

    /** @param problems gets what is wrong */
    LevelReader(List<PolicyProblem> problems) {
        this.problems = problems;
    }

    /** What stands on the method or type; read and reported once. */
    Level level(AnnotatedElement element, List<String> place) {
        return read.computeIfAbsent(element, it -> {
            Guarded guarded = it.getDeclaredAnnotation(Guarded.class);
            Use use = it.getDeclaredAnnotation(Use.class);
            return new Level(
                    place,
                    guarded == null ? List.of() : entries(guarded, Level.within(place, "@Guarded")),
                    use == null ? null : use.value(),
                    new Policy(limits(it, place), debounce(it, place), requires(it, place), escalates(it)));
        });
    }

    private List<String> entries(Guarded guarded, List<String> place) {
        if (guarded.value().length == 0) {
            report(place, "names no action; write @Guarded(\"/command\")");
        }
        return distinct(guarded.value(), place);
    }

    private List<String> distinct(String[] names, List<String> place) {
        Set<String> distinct = new LinkedHashSet<>();
        for (String name : names) {
            if (!distinct.add(name)) {
                report(place, Quote.of(name) + " is named twice; remove one of them");
            }
        }
        return List.copyOf(distinct);
    }

    private @Nullable List<RateLimit> limits(AnnotatedElement element, List<String> place) {
        Limit[] limits = element.getDeclaredAnnotationsByType(Limit.class);
        boolean none = element.isAnnotationPresent(NoLimits.class);
        if (none && limits.length > 0) {
            report(Level.within(place, "@NoLimits"), "stands beside a @Limit; keep one of them");
        }
        if (element.getDeclaredAnnotation(Limit.List.class) != null && limits.length == 0) {
            report(Level.within(place, "@Limit.List"), "is empty; write @NoLimits for none");
        }
        if (limits.length == 0) {
            return none ? List.of() : null;
        }
        List<RateLimit> all = new ArrayList<>();
        for (int i = 0; i < limits.length; i++) {
            RateLimit limit = limit(limits[i], Level.limit(place, i, limits.length));
            if (limit != null) {
                all.add(limit);
            }
        }
        return all;
    }

    private @Nullable RateLimit limit(Limit limit, List<String> place) {
        LimitPeriod period = period(limit, place);
        boolean hasLockout = !limit.lockout().isEmpty();
        Duration lockout = hasLockout ? duration(Level.within(place, "lockout"), "lockout", limit.lockout()) : null;
        boolean misplaced = burstIsMisplaced(limit, place);
        int burst = misplaced || limit.burst() == Limit.AS_PERMITS ? limit.permits() : limit.burst();
        RateLimit made = judged(
                place,
                () -> new RateLimit(
                        limit.name().isEmpty() ? null : limit.name(),
                        limit.permits(),
                        period == null ? ANY : period.per(),
                        limit.algorithm(),
                        burst,
                        limit.scope(),
                        limit.cost(),
                        limit.mode(),
                        limit.spareTrusted(),
                        period == null ? null : period.calendar(),
                        lockout));
        return period == null || misplaced || (hasLockout && lockout == null) ? null : made;
    }

    private @Nullable LimitPeriod period(Limit limit, List<String> place) {
        try {
            return LimitPeriod.parse(limit.per(), limit.zone().isEmpty() ? null : limit.zone());
        } catch (PolicyException e) {
            e.problems().forEach(problem -> problems.add(problem.under(place)));
            return null;
        }
    }

    /** Even a burst that says what holds anyway is misunderstood there. */
    private boolean burstIsMisplaced(Limit limit, List<String> place) {
        boolean denies = limit.permits() == 0;
        if (limit.burst() == Limit.AS_PERMITS || (!denies && limit.algorithm() == Algorithm.TOKEN_BUCKET)) {
            return false;
        }
        report(
                Level.within(place, "burst"),
                "burst is " + limit.burst() + ", but "
                        + (denies
                                ? "does not go with permits = 0, which denies always; remove it"
                                : "goes with algorithm = Algorithm.TOKEN_BUCKET only; remove it, or say so"));
        return true;
    }

    private @Nullable Debounce debounce(AnnotatedElement element, List<String> place) {
        Debounced debounced = element.getDeclaredAnnotation(Debounced.class);
        boolean none = element.isAnnotationPresent(NoDebounce.class);
        if (debounced == null) {
            return none ? Debounce.OFF : null;
        }
        if (none) {
            report(Level.within(place, "@NoDebounce"), "stands beside a @Debounced; keep one of them");
        }
        Duration window = duration(Level.within(place, "@Debounced"), "the window", debounced.value());
        return window == null ? null : new Debounce(window, debounced.mode());
    }

    private static @Nullable Boolean escalates(AnnotatedElement element) {
        Escalates escalates = element.getDeclaredAnnotation(Escalates.class);
        return escalates == null ? null : escalates.value();
    }

    private @Nullable Requirement requires(AnnotatedElement element, List<String> level) {
        Requires requires = element.getDeclaredAnnotation(Requires.class);
        if (requires == null) {
            return null;
        }
        List<String> place = Level.within(level, "@Requires");
        List<String> roles = distinct(requires.roles(), Level.within(place, "roles"));
        List<String> permissions = distinct(requires.permissions(), Level.within(place, "permissions"));
        Duration stepUp = requires.stepUp().isEmpty()
                ? null
                : duration(Level.within(place, "stepUp"), "stepUp", requires.stepUp());
        return judged(
                place,
                () -> new Requirement(
                        requires.registered(),
                        new LinkedHashSet<>(roles),
                        new LinkedHashSet<>(permissions),
                        stepUp,
                        requires.mode()));
    }

    private @Nullable Duration duration(List<String> place, String key, String text) {
        try {
            return Durations.parse(key, text);
        } catch (PolicyException e) {
            e.problems().forEach(problem -> report(place, problem.message()));
            return null;
        }
    }

    private <T> @Nullable T judged(List<String> place, Supplier<T> part) {
        try {
            return part.get();
        } catch (PolicyException e) {
            e.problems().forEach(problem -> problems.add(problem.under(place)));
            return null;
        }
    }

    private void report(List<String> place, String message) {
        problems.add(new PolicyProblem(place, message));
    }
}
