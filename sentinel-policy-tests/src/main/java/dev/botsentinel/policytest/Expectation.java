package dev.botsentinel.policytest;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.Quote;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a step's {@code then} says of every decision of the step. What isn't said is anything.
 *
 * @param said by key, what is expected; as text, for {@code none} and numbers too
 */
record Expectation(Map<String, Object> said) {

    static final Set<String> KEYS =
            orderedSet("decision", "reason", "rule", "scope", "retryAfter", "remaining", "blockedUntil", "shadow");

    private static final String NONE = "none";
    private static final Set<String> DECISIONS = orderedSet("allowed", "denied");
    private static final Set<String> REASONS = Stream.concat(
                    Arrays.stream(Reason.values()).map(Reason::label),
                    Arrays.stream(Passage.values()).map(Expectation::label))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private static Set<String> orderedSet(String... words) {
        return new LinkedHashSet<>(List.of(words));
    }

    private static String label(Passage passage) {
        return passage.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads it.
     *
     * @param fields those of {@link #KEYS} that are there
     */
    static Expectation read(Map<String, FilePart> fields) {
        Map<String, Object> said = new LinkedHashMap<>();
        fields.forEach((key, part) -> {
            Object value = value(key, part);
            if (value != null) {
                said.put(key, value);
            }
        });
        return new Expectation(said);
    }

    private static @Nullable Object value(String key, FilePart part) {
        return switch (key) {
            case "decision" -> part.oneOf(key, DECISIONS);
            case "reason" -> part.oneOf(key, REASONS);
            case "remaining" -> isNone(part) ? NONE : Long.valueOf(part.whole(key));
            case "retryAfter" -> isNone(part) ? NONE : part.duration(key);
            case "blockedUntil" -> isNone(part) ? NONE : part.instant(key);
            case "shadow" ->
                part.items(key).stream().map(it -> it.text("a rule")).toList();
            default -> part.text(key);
        };
    }

    private static boolean isNone(FilePart part) {
        return !part.isMapping() && part.text("it").equals(NONE);
    }

    /** What is expected and isn't so; null if all is as expected. */
    @Nullable
    String mismatch(Decision decision) {
        for (Map.Entry<String, Object> expected : said.entrySet()) {
            Object actual = actual(expected.getKey(), decision);
            if (!Objects.equals(expected.getValue(), actual)) {
                return "expected " + expected.getKey() + " " + text(expected.getValue()) + ", but it is " + text(actual)
                        + ": " + decision.explain();
            }
        }
        return null;
    }

    private static Object actual(String key, Decision decision) {
        return switch (key) {
            case "decision" -> decision.isAllowed() ? "allowed" : "denied";
            case "reason" ->
                decision instanceof Denied denied ? denied.reason().label() : label(((Allowed) decision).passage());
            case "remaining" -> orNone(remaining(decision));
            case "shadow" ->
                decision instanceof Allowed allowed
                        ? allowed.shadow().stream().map(ShadowDenial::rule).toList()
                        : List.of();
            default -> decision instanceof Denied denied ? ofDenied(key, denied) : NONE;
        };
    }

    private static Object ofDenied(String key, Denied denied) {
        return switch (key) {
            case "rule" -> denied.rule();
            case "scope" -> denied.scope() == null ? NONE : denied.scope().label();
            case "retryAfter" -> orNone(denied.retryAfter());
            case "blockedUntil" -> orNone(denied.blockedUntil());
            default -> throw new IllegalStateException(key);
        };
    }

    private static @Nullable Long remaining(Decision decision) {
        if (decision instanceof Denied denied) {
            return denied.remaining();
        }
        Allowed allowed = (Allowed) decision;
        return allowed.leastRemaining().isPresent()
                ? Long.valueOf(allowed.leastRemaining().getAsLong())
                : null;
    }

    private static Object orNone(@Nullable Object value) {
        return value == null ? NONE : value;
    }

    private static String text(Object value) {
        if (value instanceof Duration duration) {
            return Durations.text(duration);
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.MICROS).toString();
        }
        return Quote.bare(value.toString());
    }
}
