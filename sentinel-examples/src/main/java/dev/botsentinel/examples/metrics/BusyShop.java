package dev.botsentinel.examples.metrics;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.audit.AuditLog;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.examples.shop.RecordedDay;
import dev.botsentinel.examples.shop.RecordedDay.Recorded;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.micrometer.SentinelMetrics;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.Responder;
import dev.botsentinel.store.resilient.ResilientStore;
import dev.botsentinel.telegram.Telegram;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The shop's bot behind its guard, to which the recorded day happens again and again. The guard's clock is that of the
 * day, so that limits mean what they say however fast it goes by. One thread feeds it; others may ask for its health.
 */
final class BusyShop implements AutoCloseable {

    private final List<Recorded> day = RecordedDay.updates();
    private final Map<String, Principal> users = RecordedDay.principals();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final EventQueue audit;
    private final ResilientStore store;
    private final Sentinel<TelegramUpdate> sentinel;
    private final Consumer<TelegramUpdate> bot;
    private volatile Health health = Health.STARTING;
    private volatile Instant now = Instant.EPOCH;
    private volatile Duration daysBefore = Duration.ZERO;

    BusyShop(SentinelMetrics metrics, boolean troubled) throws IOException {
        InstantSource clock = () -> now;
        Trouble trouble = new Trouble(troubled, clock);
        audit = EventQueue.to(changesOnly(AuditLog.create()));
        SharedStore shared = new SharedStore(memory(clock), trouble);
        store = ResilientStore.builder(metrics.timed("shared", shared), memory(clock))
                .time(clock)
                .build();
        sentinel = Sentinel.builder(TelegramUpdate::request)
                .platform(Telegram.PLATFORM)
                .policy(RecordedDay.policy())
                .store(store)
                .time(clock)
                .resolver(PrincipalResolver.blocking(request -> lookUp(request, trouble)))
                .onDenied(Responder.blocking(denied -> {}))
                .listener(metrics)
                .listener(audit)
                .decisionListener(metrics)
                .build();
        metrics.watch("audit", audit);
        metrics.watch(sentinel.responses());
        bot = sentinel.guard(update -> trouble.withHandler());
    }

    private static MemoryStore memory(InstantSource clock) {
        return MemoryStore.builder().time(clock).build();
    }

    /** What is denied is counted; a line for each would be a flood of lines in a flood. */
    private static SecurityListener changesOnly(AuditLog log) {
        return event -> {
            if (!(event instanceof SecurityEvent.Denial)) {
                log.on(event);
            }
        };
    }

    /** The recording says when each user last proved who they are; on later days that was so many days later. */
    private Principal lookUp(Request request, Trouble trouble) {
        trouble.withResolver();
        String id = request.subject() == null ? "" : request.subject().id();
        Principal recorded = users.getOrDefault(id, Principal.ANONYMOUS);
        Instant stepUpAt = recorded.stepUpAt();
        return stepUpAt == null
                ? recorded
                : new Principal(recorded.registered(), recorded.roles(), stepUpAt.plus(daysBefore));
    }

    /** Has days happen, one after the other, until the shop is closed. */
    void liveThroughDays(Duration pause) {
        try {
            while (liveThroughDay(pause)) {
                daysBefore = daysBefore.plusDays(1);
            }
        } finally {
            health = closing.getCount() == 0 ? Health.STOPPING : Health.DEAD;
        }
    }

    /**
     * Has one day happen.
     *
     * @param pause from one update to the next
     * @return whether the day came to its end; not if the shop was closed meanwhile
     */
    boolean liveThroughDay(Duration pause) {
        health = Health.UP;
        for (Recorded recorded : day) {
            now = recorded.at().plus(daysBefore);
            handle(recorded.update());
            if (closedWithin(pause)) {
                return false;
            }
        }
        return true;
    }

    /** No exception of a handler ends the loop; the guard has counted it. */
    private void handle(TelegramUpdate update) {
        try {
            bot.accept(update);
        } catch (RuntimeException counted) {
            // A live bot's adapter contains it in the same way.
        }
    }

    private boolean closedWithin(Duration pause) {
        try {
            return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** How the bot fares; from any thread. */
    Health health() {
        Health known = health;
        return known == Health.UP && sentinel.health().store().isDegraded() ? Health.DEGRADED : known;
    }

    @Override
    public void close() {
        health = Health.STOPPING;
        closing.countDown();
        sentinel.close();
        store.close();
        audit.close();
    }
}
