package dev.botsentinel.telegrambots;

import dev.botsentinel.run.ContainedHandler;
import java.util.List;
import java.util.function.Consumer;
import org.telegram.telegrambots.longpolling.interfaces.LongPollingUpdateConsumer;
import org.telegram.telegrambots.meta.api.objects.Update;

/**
 * A consumer for long polling that never throws. The library's polling ends for good with the first exception out of a
 * consumer, while {@code isRunning()} still says true, and the rest of the batch is lost. Here each update is handled by
 * itself, and what the handler throws is counted and logged.
 *
 * <pre>{@code
 * application.registerBot(token, ContainedPolling.of(sentinel.guard(bot::consume), sentinel, store));
 * }</pre>
 *
 * <p>Updates are handled one after the other on the polling thread, as the library calls. Thread-safe, as far as the
 * handler is.
 */
@SuppressWarnings("exports") // The module that polls is optional: bots that poll require it themselves.
public final class ContainedPolling implements LongPollingUpdateConsumer {

    private final ContainedHandler<Update> handler;

    private ContainedPolling(ContainedHandler<Update> handler) {
        this.handler = handler;
    }

    /**
     * A consumer around a handler.
     *
     * @param handler given each update; usually {@code sentinel.guard(…)}
     * @param owned closed with the library's session, in this order: the runner first, then the guard, then its storage
     * @throws dev.botsentinel.library.IncompatibleLibraryException if a library that reading updates needs is missing or doesn't fit
     */
    public static ContainedPolling of(Consumer<? super Update> handler, AutoCloseable... owned) {
        TelegramBots.probeLibraries();
        return new ContainedPolling(ContainedHandler.of(handler, owned));
    }

    /** Handles each update, in order. Never throws. */
    @Override
    public void consume(List<Update> updates) {
        updates.forEach(handler);
    }

    /** How many exceptions were contained, those of closing included. */
    public long failures() {
        return handler.failures();
    }

    /** Closes what it owns. Never throws. Idempotent. */
    @Override
    public void close() {
        handler.close();
    }
}
