package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.event.SecurityEvent.CooldownSet;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.event.SecurityEvent.ResponseFailed;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.FailedUpdate;
import dev.botsentinel.response.Responder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of a handler's exception, however the handler is guarded. */
@Timeout(30)
class HandlerErrorsTest {

    private static final Duration WAIT = Duration.ofSeconds(30);

    private static final PolicySet POLICY = PolicySet.builder()
            .global(RateLimit.perMinute(100).scope(Scope.GLOBAL).named("api"))
            .build();
    private final RuntimeException mine = new IllegalStateException("the password is hunter2");

    private final BlockingQueue<FailedUpdate<Request>> answered = new LinkedBlockingQueue<>();

    private record Scenario(Failing failing, boolean remote) {

        Bench bench(UnaryOperator<SentinelBuilder<Request>> more) {
            return new Bench(new Way(Way.Entry.CHECK, remote), POLICY, more);
        }
    }

    static Stream<Scenario> scenarios() {
        return Stream.of(Failing.values())
                .flatMap(failing -> Stream.of(new Scenario(failing, false), new Scenario(failing, true)));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aFailureIsClassifiedToldAnsweredAndPassesOnUnchanged(Scenario scenario) throws InterruptedException {
        ErrorKind kind = new ErrorKind("mine");
        Bench bench = scenario.bench(builder -> builder.errorClassifier(
                        (failure, request) -> failure == mine && request.content() != null ? kind : ErrorKind.BUG)
                .onHandlerError(Responder.blocking(answered::add)));
        Request request = bench.fresh("/a").build();

        assertThat(scenario.failing.thrown(bench, request, mine)).isSameAs(mine);

        assertThat(bench.events).singleElement().isInstanceOfSatisfying(HandlerFailed.class, event -> {
            assertThat(event.cause()).isSameAs(mine);
            assertThat(event.kind()).isEqualTo(kind);
            assertThat(event.incident()).matches("[0-9A-HJKMNP-TV-Z]{8}");
            assertThat(event.request().content()).isNull();
        });
        String incident = ((HandlerFailed) bench.events.get(0)).incident();
        FailedUpdate<Request> answer = answered.take();
        assertThat(answer)
                .isEqualTo(new FailedUpdate<>(request, request, (Allowed) bench.decisions.get(0), incident, kind));
        assertThat(answer.safeText()).contains(incident).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyFailureIsAnIncidentOfItsOwn(Scenario scenario) {
        Bench bench = scenario.bench(builder -> builder.onHandlerError(Responder.blocking(answered::add)));
        for (int i = 0; i < 3; i++) {
            assertThat(scenario.failing.thrown(bench, bench.fresh("/a").build(), mine))
                    .isSameAs(mine);
        }
        assertThat(bench.events(HandlerFailed.class))
                .hasSize(3)
                .allMatch(event -> event.kind().equals(ErrorKind.UNCLASSIFIED))
                .extracting(HandlerFailed::incident)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aClassifierThatFailsChangesNothing(Scenario scenario) {
        for (Throwable classifiers : List.of(new IllegalArgumentException("test"), new StackOverflowError())) {
            Bench bench = scenario.bench(builder -> builder.errorClassifier((failure, request) -> {
                if (classifiers instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) classifiers;
            }));
            assertThat(scenario.failing.thrown(bench, bench.fresh("/a").build(), mine))
                    .isSameAs(mine);
            assertThat(bench.events(HandlerFailed.class))
                    .singleElement()
                    .matches(event -> event.kind().equals(ErrorKind.UNCLASSIFIED));
        }
        Bench bench = scenario.bench(builder -> builder.errorClassifier((failure, request) -> null));
        assertThat(scenario.failing.thrown(bench, bench.fresh("/a").build(), mine))
                .isSameAs(mine);
        assertThat(bench.events(HandlerFailed.class)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void whatAnApiSaysToWaitBecomesACooldown(Scenario scenario) {
        Bench bench = scenario.bench(
                builder -> builder.errorClassifier((failure, request) -> ErrorKind.RETRY_AFTER.cooling("api", WAIT)));
        assertThat(scenario.failing.thrown(bench, bench.fresh("/a").build(), mine))
                .isSameAs(mine);

        assertThat(bench.events(CooldownSet.class)).singleElement().satisfies(event -> {
            assertThat(event.owner()).isEqualTo(Owner.GLOBAL);
            assertThat(event.until()).isEqualTo(Bench.START.plus(WAIT));
            assertThat(event.actor()).isEqualTo("sentinel");
        });
        Denied denied = bench.denied(bench.fresh("/b").subject("43"));
        assertThat(denied.rule()).isEqualTo("api");
        assertThat(denied.retryAfter()).isEqualTo(WAIT);
        bench.time.advance(WAIT);
        assertThat(bench.decide(bench.fresh("/b")).isAllowed()).isTrue();
    }

    @Test
    void whatIsCooledDownIsTheTopicIfTheLimitIsPerTopic() {
        PolicySet perTopic = PolicySet.builder()
                .global(RateLimit.perMinute(100).scope(Scope.TOPIC).named("api"))
                .build();
        Bench bench = new Bench(
                Way.LOCAL,
                perTopic,
                builder -> builder.errorClassifier((failure, request) -> ErrorKind.RETRY_AFTER.cooling("api", WAIT)));
        assertThat(Failing.GUARD.thrown(bench, bench.fresh("/a").topic("3").build(), mine))
                .isSameAs(mine);
        assertThat(bench.denied(bench.fresh("/b").topic("3")).scope()).isEqualTo(Scope.TOPIC);
        bench.allowed(bench.fresh("/b").topic("4"));
        bench.allowed(bench.fresh("/b"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void anAnswerThatTheApiRefusesCoolsDownTheSame(Scenario scenario) throws InterruptedException {
        BlockingQueue<CooldownSet> cooldowns = new LinkedBlockingQueue<>();
        Bench bench = scenario.bench(builder -> builder.errorClassifier((failure, request) ->
                        failure == mine ? ErrorKind.BUG : ErrorKind.RETRY_AFTER.cooling("api", WAIT))
                .onHandlerError(failed -> CompletableFuture.failedFuture(new IllegalStateException("429")))
                .listener(event -> {
                    if (event instanceof CooldownSet set) {
                        cooldowns.add(set);
                    }
                }));
        assertThat(scenario.failing.thrown(bench, bench.fresh("/a").build(), mine))
                .isSameAs(mine);
        assertThat(cooldowns.take().until()).isEqualTo(Bench.START.plus(WAIT));
        assertThat(bench.denied(bench.fresh("/b").subject("43")).rule()).isEqualTo("api");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aCooldownOfNoLimitChangesNothing(Scenario scenario) {
        Bench bench = scenario.bench(
                builder -> builder.errorClassifier((failure, request) -> ErrorKind.RETRY_AFTER.cooling("apo", WAIT)));
        assertThat(scenario.failing.thrown(bench, bench.fresh("/a").build(), mine))
                .isSameAs(mine);
        assertThat(bench.events).singleElement().isInstanceOf(HandlerFailed.class);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aResponderThatFailsIsAnEventAndNothingElse(Scenario scenario) {
        Bench bench = scenario.bench(builder -> builder.onHandlerError(failed -> {
            throw new IllegalArgumentException("test");
        }));
        assertThat(scenario.failing.thrown(bench, bench.fresh("/a").build(), mine))
                .isSameAs(mine);
        while (bench.events(ResponseFailed.class).isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(bench.sentinel.responses().failed()).isEqualTo(1);
    }
}
