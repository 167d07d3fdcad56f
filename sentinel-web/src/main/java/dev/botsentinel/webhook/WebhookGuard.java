package dev.botsentinel.webhook;

import dev.botsentinel.webhook.RequestVerifier.Verification;
import dev.botsentinel.webhook.TrustedProxies.ClientOrigin;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Stands between an HTTP server and a bot: only what the platform has sent reaches the handler. Cheap checks come first, and nobody's
 * body is read before they passed. The order is in {@link #check}. What is refused is answered by a status and an empty body, and told to
 * listeners without anything that it said.
 *
 * <p>What others can grow is bounded: a body's length and time, its nesting, how many are read and how many handled at once, and how many
 * ids of messages are remembered. Beyond that they are answered 429, upon which platforms send again.
 *
 * <p>Thread-safe. {@link #handle} runs on the server's thread, reads the body there, and calls the handler there. It never throws.
 */
public final class WebhookGuard {

    private static final System.Logger LOG = System.getLogger(WebhookGuard.class.getName());
    private static final int OK = 200;
    private static final int FAILED = 500;
    private static final Duration OVERLOAD_PAUSE = Duration.ofSeconds(2);

    private final String name;
    private final RequestVerifier verifier;
    private final WebhookHandler handler;
    private final SourceNetworks networks;
    private final TrustedProxies proxies;
    private final boolean requireTls;
    private final boolean takesForms;
    private final int deepest;
    private final int statusOfFailure;
    private final Semaphore reading;
    private final Semaphore handling;
    private final RepeatedMessages repeated;
    private final BodyReader bodies;
    private final InstantSource clock;
    private final List<WebhookListener> listeners;

    WebhookGuard(WebhookGuardBuilder builder, LongSupplier nanoTime) {
        this.name = builder.name;
        this.verifier = builder.verifier;
        this.handler = builder.handler;
        this.networks = builder.networks;
        this.proxies = builder.proxies;
        this.requireTls = builder.requireTls;
        this.takesForms = builder.takesForms;
        this.deepest = builder.deepest;
        this.statusOfFailure = builder.redeliverFailures ? FAILED : OK;
        this.reading = new Semaphore(builder.mostRead);
        this.handling = new Semaphore(builder.mostHandled);
        this.repeated = new RepeatedMessages(verifier.idMember(), builder.rememberedMessages);
        this.bodies = new BodyReader(builder.longestBody, builder.bodyTimeout.toNanos(), nanoTime);
        this.clock = builder.clock;
        this.listeners = builder.listeners();
    }

    /**
     * Begins a webhook.
     *
     * @param verifier how the platform proves itself
     * @param networks where the platform's requests come from: {@link SourceNetworks#telegram}, or {@link SourceNetworks#anywhere} for
     *     platforms that publish none
     * @param handler what is done with a verified message
     */
    public static WebhookGuardBuilder builder(
            RequestVerifier verifier, SourceNetworks networks, WebhookHandler handler) {
        return new WebhookGuardBuilder(verifier, networks, handler);
    }

    /** Answers a request. Never throws. */
    public WebhookAnswer handle(WebhookRequest request) {
        ClientOrigin origin = ClientOrigin.UNKNOWN;
        try {
            origin = proxies.origin(request);
            return check(request, origin);
        } catch (RefusedException refused) {
            return refuse(refused.reason(), origin, OVERLOAD_PAUSE);
        } catch (RuntimeException | Error broken) {
            LOG.log(
                    Level.ERROR,
                    "guarding webhook " + name + " failed with "
                            + broken.getClass().getName());
            return WebhookAnswer.empty(FAILED);
        }
    }

    private WebhookAnswer check(WebhookRequest request, ClientOrigin origin) throws RefusedException {
        if (requireTls && !origin.secure()) {
            throw new RefusedException(Refusal.INSECURE);
        }
        if (origin.address() == null || !networks.contains(origin.address())) {
            throw new RefusedException(Refusal.NETWORK);
        }
        String challenge = request.method().equals("GET") ? verifier.challenge(request) : null;
        if (challenge != null) {
            return WebhookAnswer.text("text/plain; charset=utf-8", challenge);
        }
        if (!request.method().equals("POST")) {
            throw new RefusedException(Refusal.METHOD);
        }
        refuseUnverified(verifier.beforeBody(request, clock.instant()));
        MediaType type = MediaType.of(request);
        if (type == null || (type == MediaType.FORM && !takesForms)) {
            throw new RefusedException(Refusal.MEDIA_TYPE);
        }
        bodies.checkLength(request);
        byte[] body = read(request);
        refuseUnverified(verifier.verify(request, body, clock.instant()));
        if (!StrictUtf8.is(body)) {
            throw new RefusedException(Refusal.NOT_UTF8);
        }
        if (type == MediaType.JSON && !JsonSyntax.isObject(body, deepest)) {
            throw new RefusedException(Refusal.NOT_JSON);
        }
        return dispatch(new WebhookMessage(body, type == MediaType.JSON), origin);
    }

    private static void refuseUnverified(Verification verification) throws RefusedException {
        switch (verification) {
            case VERIFIED -> {}
            case MISSING -> throw new RefusedException(Refusal.NO_CREDENTIALS);
            case FORGED -> throw new RefusedException(Refusal.FORGED);
            case STALE -> throw new RefusedException(Refusal.STALE);
        }
    }

    private byte[] read(WebhookRequest request) throws RefusedException {
        if (!reading.tryAcquire()) {
            throw new RefusedException(Refusal.OVERLOADED);
        }
        try {
            return bodies.read(request);
        } finally {
            reading.release();
        }
    }

    private WebhookAnswer dispatch(WebhookMessage message, ClientOrigin origin) throws RefusedException {
        if (!handling.tryAcquire()) {
            throw new RefusedException(Refusal.OVERLOADED);
        }
        try {
            String id = repeated.id(message);
            return id == null ? answer(handler.handle(message), origin) : handleOnce(id, message, origin);
        } catch (RefusedException underWay) {
            throw underWay;
        } catch (NotAnUpdateException noUpdate) {
            throw new RefusedException(Refusal.NO_UPDATE);
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            tell(listener -> listener.handlerFailed(name, failure));
            return WebhookAnswer.empty(statusOfFailure);
        } finally {
            handling.release();
        }
    }

    /** What failed or was put off is forgotten, for the platform sends it again. */
    private WebhookAnswer handleOnce(String id, WebhookMessage message, ClientOrigin origin) throws Exception {
        switch (repeated.begin(id)) {
            case HANDLED -> {
                tell(listener -> listener.repeated(name));
                return WebhookAnswer.empty(OK);
            }
            // Not 200: should the first one fail, the platform has to send it again.
            case UNDER_WAY -> throw new RefusedException(Refusal.UNDER_WAY);
            case NEVER -> {}
        }
        boolean handled = false;
        try {
            WebhookReply reply = handler.handle(message);
            handled = !(reply instanceof WebhookReply.TryAgain);
            return answer(reply, origin);
        } finally {
            repeated.end(id, handled);
        }
    }

    private WebhookAnswer answer(WebhookReply reply, ClientOrigin origin) {
        if (reply instanceof WebhookReply.TryAgain again) {
            return refuse(Refusal.OVERLOADED, origin, again.pause());
        }
        tell(listener -> listener.handled(name));
        return reply instanceof WebhookReply.Json json
                ? WebhookAnswer.text("application/json", json.text())
                : WebhookAnswer.empty(OK);
    }

    private WebhookAnswer refuse(Refusal reason, ClientOrigin origin, Duration wait) {
        RefusedRequest refused = new RefusedRequest(clock.instant(), name, reason, IpNetwork.around(origin.address()));
        tell(listener -> listener.refused(refused));
        return switch (reason) {
            case METHOD -> WebhookAnswer.empty(reason.status(), "Allow", "POST");
            case OVERLOADED, UNDER_WAY -> WebhookAnswer.empty(reason.status(), "Retry-After", seconds(wait));
            default -> WebhookAnswer.empty(reason.status());
        };
    }

    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
    }

    private void tell(Consumer<WebhookListener> call) {
        for (WebhookListener listener : listeners) {
            try {
                call.accept(listener);
            } catch (RuntimeException | Error thrown) {
                LOG.log(
                        Level.ERROR,
                        "a listener of webhook " + name + " threw "
                                + thrown.getClass().getName());
            }
        }
    }

    /** The webhook's name. */
    @Override
    public String toString() {
        return "WebhookGuard[" + name + "]";
    }
}
