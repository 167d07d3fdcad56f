package dev.botsentinel.cli;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.telegram.TelegramUpdate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The guard of a replay: a policy before a storage of its own. A failure ends the command. Not thread-safe. */
final class ReplayGuard {

    /** Principals are a file in memory already: what the guard keeps beside that stays within some 10 MB. */
    private static final int PRINCIPALS_KEPT = 50_000;

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** A replay is the same each time: every block has half of the jitter. */
    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    private final Sentinel<TelegramUpdate> sentinel;
    private @Nullable Throwable failure;

    ReplayGuard(PolicySet policy, Map<String, Principal> principals, InstantSource clock, SentinelStore store) {
        this.sentinel = Sentinel.<TelegramUpdate>builder(TelegramUpdate::request)
                .policy(policy)
                .store(store)
                .resolver(PrincipalResolver.of(principals))
                .principalCache(FOR_EVER, PRINCIPALS_KEPT)
                .time(clock)
                .random(MIDDLE)
                .listener(this::noteFailure)
                .build();
    }

    /** @throws CommandFailure if the guard or its storage fails */
    Decision decide(long n, TelegramUpdate update) {
        Decision decision = sentinel.check(update);
        if (failure != null) {
            throw CommandFailure.unexpected("line " + n + ": the guard failed: " + failure, failure);
        }
        return decision;
    }

    /** A guard in production goes on without its storage; a replay that did would tell what isn't so. */
    private void noteFailure(SecurityEvent event) {
        if (event instanceof SecurityEvent.StoreFailed failed) {
            failure = failed.cause();
        } else if (event instanceof SecurityEvent.GuardFailed failed) {
            failure = failed.cause();
        } else if (event instanceof SecurityEvent.ResolverFailed failed) {
            failure = failed.cause();
        }
    }
}
