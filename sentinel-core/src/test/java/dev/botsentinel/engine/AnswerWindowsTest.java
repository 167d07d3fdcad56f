package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerWindowsTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final AnswerWindows told = new AnswerWindows(() -> now);

    @ParameterizedTest(name = "{0} with a wait of {1} s: {2} s")
    @CsvSource({
        "RATE_LIMITED, 1, 10",
        "RATE_LIMITED, 42, 42",
        "RATE_LIMITED, 86400, 600",
        "RATE_LIMITED, , 60",
        "DUPLICATE, 2, 10",
        "BLOCKED, 120, 120",
        "BLOCKED, , 600",
        "FORBIDDEN, , 60",
        "UNAVAILABLE, , 60"
    })
    void aWindowLastsUntilARetryHelpsWithinBounds(Reason reason, @Nullable Long wait, long window) {
        Denied denied = denied(reason, wait == null ? null : Duration.ofSeconds(wait));
        assertThat(told.isFirst(of("42"), denied)).isTrue();
        now = now.plusSeconds(window).minusNanos(1);
        assertThat(told.isFirst(of("42"), denied)).isFalse();
        now = now.plusNanos(1);
        assertThat(told.isFirst(of("42"), denied)).as("half-open").isTrue();
        assertThat(told.isFirst(of("42"), denied)).isFalse();
    }

    @Test
    void theDenialThatABlockBeginsWithIsToldAtOnceAndTheBlockNotAgain() {
        Denied limited = denied(Reason.RATE_LIMITED, Duration.ofSeconds(30));
        Denied tipping = new Denied(
                Reason.RATE_LIMITED,
                "rule",
                null,
                null,
                0L,
                Duration.ofMinutes(1),
                Instant.EPOCH.plusSeconds(60),
                Instant.EPOCH.plusSeconds(60));
        assertThat(told.isFirst(of("42"), limited)).isTrue();
        assertThat(told.isFirst(of("42"), limited)).isFalse();
        assertThat(told.isFirst(of("42"), tipping)).isTrue();
        assertThat(told.isFirst(of("42"), denied(Reason.BLOCKED, Duration.ofSeconds(59))))
                .isFalse();
    }

    @Test
    void aRepeatDoesNotExtendTheWindow() {
        Denied denied = denied(Reason.FORBIDDEN, null);
        assertThat(told.isFirst(of("42"), denied)).isTrue();
        now = now.plusSeconds(59);
        assertThat(told.isFirst(of("42"), denied)).isFalse();
        now = now.plusSeconds(1);
        assertThat(told.isFirst(of("42"), denied)).isTrue();
    }

    @Test
    void eachReasonAndEachSubjectIsToldOfWhereverItActs() {
        Denied forbidden = denied(Reason.FORBIDDEN, null);
        assertThat(told.isFirst(of("42"), forbidden)).isTrue();
        assertThat(told.isFirst(of("42"), denied(Reason.DUPLICATE, null))).isTrue();
        assertThat(told.isFirst(of("43"), forbidden)).isTrue();
        Request elsewhere = Request.builder("/b").subject("42").chat("-2").build();
        assertThat(told.isFirst(elsewhere, forbidden)).isFalse();
    }

    @Test
    void withoutASubjectItIsTheChatThatIsTold() {
        Denied denied = denied(Reason.RATE_LIMITED, null);
        assertThat(told.isFirst(Request.builder("/a").chat("42").build(), denied))
                .isTrue();
        assertThat(told.isFirst(Request.builder("/a").chat("42").build(), denied))
                .isFalse();
        assertThat(told.isFirst(of("42"), denied)).as("a user is no chat").isTrue();
        assertThat(told.isFirst(Request.builder("/a").build(), denied)).isTrue();
        assertThat(told.isFirst(Request.builder("/b").build(), denied)).isFalse();
    }

    @Test
    void aClockThatSteppedBackFarSilencesNobodyUntilItIsBack() {
        Denied denied = denied(Reason.FORBIDDEN, null);
        assertThat(told.isFirst(of("42"), denied)).isTrue();
        now = now.minusSeconds(59);
        assertThat(told.isFirst(of("42"), denied)).isFalse();
        now = now.minusSeconds(1);
        assertThat(told.isFirst(of("42"), denied)).isTrue();
    }

    @Test
    void aFloodOfInventedIdsIsMetWithSilenceUntilWindowsEnd() {
        Denied denied = denied(Reason.FORBIDDEN, null);
        assertThat(told.isFirst(of("42"), denied)).isTrue();
        long first = IntStream.range(0, 3 * AnswerWindows.MAXIMUM)
                .filter(id -> told.isFirst(of("invented " + id), denied))
                .count();
        assertThat(first).isEqualTo(AnswerWindows.MAXIMUM - 1);
        assertThat(told.isFirst(of("42"), denied))
                .as("nobody is told twice for it")
                .isFalse();
        now = now.plus(AnswerWindows.USUAL);
        assertThat(told.isFirst(of("honest"), denied)).isTrue();
    }

    @Test
    @Timeout(60)
    void idsThatShareAHashAreToldApartAsQuicklyAsOthers() {
        Denied denied = denied(Reason.FORBIDDEN, null);
        for (int i = 0; i < AnswerWindows.MAXIMUM; i++) {
            assertThat(told.isFirst(of(sharingOneHash(i)), denied)).isTrue();
            assertThat(told.isFirst(of(sharingOneHash(i)), denied)).isFalse();
        }
    }

    /** "Aa" and "BB" have one hash, and so have all texts made of them. */
    private static String sharingOneHash(int number) {
        StringBuilder id = new StringBuilder();
        for (int bit = 0; bit < 15; bit++) {
            id.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return id.toString();
    }

    private static Request of(String subject) {
        return Request.builder("/a").subject(subject).chat("-1").build();
    }

    private Denied denied(Reason reason, @Nullable Duration wait) {
        return new Denied(reason, "rule", null, null, null, wait, wait == null ? null : now.plus(wait), null);
    }
}
