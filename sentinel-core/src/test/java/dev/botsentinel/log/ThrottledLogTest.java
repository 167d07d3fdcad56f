package dev.botsentinel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The first time at once, then a line a minute, however much happens. */
class ThrottledLogTest {

    private final LoggedLines lines = new LoggedLines();
    private final ThrottledLog log = lines.log();

    @Test
    void theFirstIsLoggedAtOnceAndTheRestInASummaryAMinute() {
        for (int i = 1; i <= 1000; i++) {
            log.warn("It failed", new IllegalStateException("no. " + i));
        }
        assertThat(lines.take()).containsExactly("WARN It failed: java.lang.IllegalStateException: no. 1");
        lines.passMinute();
        assertThat(lines.take())
                .containsExactly("WARN In the last minute: It failed, 999 more, the latest:"
                        + " java.lang.IllegalStateException: no. 1000");
        log.warn("It failed", new IllegalStateException("again"));
        assertThat(lines.take()).as("the minute after").isEmpty();
        lines.passMinute();
        assertThat(lines.take()).singleElement().asString().contains("1 more");
    }

    @Test
    void afterAQuietMinuteTheNextIsAFirstOneAgainAndNoTimerRuns() {
        log.warn("It failed", "");
        lines.passMinute();
        lines.passMinute();
        assertThat(lines.timers()).isZero();
        assertThat(lines.take()).containsExactly("WARN It failed");
        log.warn("It failed", "");
        assertThat(lines.take()).containsExactly("WARN It failed");
    }

    @Test
    void oneCauseHidesNoOther() {
        log.warn("It failed", new IllegalStateException());
        log.warn("It failed", new IllegalArgumentException());
        log.warn("Something else failed", new IllegalStateException());
        assertThat(lines.take()).hasSize(3);
        assertThat(lines.timers()).as("one for all").isOne();
    }

    @Test
    void whatIsNoTroubleGoesTheSameWayAtInfo() {
        for (int i = 1; i <= 3; i++) {
            log.info("Connected", "no. " + i);
        }
        assertThat(lines.take()).containsExactly("INFO Connected: no. 1");
        lines.passMinute();
        assertThat(lines.take()).containsExactly("INFO In the last minute: Connected, 2 more, the latest: no. 3");
    }

    @Test
    void kindsAreBounded() {
        IntStream.range(0, 200).forEach(i -> log.warn("It failed, way " + i, ""));
        assertThat(lines.take()).hasSize(ThrottledLog.MOST_KINDS + 1).last().isEqualTo("WARN other kinds of trouble");
        lines.passMinute();
        assertThat(lines.take()).containsExactly("WARN In the last minute: other kinds of trouble, 149 more");
    }

    @Test
    void closingLogsTheSummaryThatIsDueAndStopsTheTimer() {
        log.warn("It failed", "");
        log.warn("It failed", "badly");
        lines.take();
        log.close();
        assertThat(lines.take()).containsExactly("WARN In the last minute: It failed, 1 more, the latest: badly");
        assertThat(lines.timers()).isZero();
        log.close();
        log.warn("It failed", "late");
        assertThat(lines.take()).isEmpty();
        log.warn("Something else failed", "");
        assertThat(lines.take()).containsExactly("WARN Something else failed");
        assertThat(lines.timers()).isZero();
    }

    @Test
    void countersAreSummedUpInOneLineTheMostFrequentFirst() {
        ThrottledLog.Counter blocked = log.counter("updates denied", "blocked");
        ThrottledLog.Counter limited = log.counter("updates denied", "rate_limited");
        blocked.increment();
        IntStream.range(0, 3).forEach(i -> limited.increment());
        assertThat(lines.take()).as("nothing at once").isEmpty();
        lines.passMinute();
        assertThat(lines.take()).containsExactly("WARN In the last minute: updates denied: 3 rate_limited, 1 blocked");
        assertThat(lines.timers()).as("nothing to say").isZero();
        blocked.increment();
        log.close();
        assertThat(lines.take()).containsExactly("WARN In the last minute: updates denied: 1 blocked");
    }

    @Test
    void countersAreBoundedAndALineNamesTen() {
        for (int i = 0; i < 5000; i++) {
            log.counter("updates denied", "rule " + i).increment();
        }
        assertThat(log.counter("updates denied", "yet another")).isSameAs(log.counter("updates denied", "other"));
        lines.passMinute();
        assertThat(lines.take())
                .singleElement()
                .asString()
                .startsWith("WARN In the last minute: updates denied: 4000 other, 1 rule 0, 1 rule 1,")
                .endsWith(", 991 by 991 more");
    }

    @Test
    void anExceptionCanBreakNoLineAndFillNone() {
        log.warnWithTrace("It failed", new IllegalStateException("a\nWARN forged\u202e"));
        log.warnWithTrace("It failed too", new IllegalStateException("x".repeat(10_000)));
        List<String> logged = lines.take();
        assertThat(logged.get(0)).isEqualTo("WARN It failed: java.lang.IllegalStateException: a\\nWARN forged\\u202E");
        assertThat(logged.get(1)).hasSizeLessThan(300);
        assertThat(lines.traces())
                .as("a stack trace would repeat the message as it is")
                .isEmpty();
    }

    @Test
    void theFirstHasAStackTraceWhereSomebodyHasToFindTheCode() {
        Exception failure = new IllegalStateException("mine");
        log.warnWithTrace("It failed", failure);
        log.warnWithTrace("It failed", new IllegalStateException("mine"));
        assertThat(lines.traces()).containsExactly(failure);
    }

    @Test
    void aMissingClassIsNamedAndWhatToLookFor() {
        Error missing = new NoClassDefFoundError("tools/jackson/Missing");
        log.warn("It failed", missing);
        Error later = new NoClassDefFoundError("Could not initialize class a.B");
        later.initCause(new ExceptionInInitializerError(missing));
        log.warn("It failed again", later);
        String advice = "; a library on the class path is missing, or of a version that doesn't fit";
        assertThat(lines.take())
                .containsExactly(
                        "WARN It failed: java.lang.NoClassDefFoundError: no class tools.jackson.Missing" + advice,
                        "WARN It failed again: java.lang.NoClassDefFoundError: Could not initialize class a.B, caused by"
                                + " java.lang.NoClassDefFoundError: no class tools.jackson.Missing" + advice);
    }

    @Test
    void aLogThatFailsHarmsNobody() {
        lines.breaks();
        log.warn("It failed", "");
        log.warn("It failed", "");
        lines.passMinute();
        log.close();
        assertThat(lines.take()).isEmpty();
    }

    @Test
    void causesInACircleEnd() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        log.warnWithTrace("It failed", one);
        assertThat(lines.take()).hasSize(1);
    }
}
