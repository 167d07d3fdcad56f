package dev.botsentinel.response;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeniedUpdateTest {

    @ParameterizedTest(name = "{0} µs: {1}")
    @CsvSource({
        "1, 1 s",
        "12000001, 13 s",
        "119000000, 119 s",
        "119000001, 2 min",
        "7199000000, 120 min",
        "7200000000, 2 h",
        "172800000000, 2 days",
        "172800000001, 3 days"
    })
    void whoWaitsAsToldHasWaitedLongEnough(long micros, String said) {
        Duration wait = Duration.of(micros, ChronoUnit.MICROS);
        assertThat(text(new Denied(Reason.RATE_LIMITED, "money", null, null, 0L, wait, Instant.EPOCH.plus(wait), null)))
                .isEqualTo("That was too much; try again in " + said + ".");
    }

    @Test
    void theDenialThatABlockBeginsWithSpeaksOfTheBlock() {
        Duration wait = Duration.ofSeconds(60);
        Instant end = Instant.EPOCH.plus(wait);
        assertThat(text(new Denied(Reason.RATE_LIMITED, "money", null, null, 0L, wait, end, end)))
                .isEqualTo("You are blocked; that ends in 60 s.");
    }

    @Test
    void itsTextIsOneLineWithoutContent() {
        Request request =
                Request.builder("/a\nb").content(Content.text("secret")).build();
        Denied denied = Denied.of(Reason.VETOED, "mine\n");
        assertThat(new DeniedUpdate<>("secret", request, denied).toString())
                .isEqualTo("DeniedUpdate[Request[action=/a\uFFFDb, subject=null, chat=null], " + denied.explain() + "]")
                .doesNotContain("\n");
        Allowed allowed = new Allowed(Passage.CHECKED, List.of(), List.of());
        assertThat(new FailedUpdate<>("secret", request, allowed, "K3N0", ErrorKind.BUG).toString())
                .isEqualTo("FailedUpdate[Request[action=/a\uFFFDb, subject=null, chat=null], incident=K3N0, kind=bug]");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void aSafeTextNamesNoRule(Reason reason) {
        assertThat(text(Denied.of(reason, "internal"))).endsWith(".").doesNotContain("internal");
    }

    @Test
    void aTimedBlockSaysWhenItEnds() {
        Duration wait = Duration.ofMinutes(10);
        Instant end = Instant.EPOCH.plus(wait);
        assertThat(text(new Denied(Reason.BLOCKED, "escalation", null, null, null, wait, end, end)))
                .isEqualTo("You are blocked; that ends in 10 min.");
    }

    private static String text(Denied denied) {
        return new DeniedUpdate<>("update", Request.builder("/a").build(), denied).safeText();
    }
}
