package dev.botsentinel.cli;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.store.Block;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What operators read: times with how far off they are, blocks in a sentence. What people wrote is quoted. */
final class OperatorText {

    private OperatorText() {}

    /** The end of a block: {@code until 2026-01-01T00:10:00Z (in 9m 3s)}, {@code for ever}. */
    static String until(@Nullable Instant end, Instant now) {
        return end == null ? "for ever" : "until " + at(end, now);
    }

    /** An instant in whole seconds, and how far off it is. */
    static String at(Instant instant, Instant now) {
        String shown = instant.truncatedTo(ChronoUnit.SECONDS).toString();
        Duration left = Duration.between(now, instant);
        return left.isNegative() || left.isZero() ? shown : shown + " (in " + Numbers.span(left) + ")";
    }

    static String source(Block block) {
        return block.source().name().toLowerCase(Locale.ROOT);
    }

    /** The block in a sentence, without whom it is on. */
    static String sentence(Block block, Instant now) {
        String reason = block.reason().isEmpty() ? "" : ": " + Quote.of(block.reason());
        return "blocked " + until(block.until(), now) + ", " + source(block) + ", by " + Quote.of(block.actor())
                + " since " + block.since().truncatedTo(ChronoUnit.SECONDS) + reason;
    }
}
