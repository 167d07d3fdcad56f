package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static List<String> problems(Supplier<RateLimit> limit) {
        return catchThrowableOfType(PolicyException.class, limit::get).problems().stream()
                .map(PolicyProblem::toString)
                .toList();
    }

    @Test
    void theDefaults() {
        assertThat(RateLimit.slidingWindow(10, SECOND))
                .isEqualTo(new RateLimit(
                        null, 10, SECOND, Algorithm.SLIDING_WINDOW, 10, Scope.USER, 1, Mode.ENFORCE, true, null, null));
        assertThat(RateLimit.tokenBucket(10, SECOND).burst()).isEqualTo(10);
    }

    @Test
    void whatDiffersIsAdded() {
        assertThat(RateLimit.tokenBucket(10, SECOND, 5)
                        .scope(Scope.CHAT)
                        .named("a")
                        .cost(5)
                        .shadow())
                .isEqualTo(new RateLimit(
                        "a", 10, SECOND, Algorithm.TOKEN_BUCKET, 5, Scope.CHAT, 5, Mode.SHADOW, true, null, null));
    }

    @Test
    void aSlidingWindowHasAThousandPermitsAtMost() {
        assertThat(RateLimit.slidingWindow(1000, SECOND).permits()).isEqualTo(1000);
        assertThat(problems(() -> RateLimit.slidingWindow(1001, SECOND)))
                .containsExactly(
                        "permits: permits is 1001, but a sliding window remembers each permit and takes at most"
                                + " 1000; use algorithm: token-bucket");
        assertThat(RateLimit.fixedWindow(Integer.MAX_VALUE, SECOND).permits()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void noPermitsDenyAlwaysWhateverTheCost() {
        assertThat(RateLimit.slidingWindow(0, SECOND).cost(7).cost()).isEqualTo(7);
        assertThat(problems(() -> RateLimit.slidingWindow(0, SECOND).cost(0)))
                .containsExactly("cost: cost is 0, but must be at least 1");
        assertThat(problems(() -> RateLimit.tokenBucket(0, SECOND, 1)))
                .containsExactly("burst: burst does not go with permits: 0, which denies always; remove it");
    }

    @Test
    void costIsWithinTheCapacity() {
        assertThat(RateLimit.tokenBucket(2, SECOND, 5).cost(5).cost()).isEqualTo(5);
        assertThat(problems(() -> RateLimit.tokenBucket(10, SECOND, 5).cost(6)))
                .containsExactly("cost: cost is 6, but the limit never holds more than 5, so nothing would ever pass;"
                        + " use 1 to 5");
    }

    @ParameterizedTest
    @CsvSource({"1, 86400, 104249", "2, 86400, 208499", "1000, 1, 2147483647", "7, 3153600000, 2"})
    void bucketsAreCountedExactlyBelow2To53(int permits, long seconds, int burst) {
        assertThatCode(() -> RateLimit.tokenBucket(permits, Duration.ofSeconds(seconds), burst))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"1, 86400, 104250", "2, 86400, 208500", "7, 3153600000, 3"})
    void bucketsThatCannotAreRefused(int permits, long seconds, int burst) {
        assertThat(problems(() -> RateLimit.tokenBucket(permits, Duration.ofSeconds(seconds), burst)))
                .singleElement()
                .asString()
                .startsWith("per: a bucket of " + burst + " filled with " + permits + " per ")
                .contains("passes 2^53");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a#0", "global", "blocklist", "requires", "debounce", "escalation", "update-id"})
    void namesThatMeanSomethingElse(String name) {
        assertThat(problems(() -> RateLimit.perSecond(1).named(name)))
                .singleElement()
                .asString()
                .startsWith("name: ");
    }

    @Test
    void theLongestNameHas128Characters() {
        String longest = "x".repeat(128);
        assertThat(RateLimit.perSecond(1).named(longest).name()).isEqualTo(longest);
        assertThat(problems(() -> RateLimit.perSecond(1).named(longest + "y")))
                .containsExactly("name: a limit's name has 1 to 128 characters, not all blank; this one has 129");
    }

    @Test
    void theSmallestBurstIsOne() {
        assertThat(RateLimit.tokenBucket(2, SECOND, 1).burst()).isEqualTo(1);
        assertThat(problems(() -> RateLimit.tokenBucket(2, SECOND, 0)))
                .containsExactly("burst: burst is 0, but must be at least 1");
    }

    @Test
    void ofAnImpossibleDurationThatAloneIsTold() {
        assertThat(problems(() -> RateLimit.tokenBucket(7, Duration.ofDays(36_501), Integer.MAX_VALUE)))
                .containsExactly("per: per is PT876024H, but 36500d is the longest");
    }

    @Test
    void allThatIsWrongIsTold() {
        assertThat(problems(() -> new RateLimit(
                        "#",
                        -1,
                        Duration.ZERO,
                        Algorithm.FIXED_WINDOW,
                        5,
                        Scope.USER,
                        0,
                        Mode.ENFORCE,
                        true,
                        null,
                        null)))
                .containsExactly(
                        "permits: permits is -1, but must be 0 (deny always) or more",
                        "per: per is PT0S, but must be at least 1 µs, in whole microseconds",
                        "burst: burst goes with algorithm: token-bucket only; remove it",
                        "cost: cost is 0, but must be at least 1",
                        "name: '#' has a '#', which marks limits without a name; choose another name");
    }

    @Test
    void aCalendarsPeriodGoesWithFixedWindowsOnly() {
        CalendarPeriod day = CalendarPeriod.day(CalendarPeriod.DEFAULT_ZONE);
        assertThat(problems(() -> new RateLimit(
                        null,
                        1,
                        day.longest(),
                        Algorithm.SLIDING_WINDOW,
                        1,
                        Scope.USER,
                        1,
                        Mode.ENFORCE,
                        true,
                        day,
                        null)))
                .containsExactly("per: per is day, which goes with algorithm: fixed-window only; say so, or write a"
                        + " duration");
    }

    @Test
    void aLockoutNeedsPermits() {
        assertThat(problems(() -> RateLimit.perMinute(0).lockout(Duration.ofMinutes(1))))
                .containsExactly("lockout: lockout does not go with permits: 0, which denies always; remove it");
        assertThat(problems(() -> RateLimit.perMinute(1).lockout(Duration.ZERO)))
                .containsExactly("lockout: lockout is PT0S, but must be at least 1 µs, in whole microseconds");
    }

    @Test
    void inWords() {
        assertThat(RateLimit.perMinute(3).describe()).isEqualTo("3 per 1m, sliding-window, per user");
        assertThat(RateLimit.perMinute(3).lockout(Duration.ofMinutes(15)).describe())
                .isEqualTo("3 per 1m, sliding-window, per user, lockout 15m");
        assertThat(RateLimit.fixedWindow(3, CalendarPeriod.week(CalendarPeriod.DEFAULT_ZONE))
                        .describe())
                .isEqualTo("3 per week, fixed-window, per user");
        assertThat(RateLimit.fixedWindow(3, CalendarPeriod.day(ZoneId.of("Europe/Berlin")))
                        .describe())
                .isEqualTo("3 per day in Europe/Berlin, fixed-window, per user");
        assertThat(RateLimit.tokenBucket(3, Duration.ofMillis(1500), 9)
                        .scope(Scope.MEMBER)
                        .cost(2)
                        .shadow()
                        .describe())
                .isEqualTo("3 per 1500ms, token-bucket of 9, per member, cost 2, shadow");
    }
}
