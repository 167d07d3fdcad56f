package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.StoredData;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the application hears. */
class EventsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final PolicySet POLICY = PolicySet.builder()
            .action("/a", Policy.limits(RateLimit.slidingWindow(1, MINUTE)).debounce(Debounce.window(HOUR)))
            .action("/chat", Policy.limits(RateLimit.slidingWindow(0, MINUTE).scope(Scope.CHAT)))
            .action("/admin", Policy.EMPTY.requires(Requirement.role("admin")))
            .role("admin", Role.of("all"))
            .escalation(Escalation.of(2, HOUR, List.of(MINUTE, HOUR), HOUR))
            .build();

    @EachWay
    void everyDenialIsAnEventAndNoAdmissionIs(Way way) {
        Bench bench = new Bench(way, POLICY);
        Request first = bench.fresh("/a").build();
        bench.decide(first);
        assertThat(bench.events).isEmpty();

        bench.decide(first);
        bench.denied(bench.fresh("/a"));
        bench.denied(bench.fresh("/admin"));
        assertThat(bench.events)
                .hasExactlyElementsOfTypes(
                        SecurityEvent.Duplicate.class,
                        SecurityEvent.RateLimited.class,
                        SecurityEvent.AccessDenied.class)
                .allSatisfy(event -> assertThat(event.at()).isEqualTo(Bench.START));
        Request told = ((SecurityEvent.Duplicate) bench.events.get(0)).request();
        assertThat(told).hasToString(first.toString());
        assertThat(told.content()).as("an event carries no content").isNull();
        assertThat(bench.decisions).hasSize(4);
    }

    @EachWay
    void anUpdateThatNeverReachedTheGuardIsToldOfWithoutAnyDecision(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.sentinel.dropped(bench.fresh("/a").build());
        assertThat(bench.events).singleElement().isInstanceOfSatisfying(SecurityEvent.UpdateDropped.class, event -> {
            assertThat(event.request().action().name()).isEqualTo("/a");
            assertThat(event.request().content()).isNull();
        });
        assertThat(bench.decisions).isEmpty();
        bench.allowed(bench.fresh("/a"));
    }

    @EachWay
    void theDenialThatTipsTellsOfTheBlock(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.allowed(bench.fresh("/a"));
        bench.denied(bench.fresh("/a"));
        bench.listenAnew();

        Denied tipping = bench.denied(bench.fresh("/a"));

        Instant until = Bench.START.plus(MINUTE);
        assertThat(tipping.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(tipping.blockedUntil()).isEqualTo(until);
        assertThat(bench.events)
                .hasExactlyElementsOfTypes(SecurityEvent.RateLimited.class, SecurityEvent.Blocked.class)
                .last()
                .isEqualTo(new SecurityEvent.Blocked(
                        Bench.START,
                        new Subject(Bench.SUBJECT),
                        until,
                        BlockSource.AUTOMATIC,
                        "sentinel",
                        "escalation"));

        bench.listenAnew();
        Denied blocked = bench.denied(bench.fresh("/a"));
        assertThat(blocked.rule()).isEqualTo("escalation");
        assertThat(blocked.blockedUntil()).isEqualTo(until);
        assertThat(bench.events).hasExactlyElementsOfTypes(SecurityEvent.BlockedAttempt.class);

        bench.time.advance(MINUTE);
        assertThat(bench.decide(bench.fresh("/a")).isAllowed())
                .as("up to, but not including")
                .isTrue();
    }

    @EachWay
    void theNextBlockIsTheNextRung(Way way) {
        Bench bench = new Bench(way, POLICY);
        for (Duration rung : List.of(MINUTE, HOUR)) {
            bench.allowed(bench.fresh("/a"));
            bench.denied(bench.fresh("/a"));
            assertThat(bench.denied(bench.fresh("/a")).retryAfter()).isEqualTo(rung);
            bench.time.advance(rung);
        }
    }

    @EachWay
    void duplicatesBlockedAttemptsAndAFullChatMakeNoOffender(Way way) {
        Bench bench = new Bench(way, POLICY);
        Request.Builder again = bench.fresh("/a").content(Content.text("again"));
        bench.allowed(again);
        for (int i = 0; i < 5; i++) {
            assertThat(bench.denied(again).reason()).isEqualTo(Reason.DUPLICATE);
            assertThat(bench.denied(bench.fresh("/chat")).reason()).isEqualTo(Reason.RATE_LIMITED);
        }
        assertThat(bench.events(SecurityEvent.Blocked.class)).isEmpty();
        assertThat(bench.denied(bench.fresh("/a")).blockedUntil())
                .as("the first violation")
                .isNull();
    }

    @EachWay
    void aListenerThatThrowsHarmsNothing(Way way) {
        Bench bench = new Bench(
                way,
                POLICY,
                builder -> builder.listener(event -> {
                            throw new IllegalStateException("a listener");
                        })
                        .decisionListener((request, applied, decision, nanos) -> {
                            throw withoutTrace(new AssertionError("a listener"));
                        }));
        bench.resolution = null;
        bench.allowed(bench.fresh("/a"));
        assertThat(bench.denied(bench.fresh("/a")).reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(bench.denied(bench.fresh("/admin")).reason()).isEqualTo(Reason.UNRESOLVED);
        assertThat(bench.decisions).hasSize(3);
    }

    /** It is logged; a short log is easier to read. */
    private static <T extends Throwable> T withoutTrace(T failure) {
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    @EachWay
    void aResolverThatFailsIsToldBeforeTheDecisionItDenies(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = null;
        assertThat(bench.denied(bench.fresh("/admin")).reason()).isEqualTo(Reason.UNRESOLVED);
        assertThat(bench.events)
                .hasExactlyElementsOfTypes(SecurityEvent.ResolverFailed.class, SecurityEvent.AccessDenied.class);
        assertThat(((SecurityEvent.ResolverFailed) bench.events.get(0)).cause()).hasMessage("the resolver is broken");
    }

    @EachWay
    void aListenerHearsOfADecisionBeforeTheHandlerRuns(Way way) {
        List<String> order = new ArrayList<>();
        Bench bench = new Bench(
                way,
                POLICY,
                builder -> builder.decisionListener((request, applied, decision, nanos) -> order.add("heard")));
        bench.sentinel
                .guard(update -> order.add("handled"))
                .accept(bench.fresh("/a").build());
        assertThat(order).containsExactly("heard", "handled");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-9223372036854775808, 3000", "-1, 6000"})
    void aBlockIsLongerByWhatWasDrawnAndTheDenialSaysSo(long drawn, long moreMillis) {
        Bench jittered = new Bench(
                Way.LOCAL,
                PolicySet.builder()
                        .defaults(Policy.limits(RateLimit.perMinute(0)))
                        .escalation(
                                Escalation.of(1, HOUR, List.of(MINUTE), HOUR).jitter(10))
                        .build(),
                builder -> builder.random(() -> drawn));
        Instant until = Bench.START.plus(MINUTE).plusMillis(moreMillis);
        assertThat(jittered.denied(jittered.fresh("/a")).blockedUntil()).isEqualTo(until);
        assertThat(jittered.denied(jittered.fresh("/a")).retryAfter()).isEqualTo(MINUTE.plusMillis(moreMillis));
    }

    @Test
    void withoutJitterNothingIsDrawn() {
        Bench bench = new Bench(
                Way.LOCAL,
                PolicySet.builder()
                        .defaults(Policy.limits(RateLimit.perMinute(0)))
                        .escalation(Escalation.of(1, HOUR, List.of(MINUTE), HOUR))
                        .build(),
                builder -> builder.random(() -> {
                    throw new AssertionError("nothing is to be drawn");
                }));
        assertThat(bench.denied(bench.fresh("/a")).blockedUntil()).isEqualTo(Bench.START.plus(MINUTE));
    }

    @Test
    void administratorsChangesAreEvents() {
        Bench bench = new Bench(Way.LOCAL, POLICY);
        Subject subject = new Subject(Bench.SUBJECT);
        bench.sentinel
                .blocklist()
                .block(Bench.SUBJECT, MINUTE, "admin", "spam")
                .toCompletableFuture()
                .join();
        bench.sentinel
                .blocklist()
                .block(Bench.SUBJECT, "admin", "spam")
                .toCompletableFuture()
                .join();
        bench.sentinel
                .blocklist()
                .unblock(Bench.SUBJECT, "admin", "sorry")
                .toCompletableFuture()
                .join();
        bench.sentinel.policy(PolicySet.builder().build());
        assertThat(bench.events)
                .containsExactly(
                        new SecurityEvent.Blocked(
                                Bench.START, subject, Bench.START.plus(MINUTE), BlockSource.MANUAL, "admin", "spam"),
                        new SecurityEvent.Blocked(Bench.START, subject, null, BlockSource.MANUAL, "admin", "spam"),
                        new SecurityEvent.Unblocked(Bench.START, subject, "admin", "sorry"),
                        new SecurityEvent.PolicyChanged(Bench.START));
    }

    @EachWay
    void whatIsHandedOutOrErasedIsToldOf(Way way) {
        Bench bench = new Bench(way, POLICY);
        Subject subject = new Subject(Bench.SUBJECT);
        bench.sentinel
                .blocklist()
                .block(Bench.SUBJECT, "admin", "spam")
                .toCompletableFuture()
                .join();
        StoredData data = bench.sentinel.data();
        assertThat(data.export(Bench.SUBJECT, "anna", "request 7")
                        .toCompletableFuture()
                        .join())
                .hasSize(1);
        assertThat(data.erase(Bench.SUBJECT, "anna", "request 8")
                        .toCompletableFuture()
                        .join())
                .isPresent();
        assertThat(data.export(Bench.SUBJECT, "anna", "").toCompletableFuture().join())
                .isEmpty();
        assertThat(data.erase(Bench.SUBJECT, "anna", "").toCompletableFuture().join())
                .isEmpty();
        assertThatThrownBy(() -> data.erase(Bench.SUBJECT, "", "nobody")).isInstanceOf(IllegalArgumentException.class);
        assertThat(bench.events.subList(1, bench.events.size()))
                .containsExactly(
                        new SecurityEvent.DataAccessed(Bench.START, subject, "anna", "request 7"),
                        new SecurityEvent.Unblocked(Bench.START, subject, "anna", "request 8"),
                        new SecurityEvent.DataErased(Bench.START, subject, "anna", "request 8"),
                        new SecurityEvent.DataAccessed(Bench.START, subject, "anna", ""),
                        new SecurityEvent.DataErased(Bench.START, subject, "anna", ""));
    }

    @EachWay
    void noDecisionOrEventPrintsContentAndNoExplanationPrintsIds(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.of(Principal.REGISTERED);
        Request.Builder secret =
                Request.builder("/a").subject("subject-77").chat("chat-88").content(Content.text("secret"));
        bench.allowed(secret);
        bench.denied(secret);
        bench.denied(secret.content(Content.text("secret too")));
        bench.denied(
                Request.builder("/admin").subject("subject-77").chat("chat-88").content(Content.text("secret")));
        bench.denied(secret.content(Content.text("secret three")));
        bench.denied(secret);
        assertThat(bench.decisions).hasSize(6).allSatisfy(EventsTest::explainsInOneLineWithoutIds);
        assertThat(bench.events.toString()).doesNotContain("secret");
    }

    private static void explainsInOneLineWithoutIds(Decision decision) {
        assertThat(decision.explain())
                .matches(Pattern.compile("(allowed|denied: )[^\\n\\r]*"))
                .doesNotContain("subject-77", "chat-88", "secret");
    }
}
