package dev.botsentinel.redis;

import static dev.botsentinel.redis.Instance.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.Responder;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two guards share a Redis: commands to one reach the other. */
class TwoGuardsTest {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Request ASK =
            Request.builder("/ask").subject("42").chat("-100").build();
    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.perMinute(1000)).requires(Requirement.REGISTERED))
            .build();

    private final TestRedis server = TestRedis.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final Instance here = Instance.at(server.uri(), prefix);
    private final Instance there = Instance.at(server.uri(), prefix);
    private final Map<String, Principal> database = new ConcurrentHashMap<>();
    private final PrincipalResolver resolver = PrincipalResolver.immediate(
            request -> database.getOrDefault(request.subject().id(), Principal.ANONYMOUS));

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void aPrincipalIsForgottenOnAllInstances() {
        try (Sentinel<Request> one = guard(here, resolver);
                Sentinel<Request> other = guard(there, resolver)) {
            database.put("42", Principal.REGISTERED);
            assertThat(other.check(ASK)).isInstanceOf(Decision.Allowed.class);
            database.remove("42");
            assertThat(other.check(ASK)).isInstanceOf(Decision.Allowed.class);
            one.forget("42");
            Await.that("the other one to ask again", () -> isUnregistered(other.check(ASK)));
        }
    }

    @Test
    void aRegistrationIsKnownToAllInstances() throws Exception {
        try (Sentinel<Request> one = guard(here, PrincipalResolver.of(here.remote.users()));
                Sentinel<Request> other = guard(there, PrincipalResolver.of(there.remote.users()))) {
            assertThat(isUnregistered(other.check(ASK))).isTrue();
            await(one.registrations(here.remote.users()).register("42", Set.of(), "anna"));
            Await.value("a registration", SOON, () -> allowed(other));
            await(one.registrations(here.remote.users()).unregister("42", "anna"));
            Await.that("the end of it", () -> isUnregistered(other.check(ASK)));
        }
    }

    @Test
    void aGuardThatMayHaveMissedNewsResolvesAllPrincipalsAgain() {
        try (Sentinel<Request> guard = guard(here, resolver)) {
            database.put("42", Principal.REGISTERED);
            assertThat(guard.check(ASK)).isInstanceOf(Decision.Allowed.class);
            database.remove("42");
            server.admin().sync().clientKill(KillArgs.Builder.typePubsub());
            Await.that("the guard to ask again", () -> isUnregistered(guard.check(ASK)));
        }
    }

    @Test
    void oneDenialIsExplainedOnceAcrossInstances() {
        Queue<String> explained = new ConcurrentLinkedQueue<>();
        try (Sentinel<Request> one = explaining(here, "one", explained);
                Sentinel<Request> other = explaining(there, "other", explained)) {
            one.guard(update -> {}).accept(ASK);
            Await.that("an explanation", () -> one.responses().sent() == 1);
            other.guard(update -> {}).accept(ASK);
            Await.that("an acknowledgement", () -> other.responses().silent() == 1);
            assertThat(explained).containsExactly("one");
            assertThat(other.check(ASK)).isInstanceOf(Decision.Denied.class);
        }
    }

    private Sentinel<Request> explaining(Instance instance, String name, Queue<String> explained) {
        return Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(instance.store)
                .resolver(resolver)
                .onDenied(Responder.blocking(denied -> explained.add(name)), denied -> Responder.nothing())
                .build();
    }

    @Test
    void aGuardThatIsClosedHearsNothingMore() throws Exception {
        guard(here, resolver).close();
        await(here.remote.peerNews().tellForget("42"));
        Await.value("the news", SOON, () -> here.heardOf("forget 42"));
    }

    private static boolean allowed(Sentinel<Request> guard) {
        Decision decision = guard.check(ASK);
        if (decision instanceof Decision.Allowed) {
            return true;
        }
        throw new IllegalStateException(decision.toString());
    }

    private static boolean isUnregistered(Decision decision) {
        return decision instanceof Decision.Denied denied && denied.reason() == Reason.UNREGISTERED;
    }

    private static Sentinel<Request> guard(Instance instance, PrincipalResolver resolver) {
        return Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(instance.store)
                .resolver(resolver)
                .build();
    }
}
