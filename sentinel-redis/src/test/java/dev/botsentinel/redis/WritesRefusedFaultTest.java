package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreRecovered;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A server that answers what only reads and refuses to write: one outage, which a write ends. */
class WritesRefusedFaultTest {

    /** The breaker lets a probe pass each second, so there are three chances to take a read for the end. */
    private static final long WATCHED_NANOS = TimeUnit.MILLISECONDS.toNanos(3300);

    private static final String[] FULL_MEMORY = {"--maxmemory-policy", "noeviction"};

    private Figures figures;

    @BeforeAll
    static void warmUp() throws Exception {
        Outage.warmUp();
    }

    /** Whether a read comes when the breaker lets one call through is chance; it does in most strikes. */
    private static final int MOST_STRIKES = 8;

    @BeforeEach
    void figures(TestInfo test) {
        figures = new Figures(test);
    }

    @Test
    void aServerWithoutMemoryIsOneOutageHoweverManyReadsSucceed() throws Exception {
        try (TestRedis server = TestRedis.start(FULL_MEMORY)) {
            survive(server, new ServerFaults(server).outOfMemory());
        }
    }

    @Test
    void aServerThatCannotSaveIsOneOutageHoweverManyReadsSucceed() throws Exception {
        try (TestRedis server = TestRedis.start(ServerFaults.unsaveableOptions())) {
            survive(server, new ServerFaults(server).unsaveable());
        }
    }

    @Test
    void withReadsAsProofTheSameIsOneOutageAfterTheOther() throws Exception {
        try (TestRedis server = TestRedis.start(FULL_MEMORY);
                GuardUnderFault guard =
                        new GuardUnderFault(server.uri(), Protection.READS_PROVE_ALL, UnaryOperator.identity());
                Outage outage = new Outage(guard)) {
            RedisFault fault = new ServerFaults(server).outOfMemory();
            int strikes = 0;
            do {
                outage.assertServed();
                Request repeated = seen(guard, strikes);
                fault.strike().run();
                strikes++;
                guard.awaitOutage();
                repeat(guard, repeated);
                if (!guard.isInOutage()) {
                    // A read has ended it. From here on there are writes alone, which fail.
                    guard.awaitOutage();
                }
                fault.heal().run();
                outage.assertRecovered(System.nanoTime(), Outage.RECOVERY);
            } while (guard.heard(StoreDegraded.class) == strikes && strikes < MOST_STRIKES);
            assertThat(guard.heard(StoreDegraded.class)).isGreaterThan(strikes);
        }
    }

    private void survive(TestRedis server, RedisFault fault) throws Exception {
        try (GuardUnderFault guard = new GuardUnderFault(server.uri());
                Outage outage = new Outage(guard)) {
            outage.assertServed();
            Request repeated = seen(guard, 0);
            fault.strike().run();
            outage.assertStoodInFor(fault);
            long hits = server.info("keyspace_hits");
            repeat(guard, repeated);
            assertThat(fault.happened().getAsBoolean()).isTrue();
            assertThat(server.info("keyspace_hits")).as("reads that succeeded").isGreaterThan(hits);
            assertThat(guard.heard(StoreDegraded.class)).isEqualTo(1);
            assertThat(guard.heard(StoreRecovered.class)).isZero();
            fault.heal().run();
            figures.outage(
                    fault.name() + ", while reads succeed", outage.assertRecovered(System.nanoTime(), Outage.RECOVERY));
            assertThat(guard.heard(StoreDegraded.class)).isEqualTo(1);
        }
    }

    /** An update that Redis has seen, so that each repetition is a duplicate, which writes nothing. */
    private static Request seen(GuardUnderFault guard, int number) {
        Request request = Request.builder("/say")
                .subject(guard.user("reader"))
                .content(Content.text("hello " + number))
                .build();
        assertThat(guard.decide(request).isAllowed()).isTrue();
        return request;
    }

    /** Far more often than the traffic that writes. */
    private static void repeat(GuardUnderFault guard, Request request) {
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < WATCHED_NANOS) {
            assertThat(guard.decide(request)).isNotNull();
        }
    }
}
