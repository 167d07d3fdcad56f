package dev.botsentinel.request;

import org.jspecify.annotations.Nullable;

/** What outsiders chose, for {@code toString}: without anything that breaks a line or that a terminal obeys. */
final class OneLine {

    private static final String HARMFUL = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]";

    private OneLine() {}

    static @Nullable String of(@Nullable String text) {
        return text == null ? null : text.replaceAll(HARMFUL, "\uFFFD");
    }
}
