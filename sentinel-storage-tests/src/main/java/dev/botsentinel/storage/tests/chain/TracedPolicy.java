package dev.botsentinel.storage.tests.chain;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.Stale;
import dev.botsentinel.policy.Trusted;
import dev.botsentinel.policy.UpdateReplay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes up policies in which everything a policy can say is said somewhere. Not thread-safe. */
final class TracedPolicy {

    /** The subject that every policy blocks. */
    static final String BLOCKED = "666";

    /** The subject that every policy trusts. */
    static final String TRUSTED = "a:b";

    /** The role that every policy trusts. */
    static final String TRUSTED_ROLE = "helper";

    /** What is asked for, the open ones more often: every entry is met, and actions that none of them names. */
    static final List<String> ACTIONS =
            List.of("/pay", "/pay", "/payment", "/admin", "callback:a", "message", "message", "/invented", "/free");

    private static final List<String> ENTRIES =
            List.of("/pay", "/pay*", "/admin", "callback:a", "callback:a:b", "message", "message:text:one");
    private static final List<String> NAMES = List.of("money", "everyone");
    private static final List<Algorithm> ALGORITHMS = List.of(Algorithm.values());
    private static final List<Duration> SPANS = List.of(
            Duration.ofMillis(250),
            Duration.ofNanos(999_983_000),
            Duration.ofSeconds(3),
            Duration.ofSeconds(7),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10));

    private static final List<Scope> SCOPES = List.of(
            Scope.USER,
            Scope.USER,
            Scope.CHAT,
            Scope.MEMBER,
            Scope.MEMBER,
            Scope.TOPIC,
            Scope.SPACE,
            Scope.SPACE_MEMBER,
            Scope.GLOBAL);

    private static final List<Duration> AGES =
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1));

    private final SplittableRandom random;

    TracedPolicy(SplittableRandom random) {
        this.random = random;
    }

    /** A policy that has nothing to do with the one before. */
    PolicySet next() {
        List<RateLimit> named = NAMES.stream().map(name -> limit().named(name)).toList();
        PolicySet.Builder policy = PolicySet.builder()
                .role("user", Role.of("read", "pay"))
                .role("admin", new Role(Set.of("user"), Set.of("ban")))
                .role(TRUSTED_ROLE, new Role(Set.of("user"), Set.of()))
                .trusted(Trusted.subjects(TRUSTED).and(Trusted.roles(TRUSTED_ROLE)))
                .stale(random.nextInt(4) == 0 ? null : new Stale(oneOf(AGES)))
                .action("/free", Policy.noLimits())
                .global(
                        limit(),
                        roomy(Scope.USER),
                        roomy(Scope.CHAT),
                        roomy(Scope.TOPIC),
                        roomy(Scope.SPACE),
                        roomy(Scope.SPACE_MEMBER),
                        RateLimit.tokenBucket(60, Duration.ofSeconds(1), 90).scope(Scope.GLOBAL))
                .defaults(new Policy(List.of(limit()), debounce(), null, escalates()))
                .escalation(escalation())
                .updateReplay(random.nextInt(8) == 0 ? null : new UpdateReplay(span()))
                .blocked(BLOCKED);
        for (String entry : ENTRIES) {
            policy.action(entry, new Policy(limits(named), debounce(), requirement(), escalates()));
        }
        return policy.build();
    }

    private List<RateLimit> limits(List<RateLimit> named) {
        List<RateLimit> limits = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            limits.add(limit());
        }
        if (random.nextBoolean()) {
            limits.add(oneOf(named));
        }
        return limits;
    }

    private RateLimit limit() {
        Scope scope = oneOf(SCOPES);
        boolean shared = !scope.needsSubject();
        int permits = random.nextInt(60) == 0 ? 0 : 1 + random.nextInt(shared ? 12 : 5);
        RateLimit limit = of(oneOf(ALGORITHMS), permits, span(), 1 + random.nextInt(permits + 2));
        int cost = random.nextInt(4) == 0 ? 2 : 1;
        RateLimit priced = permits == 0 || cost <= limit.burst() ? limit.cost(cost) : limit;
        RateLimit held = random.nextInt(6) == 0 ? priced.holdsForTrusted() : priced;
        return mode() == Mode.SHADOW ? held.scope(scope).shadow() : held.scope(scope);
    }

    /** Refuses now and then: every scope that falls back has to be met, whatever the entries say. */
    private static RateLimit roomy(Scope scope) {
        return RateLimit.tokenBucket(20, Duration.ofSeconds(1), 30).scope(scope);
    }

    private static RateLimit of(Algorithm algorithm, int permits, Duration per, int burst) {
        return switch (algorithm) {
            case SLIDING_WINDOW -> RateLimit.slidingWindow(permits, per);
            case FIXED_WINDOW -> RateLimit.fixedWindow(permits, per);
            case TOKEN_BUCKET -> RateLimit.tokenBucket(permits, per, permits == 0 ? 0 : burst);
        };
    }

    private Debounce debounce() {
        if (random.nextInt(5) == 0) {
            return Debounce.OFF;
        }
        Debounce debounce = Debounce.window(span());
        return mode() == Mode.SHADOW ? debounce.shadow() : debounce;
    }

    private Requirement requirement() {
        Requirement requirement = switch (random.nextInt(10)) {
            case 0 -> Requirement.REGISTERED;
            case 1, 2 -> Requirement.role("admin");
            case 3 -> Requirement.permission("pay", "read").andStepUp(span());
            case 4 -> Requirement.NONE.andStepUp(span());
            case 5 -> Requirement.role("user", "admin").andRegistered().andStepUp(span());
            default -> Requirement.NONE;
        };
        return mode() == Mode.SHADOW ? requirement.shadow() : requirement;
    }

    private @Nullable Escalation escalation() {
        if (random.nextInt(12) == 0) {
            return null;
        }
        List<Duration> ladder = List.of(span(), span());
        Escalation escalation = Escalation.of(2, Duration.ofMinutes(1), ladder, span())
                .jitter(random.nextBoolean() ? 0 : random.nextInt(101));
        return mode() == Mode.SHADOW ? escalation.shadow() : escalation;
    }

    private @Nullable Boolean escalates() {
        return random.nextInt(4) == 0 ? (Boolean) random.nextBoolean() : null;
    }

    private Mode mode() {
        return random.nextInt(6) == 0 ? Mode.SHADOW : Mode.ENFORCE;
    }

    private Duration span() {
        return oneOf(SPANS);
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
