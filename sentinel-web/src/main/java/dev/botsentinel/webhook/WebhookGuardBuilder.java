package dev.botsentinel.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** Builds a {@link WebhookGuard}. Not thread-safe. */
public final class WebhookGuardBuilder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int MOST_BODY_BYTES = 64 << 20;
    private static final int MOST_REMEMBERED = 1_000_000;

    final RequestVerifier verifier;
    final SourceNetworks networks;
    final WebhookHandler handler;

    String name = "webhook";
    TrustedProxies proxies = TrustedProxies.none();
    boolean requireTls = true;
    boolean takesForms;
    boolean redeliverFailures;
    int longestBody = 1 << 20;
    int deepest = 64;
    Duration bodyTimeout = Duration.ofSeconds(10);
    int mostRead = 64;
    int mostHandled = 256;
    int rememberedMessages = 10_000;
    InstantSource clock = InstantSource.system();

    private final List<WebhookListener> more = new ArrayList<>();

    WebhookGuardBuilder(RequestVerifier verifier, SourceNetworks networks, WebhookHandler handler) {
        this.verifier = Objects.requireNonNull(verifier, "a webhook needs a verifier, such as TelegramSecretToken");
        this.networks = Objects.requireNonNull(
                networks, "a webhook needs its platform's networks; SourceNetworks.anywhere() for all");
        this.handler = Objects.requireNonNull(handler, "a webhook needs a handler");
    }

    /** The name in logs and metrics, up to 64 letters, digits, {@code _ . -}; {@code webhook} by default. */
    public WebhookGuardBuilder name(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a webhook's name has 1 to 64 letters, digits, '_', '.' or '-'");
        }
        this.name = name;
        return this;
    }

    /** Which proxies are believed; none by default. */
    public WebhookGuardBuilder proxies(TrustedProxies proxies) {
        this.proxies = proxies;
        return this;
    }

    /** Takes requests without TLS, for tests on one machine. Anybody on the way then reads the secret. */
    public WebhookGuardBuilder withoutTlsForTests() {
        this.requireTls = false;
        return this;
    }

    /** Takes forms beside JSON, as Slack sends commands and buttons. */
    public WebhookGuardBuilder takeForms() {
        this.takesForms = true;
        return this;
    }

    /**
     * Answers 500 when the handler throws, so that the platform sends the message again; with 200, the default, it doesn't. A
     * message that always fails then comes again and again, and on Telegram holds up those behind it.
     */
    public WebhookGuardBuilder redeliverFailures() {
        this.redeliverFailures = true;
        return this;
    }

    /** The longest body in bytes, from 1 to 64 MiB; 1 MiB by default. Updates have some kilobytes. */
    public WebhookGuardBuilder longestBody(int bytes) {
        this.longestBody = within(bytes, MOST_BODY_BYTES, "the longest body");
        return this;
    }

    /** How deep JSON may be nested, from 1 to 1,000; 64 by default. */
    public WebhookGuardBuilder deepestJson(int depth) {
        this.deepest = within(depth, 1000, "the deepest nesting");
        return this;
    }

    /** How long a body may take, up to an hour; 10 s by default. */
    public WebhookGuardBuilder bodyTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(
                    "the time for a body is " + timeout + "; it must be more than 0 and at most 1 h");
        }
        this.bodyTimeout = timeout;
        return this;
    }

    /** How many bodies are read at once, 64 by default, and how many handlers run at once, 256 by default; beyond that 429. */
    public WebhookGuardBuilder atOnce(int read, int handled) {
        this.mostRead = within(read, Integer.MAX_VALUE, "how many are read at once");
        this.mostHandled = within(handled, Integer.MAX_VALUE, "how many are handled at once");
        return this;
    }

    /**
     * How many handled messages are known again by their ids, 10,000 by default, up to a million; 0 for none. One that comes again is
     * answered 200 and not handled; one whose handling failed, or was put off, is let in again. Each takes about 110 bytes. Other
     * instances don't know them: for that there is {@code updateReplay} in the policy.
     */
    public WebhookGuardBuilder rememberMessages(int most) {
        if (most != 0) {
            within(most, MOST_REMEMBERED, "how many messages are remembered");
        }
        this.rememberedMessages = most;
        return this;
    }

    /** Adds a listener, beside the log. */
    public WebhookGuardBuilder listener(WebhookListener listener) {
        more.add(listener);
        return this;
    }

    /** Tells the time that signatures are compared with; the system's clock by default. */
    public WebhookGuardBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** The guard. */
    public WebhookGuard build() {
        return build(System::nanoTime);
    }

    WebhookGuard build(LongSupplier nanoTime) {
        return new WebhookGuard(this, nanoTime);
    }

    List<WebhookListener> listeners() {
        List<WebhookListener> listeners = new ArrayList<>(more);
        listeners.add(0, new RefusalLog(clock));
        return List.copyOf(listeners);
    }

    private static int within(int number, int most, String what) {
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(what + " is " + number + "; it must be between 1 and " + most);
        }
        return number;
    }
}
