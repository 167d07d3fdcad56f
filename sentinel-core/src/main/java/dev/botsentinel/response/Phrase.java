package dev.botsentinel.response;

import java.util.Locale;

/** A text that a denied user may be told, or a part of it; each language has all of them. */
enum Phrase {
    BLOCKED,
    BLOCKED_WAIT,
    FORBIDDEN,
    UNREGISTERED,
    STEP_UP,
    LIMITED,
    LIMITED_WAIT,
    UNAVAILABLE,
    UNIT_SECONDS,
    UNIT_MINUTES,
    UNIT_HOURS,
    UNIT_DAYS;

    /** Where the time to wait goes in a text. */
    static final String WAIT = "{wait}";

    /** The name in bundles: {@code blocked.wait}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** @throws IllegalArgumentException if the text should name the time to wait and doesn't */
    String checked(String text) {
        if (key().endsWith(".wait") && !text.contains(WAIT)) {
            throw new IllegalArgumentException(
                    "the text of " + key() + " lacks " + WAIT + ", where the time to wait goes");
        }
        return text;
    }
}
