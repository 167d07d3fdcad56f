package dev.botsentinel.telegrambots;

import dev.botsentinel.Outcome;
import dev.botsentinel.run.ContainedFailures;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.Update;

/**
 * A function for webhooks that nothing escapes from: an update that is refused, or that the handler fails on, is answered
 * with nothing, which a server sends as an empty 200. Any other status would have Telegram deliver the update again, and
 * again be refused.
 *
 * <pre>{@code
 * Function<Update, BotApiMethod<?>> webhook = ContainedWebhook.of(sentinel.guardCall(bot::onUpdate), sentinel, store);
 * }</pre>
 *
 * <p>Thread-safe, as far as the handler is.
 *
 * @param <R> what the handler answers, for instance a method for Telegram to run
 */
public final class ContainedWebhook<R> implements Function<Update, @Nullable R>, AutoCloseable {

    private final Function<? super Update, ? extends Outcome<? extends @Nullable R>> guarded;
    private final List<AutoCloseable> owned;
    private final ContainedFailures failures = new ContainedFailures();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ContainedWebhook(
            Function<? super Update, ? extends Outcome<? extends @Nullable R>> guarded, List<AutoCloseable> owned) {
        this.guarded = Objects.requireNonNull(guarded, "guarded");
        this.owned = owned;
    }

    /**
     * A function around a guarded handler.
     *
     * @param guarded usually {@code sentinel.guardCall(…)}
     * @param owned closed with this, in this order: the guard first, then its storage
     * @throws dev.botsentinel.library.IncompatibleLibraryException if a library that reading updates needs is missing or doesn't fit
     */
    public static <R> ContainedWebhook<R> of(
            Function<? super Update, ? extends Outcome<? extends @Nullable R>> guarded, AutoCloseable... owned) {
        TelegramBots.probeLibraries();
        return new ContainedWebhook<>(guarded, List.of(owned));
    }

    /** What the handler answers; null if it answers nothing, refuses or fails. Never throws. */
    @Override
    public @Nullable R apply(Update update) {
        try {
            return guarded.apply(update) instanceof Outcome.Handled<? extends @Nullable R> handled
                    ? handled.result()
                    : null;
        } catch (Throwable failure) {
            failures.add("the handler", failure);
            return null;
        }
    }

    /** How many exceptions were contained, those of closing included. */
    public long failures() {
        return failures.count();
    }

    /** Closes what it was given to own. Never throws. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            failures.closeAll(owned);
        }
    }
}
