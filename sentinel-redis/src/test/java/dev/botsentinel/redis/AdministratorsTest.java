package dev.botsentinel.redis;

import static dev.botsentinel.redis.Instance.ASKING;
import static dev.botsentinel.redis.Instance.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.Sentinel;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.Blocked;
import dev.botsentinel.event.SecurityEvent.Unblocked;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.resilient.ResilientStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Administrators learn the truth of a Redis that is slow, loses answers, or is gone; and the events are those of the truth. */
class AdministratorsTest {

    private final TestRedis server = TestRedis.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final Wire wire = new Wire(server.host(), server.port());
    private final ResilientStore store = ResilientStore.builder(
                    RedisStore.builder(wire.uri())
                            .keyPrefix(prefix)
                            .fingerprintKey(RedisHarness.KEY)
                            .connectTimeout(Duration.ofSeconds(10))
                            .build(),
                    MemoryStore.create())
            .build();
    private final Instance other = Instance.at(server.uri(), prefix);
    private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
    private final Sentinel<Request> guard = Sentinel.builder((Request request) -> request)
            .store(store)
            .listener(events::add)
            .build();

    @AfterEach
    void close() throws Exception {
        wire.noMoreTrouble();
        guard.close();
        store.close();
        await(other.store.admin().unblock(Instance.SUBJECT));
        other.close();
        wire.close();
    }

    private boolean isBlocked() throws Exception {
        return await(ASKING.on(other.remote)) instanceof Verdict.Blocked;
    }

    /** Decisions have 50 ms, so all of them are local. */
    @Test
    void aBlockThroughASlowRedisIsMadeAndTold() throws Exception {
        wire.trouble(WireFault.latency(Duration.ofMillis(150)));
        assertThat(await(guard.blocklist().block("42", "anna", "spam")).reason())
                .isEqualTo("spam");
        assertThat(isBlocked()).isTrue();
        assertThat(await(guard.blocklist().unblock("42", "anna", "a mistake"))).isPresent();
        assertThat(isBlocked()).isFalse();
        Await.that("the events", () -> events.stream().anyMatch(Unblocked.class::isInstance));
        assertThat(events).filteredOn(Blocked.class::isInstance).hasSize(1);
    }

    @Test
    void aChangeWhoseAnswerIsLostIsMadeOnceMoreAndToldOnce() throws Exception {
        wire.cutAtNextReply();
        assertThat(await(guard.blocklist().block("42", "anna", "spam")).actor()).isEqualTo("anna");
        assertThat(isBlocked()).isTrue();
        wire.cutAtNextReply();
        assertThat(await(guard.blocklist().unblock("42", "anna", "a mistake"))).isPresent();
        assertThat(isBlocked()).isFalse();
        assertThat(events).filteredOn(Blocked.class::isInstance).hasSize(1);
        assertThat(events).filteredOn(Unblocked.class::isInstance).hasSize(1);
    }

    @Test
    void whatDidNotReachRedisIsRefused() throws Exception {
        wire.turnAway();
        wire.cut();
        assertThatThrownBy(() -> await(guard.blocklist().block("42", "anna", "spam")))
                .hasCauseInstanceOf(NothingDoneException.class);
        assertThat(isBlocked()).isFalse();
        assertThat(events).noneMatch(Blocked.class::isInstance);
    }
}
