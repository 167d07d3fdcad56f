package dev.botsentinel.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ServerClockTest {

    private static final long MILLI = 1_000_000;
    private static final long SERVER_MICROS = 1_767_225_600_000_000L;

    @Property
    void isNeverAheadOfTheServerAndNeverFurtherBehindThanTheQuickestReply(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(min = 0, max = 900_000) Long> waysBackNanos) {
        ServerClock clock = new ServerClock(0, SERVER_MICROS - 10_000);
        long quickest = 10_000_000;
        long nanos = 0;
        for (long back : waysBackNanos) {
            nanos += MILLI;
            clock.learn(nanos - MILLI / 2, nanos + back, serverAt(nanos));
            quickest = Math.min(quickest, back);
            long behind = serverAt(nanos + back) - clock.microsAt(nanos + back);
            assertThat(behind).isBetween(0L, quickest / 1000 + 1);
        }
    }

    @Test
    void aServerClockSetForwardIsLearntFromOneReply() {
        ServerClock clock = new ServerClock(0, SERVER_MICROS);
        clock.learn(MILLI, 2 * MILLI, serverAt(MILLI) + 3_600_000_000L);
        assertThat(clock.microsAt(2 * MILLI)).isEqualTo(serverAt(MILLI) + 3_600_000_000L);
    }

    @Test
    void aServerClockSetBackIsLearntFromOneReply() {
        ServerClock clock = new ServerClock(0, SERVER_MICROS);
        clock.learn(MILLI, 2 * MILLI, serverAt(MILLI) - 3_600_000_000L);
        assertThat(clock.microsAt(2 * MILLI)).isEqualTo(serverAt(MILLI) - 3_600_000_000L);
    }

    @Test
    void aBoundIsForgottenAfterTwoSeconds() {
        ServerClock clock = new ServerClock(0, SERVER_MICROS);
        for (int seconds = 1; seconds <= 3; seconds++) {
            long nanos = seconds * 1000L * MILLI;
            clock.learn(nanos - 20 * MILLI, nanos + 10 * MILLI, serverAt(nanos));
        }
        long nanos = 3010 * MILLI;
        assertThat(serverAt(nanos) - clock.microsAt(nanos)).isEqualTo(10_000);
    }

    private static long serverAt(long nanos) {
        return SERVER_MICROS + nanos / 1000;
    }
}
