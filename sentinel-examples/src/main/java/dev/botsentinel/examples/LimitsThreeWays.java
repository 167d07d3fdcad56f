package dev.botsentinel.examples;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.annotation.AnnotatedPolicies;
import dev.botsentinel.policy.annotation.Debounced;
import dev.botsentinel.policy.annotation.Guarded;
import dev.botsentinel.policy.annotation.Limit;
import dev.botsentinel.policy.annotation.NoDebounce;
import dev.botsentinel.policy.annotation.NoLimits;
import dev.botsentinel.policy.annotation.Requires;
import dev.botsentinel.policy.annotation.Use;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One bot's limits per command, said three ways: by annotations on its handlers, by the builder and by a file. Prints
 * that the three are the same policy, and what it decides.
 */
public final class LimitsThreeWays {

    /** What somebody sent, where and what: the bot's own type. */
    record Message(String user, String chat, String command, String text) {}

    /** The bot's handlers, each with what applies to its command. */
    static final class Shop {

        @Guarded("/start")
        @NoLimits
        @NoDebounce
        String start(Message message) {
            return "Welcome, " + message.user();
        }

        @Guarded("/transfer")
        @Use("money")
        String transfer(Message message) {
            return "Sent " + message.text();
        }

        @Guarded("/refund")
        @Use("money")
        @Requires(roles = "admin", stepUp = "5m")
        String refund(Message message) {
            return "Refunded " + message.text();
        }

        @Guarded("callback:buy")
        @Limit(permits = 1, per = "1s")
        @Limit(permits = 20, per = "1m", algorithm = Algorithm.TOKEN_BUCKET, burst = 30, scope = Scope.MEMBER)
        @Debounced(value = "500ms", mode = Mode.SHADOW)
        String buy(Message message) {
            return "Bought " + message.text();
        }

        @Guarded("/search")
        @Limit(permits = 5, per = "10s", scope = Scope.CHAT, cost = 2, mode = Mode.SHADOW)
        String search(Message message) {
            return "Found " + message.text();
        }
    }

    /** What is no single command's: annotations leave it to the builder. */
    private static PolicySet.Builder common() {
        return PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(10)).debounce(Duration.ofSeconds(2)))
                .policy(
                        "money",
                        Policy.limits(RateLimit.slidingWindow(3, Duration.ofSeconds(30))
                                        .named("money"))
                                .noDebounce()
                                .requires(Requirement.REGISTERED.andPermission("payments:write")))
                .role("user", Role.of("payments:write"))
                .role("admin", new Role(Set.of("user"), Set.of()));
    }

    static PolicySet annotated() {
        return common().with(AnnotatedPolicies.of(Shop.class)).build();
    }

    static PolicySet built() {
        return common().action("/start", Policy.noLimits().noDebounce())
                .action("/transfer", "money")
                .action(
                        "/refund",
                        "money",
                        Policy.EMPTY.requires(Requirement.role("admin").andStepUp(Duration.ofMinutes(5))))
                .action(
                        "callback:buy",
                        Policy.limits(
                                        RateLimit.perSecond(1),
                                        RateLimit.tokenBucket(20, Duration.ofMinutes(1), 30)
                                                .scope(Scope.MEMBER))
                                .debounce(
                                        Debounce.window(Duration.ofMillis(500)).shadow()))
                .action(
                        "/search",
                        Policy.limits(RateLimit.slidingWindow(5, Duration.ofSeconds(10))
                                .scope(Scope.CHAT)
                                .cost(2)
                                .shadow()))
                .build();
    }

    static PolicySet fromFile() throws IOException {
        try (InputStream yaml = LimitsThreeWays.class.getResourceAsStream("/limits/policy.yml")) {
            return PolicyFile.parse("limits/policy.yml", Objects.requireNonNull(yaml, "limits/policy.yml"));
        }
    }

    private final PrintStream out;

    /** The demonstration's time; a live bot leaves the clock to the guard. */
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    LimitsThreeWays(PrintStream out) {
        this.out = out;
    }

    /** Runs the demonstration; takes no arguments. */
    public static void main(String[] args) throws IOException {
        new LimitsThreeWays(new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
    }

    void run() throws IOException {
        PolicySet policy = annotated();
        out.println("annotations = builder: " + policy.equals(built()));
        out.println("annotations = file:    " + policy.equals(fromFile()));
        InstantSource clock = () -> now;
        try (MemoryStore store = MemoryStore.builder().time(clock).build();
                Sentinel<Message> sentinel = Sentinel.builder(LimitsThreeWays::request)
                        .policy(policy)
                        .store(store)
                        .resolver(PrincipalResolver.of(Map.of("ann", new Principal(true, Set.of("user"), null))))
                        .time(clock)
                        .build()) {
            for (int i = 1; i <= 4; i++) {
                show(sentinel, new Message("ann", "shop", "/transfer", i + " €"));
            }
            show(sentinel, new Message("ann", "shop", "/refund", "1 €"));
            show(sentinel, new Message("bob", "shop", "/transfer", "1 €"));
            show(sentinel, new Message("bob", "shop", "/start", ""));
            show(sentinel, new Message("bob", "shop", "callback:buy", "tea"));
            show(sentinel, new Message("bob", "shop", "callback:buy", "cups"));
            show(sentinel, new Message("bob", "shop", "/help", "me"));
            show(sentinel, new Message("bob", "shop", "/help", "me"));
            for (String word : List.of("tea", "pots", "cups")) {
                show(sentinel, new Message("bob", "shop", "/search", word));
            }
            now = now.plusSeconds(30);
            show(sentinel, new Message("ann", "shop", "/transfer", "5 €"));
        }
    }

    private void show(Sentinel<Message> sentinel, Message message) {
        out.printf(
                "%tT  %-4s %-13s %-5s %s%n",
                now.atZone(ZoneOffset.UTC),
                message.user(),
                message.command(),
                message.text(),
                sentinel.check(message).explain());
    }

    private static Request request(Message message) {
        return Request.builder(message.command())
                .subject(message.user())
                .chat(message.chat())
                .content(Content.of("text", message.text()))
                .build();
    }
}
