package dev.botsentinel.cli;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The guard of a replay: a policy before a storage of its own. A failure ends the command. Not thread-safe. */
final class ReplayGuard {

    /** Principals are a file in memory already: what the guard keeps beside that stays within some 10 MB. */
    private static final int PRINCIPALS_KEPT = 50_000;

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** A replay is the same each time: every block has half of the jitter. */
    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    private final Sentinel<Request> sentinel;
    private @Nullable Throwable failure;

    ReplayGuard(PolicySet policy, PrincipalResolver principals, InstantSource clock, SentinelStore store) {
        this.sentinel = Sentinel.<Request>builder(request -> request)
                .policy(policy)
                .store(store)
                .resolver(principals)
                .principalCache(FOR_EVER, PRINCIPALS_KEPT)
                .time(clock)
                .random(MIDDLE)
                .listener(this::noteFailure)
                .build();
    }

    /** @throws CommandFailure if the guard or its storage fails */
    Decision decide(long n, Request request) {
        Decision decision = sentinel.checkRequest(request);
        if (failure != null) {
            throw CommandFailure.unexpected("line " + n + ": the guard failed: " + failure, failure);
        }
        return decision;
    }

    /** Has the subject's principal resolved anew. */
    void forget(String subjectId) {
        sentinel.forget(subjectId);
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
