package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store = MemoryStore.builder().time(time).build();

    @Test
    void whoIsOnlyAskedAboutGetsNoEntry() {
        RateLimit limit = RateLimit.perMinute(1);
        RateLimit never = RateLimit.perMinute(0);
        RateLimit chat = RateLimit.perMinute(1).scope(Scope.CHAT);
        Ask.verdict(store, Ask.plan("1", "chat"));
        Ask.verdict(store, Ask.probe(Ask.plan("2", "chat", limit, chat)));
        Ask.verdict(store, Ask.plan("3", "chat", never));
        Ask.verdict(store, Ask.plan("4", "chat", limit, never.scope(Scope.CHAT)));
        Ask.verdict(store, Ask.plan("5", "chat", never.shadow()));
        Ask.now(store.admin().blockOf(Subject.of(6)));
        Ask.now(store.admin().unblock(Subject.of(7)));
        assertThat(store.stats().entries()).isZero();
    }

    @Test
    void whoIsRefusedByAFullChatGetsNoEntry() {
        RateLimit chat = RateLimit.perMinute(1).scope(Scope.CHAT);
        RateLimit user = RateLimit.perMinute(1);
        assertThat(Ask.admits(store, Ask.plan("1", "chat", user, chat))).isTrue();
        for (int i = 2; i < 100; i++) {
            assertThat(Ask.admits(store, Ask.plan(Integer.toString(i), "chat", user, chat)))
                    .isFalse();
        }
        assertThat(store.stats().entries()).isEqualTo(2);
    }

    @Test
    void aViolationOfAnUnknownSubjectIsCounted() {
        Escalation escalation =
                Escalation.of(2, Duration.ofMinutes(1), List.of(Duration.ofMinutes(5)), Duration.ofHours(1));
        BoundPlan offence =
                Ask.plan("42", "chat", escalation, RateLimit.perMinute(0).scope(Scope.MEMBER));
        assertThat(Ask.verdict(store, offence)).isInstanceOf(Verdict.RateLimited.class);
        assertThat(((Verdict.RateLimited) Ask.verdict(store, offence)).blockedUntilMicros())
                .isPositive();
        assertThat(Ask.verdict(store, offence)).isInstanceOf(Verdict.Blocked.class);
    }

    @Test
    void idleOwnersAreSweptAwayByOtherTraffic() {
        for (int i = 0; i < 500; i++) {
            Ask.admits(store, Ask.plan("idle" + i, "chat", RateLimit.perSecond(1)));
        }
        assertThat(store.stats().entries()).isEqualTo(500);
        time.advance(Duration.ofSeconds(62));
        for (int i = 0; i < 500; i++) {
            Ask.admits(store, Ask.plan("busy", "chat", RateLimit.perSecond(1)));
            time.advance(Duration.ofMillis(10));
        }
        assertThat(store.stats().entries()).isEqualTo(1);
    }

    @Test
    void aClockSetBackByLessThanAMinuteForgivesNothing() {
        BoundPlan plan = Ask.plan("42", "chat", RateLimit.slidingWindow(1, Duration.ofSeconds(10)));
        assertThat(Ask.admits(store, plan)).isTrue();
        time.advance(Duration.ofSeconds(69));
        store.cells().cleanUp();
        time.advance(Duration.ofMinutes(-1));
        assertThat(Ask.admits(store, plan)).isFalse();
    }

    @Test
    void aPlanOfMoreOwnersThanThereIsRoomForIsDecided() {
        MemoryStore tiny = MemoryStore.builder()
                .time(time)
                .maximumEntries(1)
                .protectedEntries(0)
                .build();
        RateLimit limit = RateLimit.perMinute(1);
        for (int i = 0; i < 100; i++) {
            String id = Integer.toString(i);
            RateLimit[] all = {limit, limit.scope(Scope.CHAT), limit.scope(Scope.MEMBER)};
            assertThat(Ask.admits(tiny, Ask.plan(id, id, all))).isTrue();
        }
        tiny.cells().cleanUp();
        assertThat(tiny.stats().entries()).isLessThanOrEqualTo(1);
    }

    @Test
    void failsAfterClose() {
        store.close();
        store.close();
        assertThat(Ask.failure(Ask.plan("42", "chat").on(store))).isInstanceOf(StoreException.class);
        assertThat(Ask.failure(store.admin().blockOf(Subject.of(42)))).isInstanceOf(StoreException.class);
        assertThat(Ask.failure(store.admin().blocks(null, 10))).isInstanceOf(StoreException.class);
        assertThat(store.stats().entries()).isZero();
    }

    @Test
    void whateverGoesWrongFailsTheStage() {
        AtomicBoolean broken = new AtomicBoolean();
        MemoryStore fragile = MemoryStore.builder()
                .time(() -> {
                    if (broken.get()) {
                        throw new IllegalStateException("no time");
                    }
                    return time.instant();
                })
                .build();
        broken.set(true);
        assertThat(Ask.failure(Ask.plan("42", "chat").on(fragile)))
                .isInstanceOf(StoreException.class)
                .hasRootCauseMessage("no time");
    }

    @Test
    void keepsTheFingerprintKeyItIsGivenAndElseMakesOne() {
        FingerprintKey key = FingerprintKey.random();
        assertThat(MemoryStore.builder().fingerprintKey(key).build().fingerprintKey())
                .isSameAs(key);
        FingerprintKey made = store.fingerprintKey();
        assertThat(made).isSameAs(store.fingerprintKey());
        assertThat(made.k0()).isNotEqualTo(MemoryStore.create().fingerprintKey().k0());
    }

    @Test
    void refusesImpossibleBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryStore.builder().maximumEntries(0))
                .withMessageContaining("maximumEntries is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryStore.builder().protectedEntries(-1))
                .withMessageContaining("protectedEntries is -1");
    }
}
