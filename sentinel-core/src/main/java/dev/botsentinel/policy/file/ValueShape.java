package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.CalendarPeriod;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What can stand for a key, as a JSON Schema says it.
 *
 * @param json the schema of the value: one object, as JSON
 */
record ValueShape(String json) {

    /** A name of one character or more that aren't all blank. */
    private static final String NAMED = "{\"type\": \"string\", \"pattern\": \"\\\\S\"}";

    /** A number of percent with its sign, as {@link ScalarReader#percent} reads it. */
    static final ValueShape PERCENT = text("^(0|[1-9][0-9]?|100)%$");

    static final ValueShape DURATION = text(Durations.PATTERN);

    static final ValueShape PERIOD = either(DURATION, labels(CalendarPeriod.Unit.values(), CalendarPeriod.Unit::label));

    static final ValueShape TRUTH = new ValueShape("{\"type\": \"boolean\"}");

    static final ValueShape NAME = new ValueShape("{\"type\": \"string\"}");

    static final ValueShape NAMES =
            new ValueShape("{\"type\": \"array\", \"items\": " + NAMED + ", \"uniqueItems\": true}");

    /** Ids of subjects and chats; whole numbers need no quotes. */
    static final ValueShape IDS =
            new ValueShape("{\"type\": \"array\", \"items\": {\"anyOf\": [{\"type\": \"integer\"},"
                    + " {\"type\": \"string\", \"pattern\": \"\\\\S\", \"maxLength\": 128}]}}");

    static final ValueShape ALGORITHM = labels(Algorithm.values(), Algorithm::label);
    static final ValueShape SCOPE = labels(Scope.values(), Scope::label);
    static final ValueShape MODE = labels(Mode.values(), Mode::label);

    /** No debounce. */
    static final ValueShape OFF = either(new ValueShape("{\"const\": false}"), text("^[oO][fF][fF]$"));

    private static ValueShape text(String pattern) {
        return new ValueShape("{\"type\": \"string\", \"pattern\": " + quoted(pattern) + "}");
    }

    private static <T> ValueShape labels(T[] values, Function<T, String> label) {
        return new ValueShape("{\"enum\": ["
                + Arrays.stream(values).map(value -> quoted(label.apply(value))).collect(Collectors.joining(", "))
                + "]}");
    }

    /** A text that matches and isn't one of some words. */
    static ValueShape nameOtherThan(String pattern, int longest, Iterable<String> words) {
        StringBuilder forbidden = new StringBuilder();
        words.forEach(word -> forbidden.append(forbidden.isEmpty() ? "" : ", ").append(quoted(word)));
        return new ValueShape("{\"type\": \"string\", \"pattern\": " + quoted(pattern) + ", \"maxLength\": " + longest
                + ", \"not\": {\"enum\": [" + forbidden + "]}}");
    }

    static ValueShape whole(long least, long most) {
        return new ValueShape("{\"type\": \"integer\", \"minimum\": " + least + ", \"maximum\": " + most + "}");
    }

    /** One mapping of a kind, by the name of its definition. */
    static ValueShape one(String definition) {
        return new ValueShape("{\"$ref\": \"#/definitions/" + definition + "\"}");
    }

    static ValueShape either(ValueShape one, ValueShape other) {
        return new ValueShape("{\"anyOf\": [" + one.json + ", " + other.json + "]}");
    }

    static ValueShape list(ValueShape item, String bounds) {
        return new ValueShape("{\"type\": \"array\", \"items\": " + item.json + bounds + "}");
    }

    /** A mapping of names that match to values of one kind. */
    static ValueShape named(String pattern, ValueShape value) {
        return new ValueShape("{\"type\": \"object\", \"propertyNames\": {\"pattern\": " + quoted(pattern)
                + "}, \"additionalProperties\": " + value.json + "}");
    }

    /** A text of this package's own as JSON; none has control characters. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
