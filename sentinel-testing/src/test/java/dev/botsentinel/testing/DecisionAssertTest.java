package dev.botsentinel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.storage.tests.ReferenceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a test of a bot can say of decisions and events: each word holds where it should, and fails where it shouldn't. */
class DecisionAssertTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualTime time = new ManualTime(START);
    private final EventRecorder recorder = new EventRecorder();
    private final Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
            .policy(PolicySet.builder()
                    .defaults(Policy.limits(
                            RateLimit.slidingWindow(2, Duration.ofSeconds(30)).named("money"),
                            RateLimit.slidingWindow(1, Duration.ofSeconds(30))
                                    .named("tried")
                                    .shadow()))
                    .escalation(
                            Escalation.of(2, Duration.ofMinutes(1), List.of(Duration.ofHours(1)), Duration.ofDays(1)))
                    .build())
            .store(new ReferenceStore(time))
            .time(time)
            .listener(recorder)
            .decisionListener(recorder)
            .build();

    private Decision decide() {
        return sentinel.check(Request.builder("/pay").subject(42).build());
    }

    @Test
    void saysWhatAnAllowedDecisionIs() {
        Decision first = decide();
        DecisionAssert.assertThat(first)
                .isAllowed()
                .isAllowedAs(Passage.CHECKED)
                .hasRemaining("money", 1)
                .hasNoShadowDenial()
                .isNotDegraded();
        DecisionAssert.assertThat(decide()).hasShadowDenial("tried").hasRemaining("money", 0);
        fails(first, one -> one.isDenied());
        fails(first, one -> one.isDenied(Reason.RATE_LIMITED));
        fails(first, one -> one.byRule("money"));
        fails(first, one -> one.retryAfter(Duration.ofSeconds(30)));
        fails(first, one -> one.blockedUntil(null));
        fails(first, one -> one.hasRemaining("money", 2));
        fails(first, one -> one.hasRemaining("other", 1));
        fails(first, one -> one.hasShadowDenial("tried"));
        fails(first, one -> one.isAllowedAs(Passage.EXEMPT));
        fails(first, one -> one.isDegraded());
    }

    @Test
    void saysWhatADeniedDecisionIs() {
        decide();
        decide();
        Decision denied = decide();
        DecisionAssert.assertThat(denied)
                .isDenied()
                .isDenied(Reason.RATE_LIMITED)
                .byRule("money")
                .retryAfter(Duration.ofSeconds(30))
                .blockedUntil(null);
        DecisionAssert.assertThat(decide()).blockedUntil(START.plus(Duration.ofHours(1)));
        fails(denied, one -> one.isAllowed());
        fails(denied, one -> one.isAllowedAs(Passage.CHECKED));
        fails(denied, one -> one.isDenied(Reason.BLOCKED));
        fails(denied, one -> one.byRule("tried"));
        fails(denied, one -> one.retryAfter(null));
        fails(denied, one -> one.retryAfter(Duration.ofSeconds(29)));
        fails(denied, one -> one.blockedUntil(START));
        fails(denied, one -> one.hasNoShadowDenial());
        fails(denied, one -> one.hasRemaining("money", 0));
    }

    @Test
    void aFailureSaysWhatWasExpectedAndWhatWasDecided() {
        assertThatThrownBy(() -> DecisionAssert.assertThat(decide()).isDenied(Reason.DUPLICATE))
                .isInstanceOf(AssertionError.class)
                .hasMessage("expected denied: duplicate, but the decision is: allowed; left: money 1");
    }

    @Test
    void recordsEventsAndDecisions() {
        for (int i = 0; i < 4; i++) {
            decide();
        }
        assertThat(recorder.decisions()).hasSize(4);
        assertThat(recorder.events(SecurityEvent.RateLimited.class)).hasSize(2);
        assertThat(recorder.assertOne(SecurityEvent.Blocked.class).subject().id())
                .isEqualTo("42");
        recorder.assertNone(SecurityEvent.Unblocked.class);
        assertThatThrownBy(() -> recorder.assertOne(SecurityEvent.RateLimited.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("there are 2 among these events: [rate_limited, rate_limited, blocked]");
        assertThatThrownBy(() -> recorder.assertNone(SecurityEvent.Blocked.class))
                .isInstanceOf(AssertionError.class);
        recorder.clear();
        assertThat(recorder.events()).isEmpty();
        assertThat(recorder.decisions()).isEmpty();
    }

    @Test
    void knowsExemptUpdates() {
        Request paid = Request.builder("message")
                .subject(42)
                .exemption(Exemption.ALWAYS)
                .build();
        DecisionAssert.assertThat(sentinel.check(paid)).isAllowedAs(Passage.EXEMPT);
    }

    private static void fails(Decision decision, Consumer<DecisionAssert> check) {
        assertThatThrownBy(() -> check.accept(DecisionAssert.assertThat(decision)))
                .isInstanceOf(AssertionError.class)
                .hasMessageEndingWith("but the decision is: " + decision.explain());
    }
}
