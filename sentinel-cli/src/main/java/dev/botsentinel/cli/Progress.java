package dev.botsentinel.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Tells how far a replay is, once it takes longer than a moment. Not thread-safe. */
final class Progress {

    /** How it is told. */
    enum Style {
        /** Not at all. */
        NONE(Long.MAX_VALUE),
        /** One line that is written over and over. */
        TERMINAL(Duration.ofMillis(200).toNanos()),
        /** A new line now and then, for logs. */
        LINES(Duration.ofSeconds(10).toNanos());

        private final long everyNanos;

        Style(long everyNanos) {
            this.everyNanos = everyNanos;
        }
    }

    private static final long FIRST_AFTER_NANOS = Duration.ofSeconds(2).toNanos();

    /** Looking at the clock costs as much as a tenth of a decision. */
    private static final int LINES_PER_LOOK = 256;

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final Style style;
    private final LongSupplier nanoTime;
    private final long totalBytes;
    private final long start;
    private long nextAfterNanos = FIRST_AFTER_NANOS;
    private boolean shown;

    /**
     * @param nanoTime the clock on the wall, as {@link System#nanoTime()}
     * @param totalBytes the length of the input; 0 if unknown
     */
    Progress(PrintStream err, Style style, LongSupplier nanoTime, long totalBytes) {
        this.err = err;
        this.style = style;
        this.nanoTime = nanoTime;
        this.totalBytes = totalBytes;
        this.start = nanoTime.getAsLong();
    }

    /** So many lines are done, which took so many bytes of the input. */
    void done(long lines, long bytes) {
        if (lines % LINES_PER_LOOK != 0 || style == Style.NONE) {
            return;
        }
        long elapsed = elapsed().toNanos();
        if (elapsed >= nextAfterNanos) {
            nextAfterNanos = elapsed + style.everyNanos;
            show(text(lines, bytes, elapsed));
        }
    }

    /** How long it has taken so far. */
    Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - start);
    }

    /** Clears the way for what is printed next. */
    void end() {
        if (shown && style == Style.TERMINAL) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }

    private void show(String text) {
        shown = true;
        if (style == Style.TERMINAL) {
            err.print(ERASE_LINE + text);
        } else {
            err.print(text + "\n");
        }
        err.flush();
    }

    private String text(long lines, long bytes, long elapsedNanos) {
        String part = totalBytes == 0
                ? ""
                : String.format(Locale.ROOT, ", %.0f %%", Math.min(100.0, 100.0 * bytes / totalBytes));
        return String.format(Locale.ROOT, "%,d lines%s, %,.0f a second", lines, part, lines / (elapsedNanos / 1e9));
    }
}
