package dev.botsentinel.servlet;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.BuiltInRule;
import dev.botsentinel.request.Request;
import dev.botsentinel.run.ContainedFailures;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A webhook in front of a guard: reads each delivery once and within bounds, has the guard decide, and answers what is
 * denied. Give it to a {@link WebhookFilter} or a {@link GuardedHttpHandler}.
 *
 * <pre>{@code
 * GuardedWebhook<TelegramUpdate> webhook =
 *         GuardedWebhook.builder(sentinel, delivery -> TelegramUpdate.parse(delivery.body())).build();
 * }</pre>
 *
 * <p>It doesn't know who calls: check secrets and signatures in front of it. Thread-safe. The guard stays the caller's to
 * close; once it is closed, deliveries are denied as {@code unavailable}.
 *
 * @param <U> the application's update type
 */
public final class GuardedWebhook<U> {

    /** The longest body unless said otherwise, 1 MiB: updates of bot platforms have some kilobytes. */
    public static final int DEFAULT_MAX_BODY = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger("dev.botsentinel.servlet");

    private static final String POST = "POST";

    private final Sentinel<U> sentinel;
    private final WebhookReader<? extends U> reader;
    private final int maxBody;
    private final DenialStatus denialStatus;
    private final Set<String> passedMethods;
    private final String allow;
    private final boolean acknowledgesFailures;
    private final ContainedFailures failures = new ContainedFailures();
    private final AtomicLong unreadable = new AtomicLong();
    private final AtomicLong tooLong = new AtomicLong();

    private GuardedWebhook(Builder<U> builder) {
        this.sentinel = builder.sentinel;
        this.reader = builder.reader;
        this.maxBody = builder.maxBody;
        this.denialStatus = builder.denialStatus;
        this.passedMethods = builder.passedMethods;
        this.acknowledgesFailures = builder.acknowledgesFailures;
        Set<String> allowed = new LinkedHashSet<>(List.of(POST));
        allowed.addAll(passedMethods);
        this.allow = String.join(", ", allowed);
    }

    /**
     * A builder.
     *
     * @param sentinel decides
     * @param reader makes updates of deliveries
     */
    public static <U> Builder<U> builder(Sentinel<U> sentinel, WebhookReader<? extends U> reader) {
        return new Builder<>(sentinel, reader);
    }

    /** How many deliveries the reader could not read; they were answered 400. */
    public long unreadable() {
        return unreadable.get();
    }

    /** How many deliveries were longer than allowed; they were answered 413. */
    public long tooLong() {
        return tooLong.get();
    }

    /** How many exceptions of handlers were contained, see {@link Builder#acknowledgeFailures}. */
    public long failures() {
        return failures.count();
    }

    Set<String> passedMethods() {
        return passedMethods;
    }

    /** The whole way of a request. */
    void run(WebhookExchange<U> exchange) throws Exception {
        if (passedMethods.contains(exchange.method())) {
            exchange.pass();
        } else if (!exchange.method().equals(POST)) {
            exchange.setHeader("Allow", allow);
            exchange.answer(405);
        } else {
            byte[] body = body(exchange);
            if (body == null) {
                tooLong.incrementAndGet();
                exchange.answer(413);
            } else {
                decide(exchange, body);
            }
        }
    }

    /** The body; null if it is too long. A client that says so itself is believed, and nothing is read. */
    private byte @Nullable [] body(WebhookExchange<U> exchange) throws IOException {
        if (exchange.declaredLength() > maxBody) {
            return null;
        }
        byte[] body = exchange.body().readNBytes(maxBody + 1);
        return body.length > maxBody ? null : body;
    }

    private void decide(WebhookExchange<U> exchange, byte[] body) throws Exception {
        U update;
        try {
            update = Objects.requireNonNull(
                    reader.read(new WebhookDelivery(exchange.path(), exchange::header, body)), "no update");
        } catch (Exception noUpdate) {
            logUnreadable(noUpdate);
            exchange.answer(400);
            return;
        }
        Optional<Request> request = sentinel.request(update);
        if (request.isEmpty()) {
            deny(exchange, Denied.of(Reason.UNAVAILABLE, BuiltInRule.GUARD));
        } else {
            guard(exchange, update, request.get(), body);
        }
    }

    private void guard(WebhookExchange<U> exchange, U update, Request request, byte[] body) throws Exception {
        try {
            Outcome<@Nullable Void> outcome = sentinel.handle(request, update, allowed -> {
                handle(exchange, allowed, request, body);
                return null;
            });
            if (outcome instanceof Outcome.Refused<@Nullable Void> refused) {
                deny(exchange, refused.decision());
            }
        } catch (FailedResponseException answered) {
            // The guard knows; the response is the handler's.
            if (acknowledgesFailures) {
                exchange.acknowledgeFailure();
            }
        } catch (Throwable failure) {
            if (!acknowledgesFailures) {
                throw failure;
            }
            failures.add("the handler", failure);
            exchange.acknowledgeFailure();
        }
    }

    private void handle(WebhookExchange<U> exchange, U update, Request request, byte[] body) {
        try {
            exchange.handle(update, request, body);
        } catch (Exception failure) {
            throw GuardedWebhook.<RuntimeException>unchanged(failure);
        }
        int status = exchange.status();
        if (status >= 500) {
            throw new FailedResponseException(status);
        }
    }

    /** Lets a checked exception through a function, so that listeners and classifiers see it as it is. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Exception> E unchanged(Exception failure) throws E {
        throw (E) failure;
    }

    private void deny(WebhookExchange<U> exchange, Denied denied) throws IOException {
        int status = status(denied);
        if (status >= 300) {
            RateLimitFields.of(denied).forEach(exchange::setHeader);
        }
        exchange.answer(status);
    }

    private int status(Denied denied) {
        try {
            int status = denialStatus.of(denied);
            if (status >= 200 && status <= 599) {
                return status;
            }
            failures.add(
                    "the status of a denial",
                    new IllegalArgumentException("the status is " + status + ", but must be 200 to 599"));
        } catch (RuntimeException failure) {
            failures.add("the status of a denial", failure);
        }
        return 503;
    }

    /** Has the guard forget an update whose handler failed after it had returned. */
    void failedLater(Request request) {
        sentinel.releaseRequest(request).whenComplete((done, failure) -> {
            if (failure != null) {
                failures.add("forgetting an update that failed", failure);
            }
        });
    }

    /** The 1st, 2nd, 4th, 8th, … alone, and no message: it may quote what was sent. */
    private void logUnreadable(Exception failure) {
        long count = unreadable.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn(
                    "a webhook's delivery could not be read ({}) and was answered 400, no. {}",
                    failure.getClass().getName(),
                    count);
        }
    }

    /**
     * Configures a {@link GuardedWebhook}. Not thread-safe.
     *
     * @param <U> the application's update type
     */
    public static final class Builder<U> {

        private final Sentinel<U> sentinel;
        private final WebhookReader<? extends U> reader;
        private int maxBody = DEFAULT_MAX_BODY;
        private DenialStatus denialStatus = DenialStatus.ACKNOWLEDGE;
        private Set<String> passedMethods = Set.of();
        private boolean acknowledgesFailures;

        private Builder(Sentinel<U> sentinel, WebhookReader<? extends U> reader) {
            this.sentinel = Objects.requireNonNull(sentinel, "sentinel");
            this.reader = Objects.requireNonNull(reader, "reader");
        }

        /**
         * How long a body may be, in bytes; {@value GuardedWebhook#DEFAULT_MAX_BODY} by default. Longer ones are answered 413
         * and never held in memory.
         *
         * @throws IllegalArgumentException if it is not 1 to 1 GiB
         */
        public Builder<U> maxBody(int bytes) {
            if (bytes < 1 || bytes > 1 << 30) {
                throw new IllegalArgumentException("maxBody is " + bytes + ", but must be 1 to " + (1 << 30));
            }
            this.maxBody = bytes;
            return this;
        }

        /** Which status denials have; {@link DenialStatus#ACKNOWLEDGE} by default. */
        public Builder<U> denials(DenialStatus status) {
            this.denialStatus = Objects.requireNonNull(status, "status");
            return this;
        }

        /**
         * Methods that pass unguarded, such as {@code GET} where a platform verifies the address so; none by default. A
         * {@code POST} is always guarded, and every other method answered 405.
         *
         * @throws IllegalArgumentException if {@code POST} is among them
         */
        public Builder<U> pass(String... methods) {
            this.passedMethods = new LinkedHashSet<>(List.of(methods));
            if (passedMethods.contains(POST)) {
                throw new IllegalArgumentException("a webhook's deliveries are POSTs; they can't pass unguarded");
            }
            return this;
        }

        /**
         * Answers 200 even if the handler throws or answers 500 or more, for platforms that deliver such an update again and
         * again. The guard tells its listeners of the failure all the same; the exception is counted and logged. By default
         * it is the server's, and the update comes again.
         */
        public Builder<U> acknowledgeFailures() {
            this.acknowledgesFailures = true;
            return this;
        }

        /** The webhook. */
        public GuardedWebhook<U> build() {
            return new GuardedWebhook<>(this);
        }
    }
}
