package dev.botsentinel.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an update carries, as far as it tells a repeat from something new. Content goes into a keyed hash and nowhere
 * else: it is never stored and never logged. Two contents are the same if kind and values are; of what is longer than
 * platforms send, enough is looked at to keep a hostile update cheap: of a value above 16,384 characters the length and
 * 8,192 at either end, of more than 128 values the first 128 and their number. Immutable.
 *
 * @param kind what the values are: {@code text}, {@code photo}, {@code callback}…
 * @param values the values, in an order fixed by the kind
 */
public record Content(String kind, List<String> values) {

    /** The kind of plain text. */
    public static final String TEXT = "text";

    public Content {
        values = List.copyOf(values);
    }

    /** Plain text, as sent. */
    public static Content text(String text) {
        return new Content(TEXT, List.of(text));
    }

    /** Content of another kind. */
    public static Content of(String kind, String... values) {
        return new Content(kind, List.of(values));
    }

    /** The text, if this is plain text; null if not. */
    @Nullable
    String plainText() {
        return kind.equals(TEXT) && values.size() == 1 ? values.get(0) : null;
    }

    /** Names the kind alone: content is never printed. */
    @Override
    public String toString() {
        return "Content[" + kind + "]";
    }
}
