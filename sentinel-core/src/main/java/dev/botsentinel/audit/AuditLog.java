package dev.botsentinel.audit;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.BlockLost;
import dev.botsentinel.event.SecurityEvent.Blocked;
import dev.botsentinel.event.SecurityEvent.CooldownSet;
import dev.botsentinel.event.SecurityEvent.DataRequest;
import dev.botsentinel.event.SecurityEvent.Denial;
import dev.botsentinel.event.SecurityEvent.GuardFailed;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.event.SecurityEvent.LimitChange;
import dev.botsentinel.event.SecurityEvent.PermitsRefunded;
import dev.botsentinel.event.SecurityEvent.Registered;
import dev.botsentinel.event.SecurityEvent.ResolverFailed;
import dev.botsentinel.event.SecurityEvent.ResponseFailed;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.event.SecurityEvent.StoreRecovered;
import dev.botsentinel.event.SecurityEvent.Unblocked;
import dev.botsentinel.event.SecurityEvent.Unregistered;
import dev.botsentinel.event.SecurityEvent.UpdateDropped;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.IdHash;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every security event as one line of JSON, at INFO, to the logger {@value #LOGGER}: who, what, when, by which rule.
 *
 * <pre>{@code
 * EventQueue audit = EventQueue.to(AuditLog.create());
 * Sentinel<MyUpdate> sentinel = Sentinel.builder(MyUpdates::toRequest).store(store).listener(audit).build();
 * }</pre>
 *
 * <p>A line has the keys that its event has something for, in this order: {@code at}, {@code event}, {@code reason},
 * {@code rule}, {@code action}, {@code subject}, {@code chat}, {@code scope}, {@code limit}, {@code retryAfterMicros},
 * {@code blockedUntil}, {@code source}, {@code permits}, {@code cooldownUntil}, {@code roles}, {@code actor}, {@code
 * incident}, {@code why}. There is no content in it and no message of an exception, which may say anything, but the name
 * of its class. An action is written as it was asked for, which outsiders can choose; every text is cut to {@value
 * JsonLine#MAX_TEXT_LENGTH} characters and escaped, so that nobody can break or forge a line.
 *
 * <p>Thread-safe. As slow as what the logger writes to: put it behind an {@link dev.botsentinel.event.EventQueue} if
 * that is slow.
 */
public final class AuditLog implements SecurityListener {

    /** The logger's name. */
    public static final String LOGGER = "dev.botsentinel.audit";

    /** The actor of what the guard does by itself. */
    private static final String GUARD = "sentinel";

    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Consumer<String> out;
    private final UnaryOperator<String> naming;

    AuditLog(Consumer<String> out, UnaryOperator<String> naming) {
        this.out = out;
        this.naming = naming;
    }

    /**
     * An audit log that names subjects by their ids: what {@link dev.botsentinel.Blocklist} takes and the platform
     * knows. The default, since an audit that can't say who answers nothing. The ids are personal data: keep the log
     * where those belong, or use {@link #hashingIds}.
     */
    public static AuditLog create() {
        return new AuditLog(toLogger(), id -> id);
    }

    /**
     * An audit log that names subjects, chats and actors by a keyed hash of their ids, 32 hexadecimal digits: for logs that go where
     * personal data must not. The same id has the same name as long as the key is the same; to find one, hash it by {@link #nameOf}.
     * What the guard does by itself has the actor {@code sentinel}. The reasons that administrators give are written as they are.
     */
    public static AuditLog hashingIds(FingerprintKey key) {
        return new AuditLog(toLogger(), new IdHash(key)::of);
    }

    private static Consumer<String> toLogger() {
        Logger logger = LoggerFactory.getLogger(LOGGER);
        return line -> logger.info("{}", line);
    }

    /** What this log calls the subject, chat or actor with this id. */
    public String nameOf(String subjectId) {
        return naming.apply(subjectId);
    }

    /** Writes the event's line. */
    @Override
    public void on(SecurityEvent event) {
        JsonLine line = new JsonLine().text("at", micros(event.at())).text("event", event.label());
        if (event instanceof Denial denial) {
            denied(line, denial.request(), denial.decision());
        } else if (event instanceof Blocked blocked) {
            who(line, blocked.subject())
                    .text("blockedUntil", micros(blocked.until()))
                    .text("source", label(blocked.source()));
            line.text("actor", actor(blocked.actor())).text("why", blocked.reason());
        } else if (event instanceof BlockLost lost) {
            who(line, lost.subject()).text("blockedUntil", micros(lost.until())).text("source", label(lost.source()));
        } else if (event instanceof Unblocked lifted) {
            who(line, lifted.subject()).text("actor", actor(lifted.actor())).text("why", lifted.reason());
        } else if (event instanceof DataRequest data) {
            who(line, data.subject()).text("actor", actor(data.actor())).text("why", data.reason());
        } else if (event instanceof LimitChange change) {
            changed(line, change);
        } else if (event instanceof Registered registered) {
            who(line, registered.subject())
                    .text("roles", inOrder(registered.roles()))
                    .text("actor", actor(registered.actor()));
        } else if (event instanceof Unregistered unregistered) {
            who(line, unregistered.subject()).text("actor", actor(unregistered.actor()));
        } else {
            failed(line, event);
        }
        out.accept(line.end());
    }

    private void changed(JsonLine line, LimitChange change) {
        line.text("rule", change.rule());
        line.text("subject", name(change.owner().subject()));
        line.text("chat", name(change.owner().chat()));
        line.text("topic", name(change.owner().topic()));
        line.text("space", name(change.owner().space()));
        line.text("scope", change.owner().scope().label());
        if (change instanceof PermitsRefunded refund) {
            line.number("permits", refund.permits());
        } else if (change instanceof CooldownSet cooldown) {
            line.text("cooldownUntil", micros(cooldown.until()));
        }
        line.text("actor", actor(change.actor())).text("why", change.reason());
    }

    /** What the event of a failure says; nothing for the others. */
    private void failed(JsonLine line, SecurityEvent event) {
        if (event instanceof ResolverFailed resolver) {
            asked(line, resolver.request()).text("why", nameOf(resolver.cause()));
        } else if (event instanceof HandlerFailed handler) {
            line.text("reason", handler.kind().label());
            asked(line, handler.request()).text("incident", handler.incident()).text("why", nameOf(handler.cause()));
        } else if (event instanceof ResponseFailed response) {
            asked(line, response.request()).text("why", nameOf(response.cause()));
        } else if (event instanceof UpdateDropped update) {
            asked(line, update.request());
        } else if (event instanceof StoreFailed store) {
            line.text("why", nameOf(store.cause()));
        } else if (event instanceof StoreDegraded degraded) {
            line.text("node", degraded.node()).text("why", nameOf(degraded.cause()));
        } else if (event instanceof StoreRecovered recovered) {
            line.text("node", recovered.node());
        } else if (event instanceof GuardFailed guard) {
            line.text("why", nameOf(guard.cause()));
        }
    }

    private void denied(JsonLine line, Request request, Denied decision) {
        line.text("reason", decision.reason().label()).text("rule", decision.rule());
        asked(line, request);
        if (decision.scope() != null) {
            line.text("scope", decision.scope().label());
        }
        if (decision.limit() != null) {
            line.text("limit", decision.limit().describe());
        }
        if (decision.retryAfter() != null) {
            line.number("retryAfterMicros", TimeUnit.MICROSECONDS.convert(decision.retryAfter()));
        }
        line.text("blockedUntil", micros(decision.blockedUntil()));
    }

    private JsonLine asked(JsonLine line, Request request) {
        return who(line.text("action", request.action().name()), request.subject());
    }

    private JsonLine who(JsonLine line, @Nullable Subject subject) {
        return line.text("subject", name(subject == null ? null : subject.id()));
    }

    /** An administrator is often a user of the platform: named as subjects are. The guard itself is nobody to hide. */
    private String actor(String actor) {
        return actor.equals(GUARD) ? actor : naming.apply(actor);
    }

    private @Nullable String name(@Nullable String id) {
        return id == null ? null : naming.apply(id);
    }

    private static String inOrder(Set<String> roles) {
        return roles.stream().sorted().collect(Collectors.joining(","));
    }

    private static String label(BlockSource source) {
        return source.name().toLowerCase(Locale.ROOT);
    }

    private static String nameOf(Throwable cause) {
        return cause.getClass().getName();
    }

    private static @Nullable String micros(@Nullable Instant instant) {
        return instant == null ? null : MICROSECONDS.format(instant);
    }
}
