package dev.botsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.engine.GuardLogs;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.event.LastFailure;
import dev.botsentinel.event.QueueHealth;
import dev.botsentinel.log.LoggedLines;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.Responder;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.IdHash;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.StoreHealth.BreakerState;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A guard that denies says why in the log at once, whatever listeners it has; and {@link Sentinel#health} says how it fares. */
@Timeout(30)
class NeverSilentTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Request REQUEST = Request.builder("/pay")
            .subject("4711")
            .content(Content.text("my secret"))
            .build();
    private static final PolicySet STRICT = PolicySet.builder()
            .action("/pay", Policy.limits(RateLimit.perMinute(1).named("pay")))
            .action("/admin", Policy.EMPTY.requires(Requirement.REGISTERED))
            .build();

    private final LoggedLines lines = new LoggedLines();
    private final LoggedLines life = new LoggedLines();
    private final ManualTime time = new ManualTime(START);
    private final ReferenceStore store = new ReferenceStore(time);

    private SentinelBuilder<Request> builder() {
        SentinelBuilder<Request> builder = Sentinel.<Request>builder(request -> request)
                .policy(STRICT)
                .store(store)
                .time(time)
                .resolver(PrincipalResolver.of(Map.of()));
        builder.log = GuardLogs.to(lines);
        builder.logger = life;
        return builder;
    }

    @Test
    void aMapperThatFailsIsLoggedAtOnceWithTheMissingClass() {
        Sentinel<Request> guard = logging(Sentinel.builder(update -> {
            throw new NoClassDefFoundError("com/fasterxml/jackson/annotation/JsonSerializeAs");
        }));
        for (int i = 0; i < 1000; i++) {
            assertThat(guard.check(REQUEST).isAllowed()).isFalse();
        }
        assertThat(lines.take())
                .containsExactly("WARN The guard could not decide, and denies: the mapper or an interceptor failed:"
                        + " java.lang.NoClassDefFoundError: no class com.fasterxml.jackson.annotation.JsonSerializeAs;"
                        + " a library on the class path is missing, or of a version that doesn't fit");
        lines.passMinute();
        assertThat(lines.take()).singleElement().asString().contains("999 more");
    }

    private Sentinel<Request> logging(SentinelBuilder<Request> builder) {
        builder.log = GuardLogs.to(lines);
        return builder.store(store).time(time).build();
    }

    @Test
    void aStorageThatFailsIsLogged() {
        Sentinel<Request> guard = builder()
                .store(new ForwardingStore(store) {
                    @Override
                    public PreparedPlan prepare(dev.botsentinel.plan.Plan plan) {
                        return facts -> {
                            throw new StoreException("no connection");
                        };
                    }
                })
                .build();
        assertThat(guard.check(REQUEST).isAllowed()).isFalse();
        assertThat(lines.take())
                .contains("WARN A call of the storage failed: dev.botsentinel.store.StoreException: no connection");
        assertThat(guard.health().lastFailure())
                .isEqualTo(new LastFailure(START, "store_failed", "dev.botsentinel.store.StoreException"));
    }

    @Test
    void aResolverAResponderAndAListenerThatFailAreLogged() throws InterruptedException {
        Sentinel<Request> guard = builder()
                .resolver(request -> CompletableFuture.failedFuture(new IllegalStateException("no database")))
                .listener(event -> {
                    throw new IllegalStateException("listener");
                })
                .onDenied(Responder.blocking(denied -> {
                    throw new IllegalStateException("no API");
                }))
                .build();
        guard.guard(update -> {})
                .accept(Request.builder("/admin").subject("4711").build());
        while (guard.responses().failed() == 0) {
            Thread.onSpinWait();
        }
        guard.close();
        assertThat(lines.take())
                .anyMatch(line -> line.startsWith("WARN The resolver failed:") && line.endsWith("no database"))
                .anyMatch(line -> line.startsWith("WARN A responder failed:") && line.endsWith("no API"))
                .anyMatch(line -> line.startsWith("WARN A callback failed") && line.endsWith("listener"));
    }

    @Test
    void denialsAreOneSummaryAMinuteByReasonAndRule() {
        Sentinel<Request> guard = builder().build();
        for (int i = 0; i < 100; i++) {
            guard.check(REQUEST);
        }
        guard.check(Request.builder("/admin").subject("4711").build());
        assertThat(lines.take()).as("the first minute isn't over").isEmpty();
        lines.passMinute();
        assertThat(lines.take())
                .containsExactly("WARN In the last minute: updates denied: 99 rate_limited by pay,"
                        + " 1 unregistered by requires");
        lines.passMinute();
        assertThat(lines.take()).as("nothing happened").isEmpty();
        guard.check(REQUEST);
        guard.close();
        assertThat(lines.take()).containsExactly("WARN In the last minute: updates denied: 1 rate_limited by pay");
    }

    @Test
    void anAllowedDecisionIsNotLoggedAndStartsNoTimer() {
        Sentinel<Request> guard = builder().build();
        assertThat(guard.check(REQUEST).isAllowed()).isTrue();
        lines.passMinute();
        assertThat(lines.take()).isEmpty();
    }

    @Test
    void aClosedGuardSaysWhyItDenies() {
        Sentinel<Request> guard = builder().build();
        Consumer<Request> handler = guard.guard(update -> {});
        guard.close();
        lines.take();
        for (int i = 0; i < 100; i++) {
            guard.check(REQUEST);
            handler.accept(REQUEST);
        }
        assertThat(lines.take())
                .containsExactly(
                        "WARN The guard is closed and denies every update; stop what feeds it, or build another");
        assertThat(guard.health().isUp()).isFalse();
    }

    @Test
    void startsReloadsAndEndsNameThePolicy() {
        Sentinel<Request> guard = builder().build();
        PolicySet next = PolicyFile.parse("policy.yml", "version: 1\nblocked: ['666']");
        guard.policy(next);
        guard.close();
        guard.close();
        assertThat(life.take())
                .containsExactly(
                        "INFO The guard starts; policy code (" + STRICT.fingerprint()
                                + ", 2 actions, 1 limits), storage ReferenceStore",
                        "INFO The policy changes to policy.yml (" + next.fingerprint()
                                + ", 0 actions, 0 limits), from code (" + STRICT.fingerprint()
                                + ", 2 actions, 1 limits)",
                        "INFO The guard ends; policy policy.yml (" + next.fingerprint() + ", 0 actions, 0 limits)");
    }

    @Test
    void healthSaysHowTheGuardFares() {
        EventQueue audit = EventQueue.to(new Audit(), 7, Duration.ZERO);
        Sentinel<Request> guard = builder().listener(audit).build();
        Runnable end = guard.watchQueue(() -> new QueueHealth("updates", 1, 2, 3));
        GuardHealth health = guard.health();
        assertThat(health.isUp()).isTrue();
        assertThat(health.store().storage()).isEqualTo("ReferenceStore");
        assertThat(health.store().breaker()).isEqualTo(BreakerState.NONE);
        assertThat(health.policy()).isEqualTo(STRICT.fingerprint());
        assertThat(health.policyOrigin()).isEqualTo("code");
        assertThat(health.lastFailure()).isNull();
        assertThat(health.queues())
                .containsExactly(
                        new QueueHealth("responses", 0, 1024, 0),
                        new QueueHealth("events: Audit", 0, 7, 0),
                        new QueueHealth("updates", 1, 2, 3));
        end.run();
        assertThat(guard.health().queues()).hasSize(2);
        audit.close();
    }

    private static final class Audit implements dev.botsentinel.event.SecurityListener {

        @Override
        public void on(dev.botsentinel.event.SecurityEvent event) {}
    }

    @Test
    void eachDenialIsALineAtDebugWithTheSubjectsHash() {
        SentinelBuilder<Request> builder = builder();
        LoggedLines each = new LoggedLines();
        builder.log = GuardLogs.to(lines, each);
        Sentinel<Request> guard = builder.build();
        guard.check(REQUEST);
        Denied denied = (Denied) guard.check(REQUEST);
        assertThat(each.take())
                .containsExactly("DEBUG '/pay' of " + new IdHash(GuardLogs.KEY).of("4711") + ": " + denied.explain());
    }

    @Test
    void nothingThatWasSentAndNoIdIsLogged() {
        SentinelBuilder<Request> builder = builder();
        LoggedLines each = new LoggedLines();
        builder.log = GuardLogs.to(lines, each);
        Sentinel<Request> guard = builder.build();
        guard.check(REQUEST);
        guard.check(REQUEST);
        guard.close();
        assertThat(List.of(
                        lines.take().toString(),
                        each.take().toString(),
                        guard.health().toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain("secret").doesNotContain("4711"));
    }
}
