package dev.botsentinel.policytest;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.TelegramUpdate;
import dev.botsentinel.testing.DecisionAssert;
import dev.botsentinel.testing.EventRecorder;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A guard over Telegram's updates with a policy to be tested: in memory, on a clock that the test turns. Everything is
 * decided on the calling thread. Not thread-safe.
 *
 * <pre>{@code
 * GuardUnderTest guard = new GuardUnderTest(policy, Map.of(), BotNames.UNKNOWN, start, new RuleCoverage(policy));
 * guard.check(SentUpdate.from(42).text("/pay 5")).isAllowed();
 * guard.time().advance(Duration.ofSeconds(3));
 * }</pre>
 */
public final class GuardUnderTest implements AutoCloseable {

    /** What the clock of a test shows at first, unless said: 2026-01-01T12:30:30Z, when no edge of an hour or day is near. */
    public static final Instant USUAL_START = Instant.parse("2026-01-01T12:30:30Z");

    /** A test is the same each time: every block has half of the policy's jitter. */
    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final int PRINCIPALS_KEPT = 10_000;

    private final ManualTime time;
    private final BotNames names;
    private final EventRecorder events = new EventRecorder();
    private final SentinelStore store;
    private final Sentinel<TelegramUpdate> sentinel;
    private long sent;

    /**
     * A guard whose state is empty.
     *
     * @param principals who is who, by subject id; others are anonymous
     * @param names what the bot is called
     * @param start what the clock shows at first
     * @param coverage told of every decision
     */
    public GuardUnderTest(
            PolicySet policy, Map<String, Principal> principals, BotNames names, Instant start, RuleCoverage coverage) {
        this.time = new ManualTime(start);
        this.names = names;
        this.store = MemoryStore.builder().time(time).build();
        this.sentinel = Sentinel.<TelegramUpdate>builder(TelegramUpdate::request)
                .policy(policy)
                .store(store)
                .resolver(PrincipalResolver.of(principals))
                .principalCache(FOR_EVER, PRINCIPALS_KEPT)
                .time(time)
                .random(MIDDLE)
                .executor(Runnable::run)
                .listener(events)
                .decisionListener(events)
                .decisionListener(coverage)
                .build();
    }

    /** Has the update arrive now, and starts the checks of what is decided. */
    public DecisionAssert check(SentUpdate update) {
        return DecisionAssert.assertThat(decide(update));
    }

    /** Has the update arrive now. */
    public Decision decide(SentUpdate update) {
        sent++;
        return decide(update.arriving(sent, time.instant(), names));
    }

    /** Has the update arrive now, whatever its date says. */
    public Decision decide(TelegramUpdate update) {
        return sentinel.check(update);
    }

    /** The clock. */
    public ManualTime time() {
        return time;
    }

    /** What happened so far. */
    public EventRecorder events() {
        return events;
    }

    /** The guard itself, for its administration. */
    public Sentinel<TelegramUpdate> sentinel() {
        return sentinel;
    }

    @Override
    public void close() {
        sentinel.close();
        store.close();
    }
}
