package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The place of an own interceptor is the rank of its reason. */
@Timeout(60)
class OwnInterceptorTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Content AGAIN = Content.text("again");

    private static final PolicySet POLICY = PolicySet.builder()
            .action(
                    "/a",
                    Policy.limits(RateLimit.slidingWindow(2, HOUR))
                            .debounce(Debounce.window(HOUR))
                            .requires(Requirement.REGISTERED))
            .build();

    /** Where an interceptor can stand. */
    private enum Place {
        BEFORE_BLOCKLIST,
        AFTER_BLOCKLIST,
        BEFORE_ACCESS,
        AFTER_ACCESS,
        BEFORE_DEBOUNCE,
        AFTER_DEBOUNCE,
        BEFORE_LIMITS,
        AFTER_LIMITS;

        SentinelBuilder<Request> put(SentinelBuilder<Request> builder, Interceptor interceptor) {
            Stage stage = Stage.valueOf(name().substring(name().indexOf('_') + 1));
            return name().startsWith("BEFORE") ? builder.before(stage, interceptor) : builder.after(stage, interceptor);
        }

        /** Whether it ranks above the stage. */
        boolean isAbove(Stage stage) {
            return switch (stage) {
                case BLOCKLIST -> this == BEFORE_BLOCKLIST;
                case ACCESS -> isAbove(Stage.BLOCKLIST) || this == AFTER_BLOCKLIST || this == BEFORE_ACCESS;
                case DEBOUNCE -> isAbove(Stage.ACCESS) || this == AFTER_ACCESS || this == BEFORE_DEBOUNCE;
                case LIMITS -> this != AFTER_LIMITS;
            };
        }
    }

    static Stream<Arguments> placesAndStages() {
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Stage.values()).map(stage -> Arguments.of(place, stage)));
    }

    @ParameterizedTest(name = "a veto {0} against a refusal of {1}")
    @MethodSource("placesAndStages")
    void aVetoRanksByItsPlace(Place place, Stage stage) {
        forAllWays((way, cached) -> {
            boolean[] vetoes = {false};
            Bench bench = new Bench(
                    way, POLICY, builder -> place.put(builder, call -> vetoes[0] ? Ruling.veto("mine") : Ruling.PASS));
            Request.Builder refused = refusedBy(bench, stage, cached);
            vetoes[0] = true;
            assertThat(bench.denied(refused).rule()).isEqualTo(place.isAbove(stage) ? "mine" : ruleOf(stage));
        });
    }

    @ParameterizedTest(name = "a step {0} against a refusal of {1}")
    @MethodSource("placesAndStages")
    void aStepsRefusalRanksByItsPlace(Place place, Stage stage) {
        FirstSeen once = new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.USER, 1, 1_000_000, Mode.ENFORCE);
        forAllWays((way, cached) -> {
            boolean[] asks = {false};
            Bench bench = new Bench(
                    way, POLICY, builder -> place.put(builder, call -> asks[0] ? Ruling.steps(once) : Ruling.PASS));
            asks[0] = true;
            bench.allowed(bench.fresh("/idle"));
            asks[0] = false;
            Request.Builder refused = refusedBy(bench, stage, cached);
            asks[0] = true;
            assertThat(bench.denied(refused).rule()).isEqualTo(place.isAbove(stage) ? "update-id" : ruleOf(stage));
        });
    }

    /** A request that the stage refuses, and nothing else does. */
    private static Request.Builder refusedBy(Bench bench, Stage stage, boolean cached) {
        bench.allowed(bench.fresh("/a").content(AGAIN));
        if (stage == Stage.LIMITS) {
            bench.allowed(bench.fresh("/a"));
        }
        bench.resolution = Resolution.of(stage == Stage.ACCESS ? Principal.ANONYMOUS : Principal.REGISTERED);
        bench.sentinel.forget(Bench.SUBJECT);
        if (cached) {
            bench.cachePrincipal();
        }
        if (stage == Stage.BLOCKLIST) {
            bench.store.admin().block(new Subject(Bench.SUBJECT), null, "admin", "");
        }
        Request.Builder request = bench.fresh("/a");
        return stage == Stage.DEBOUNCE ? request.content(AGAIN) : request;
    }

    private static String ruleOf(Stage stage) {
        return switch (stage) {
            case BLOCKLIST -> "blocklist";
            case ACCESS -> "requires";
            case DEBOUNCE -> "debounce";
            case LIMITS -> "/a#0";
        };
    }

    private interface Scenario {
        void run(Way way, boolean cached);
    }

    private static void forAllWays(Scenario scenario) {
        Way.all().forEach(way -> {
            scenario.run(way, false);
            scenario.run(way, true);
        });
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void oneThatThrowsOrAnswersNullDeniesAndSpendsNothing(Place place) {
        List<Interceptor> broken = List.of(
                call -> {
                    throw new IllegalStateException("broken");
                },
                call -> {
                    throw new NoClassDefFoundError("broken");
                },
                call -> null);
        forAllWays((way, cached) -> broken.forEach(interceptor -> {
            boolean[] breaks = {false};
            Bench bench = new Bench(
                    way,
                    POLICY,
                    builder -> place.put(builder, call -> breaks[0] ? interceptor.examine(call) : Ruling.PASS));
            if (cached) {
                bench.cachePrincipal();
            }
            breaks[0] = true;
            Request request = bench.fresh("/a").build();
            assertThat(bench.decide(request)).isEqualTo(Denied.of(Reason.UNAVAILABLE, "guard"));
            assertThat(bench.events(SecurityEvent.GuardFailed.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.cause()).isNotInstanceOf(CompletionException.class));
            breaks[0] = false;
            assertThat(((Allowed) bench.decide(request)).leastRemaining()).hasValue(1);
        }));
    }

    @EachWay
    void anOwnLimitIsChargedWithTheRest(Way way) {
        AppliedLimit own = new AppliedLimit("mine", "!mine", Scope.CHAT, RateLimit.slidingWindow(1, HOUR));
        Bench bench = new Bench(
                way, POLICY, builder -> builder.after(Stage.LIMITS, call -> Ruling.steps(new TakePermits(own))));
        assertThat(bench.allowed(bench.fresh("/a")).remaining())
                .extracting(left -> left.applied().id(), left -> left.permits())
                .containsExactly(tuple("/a#0", 1L), tuple("mine", 0L));
        Denied denied = bench.denied(bench.fresh("/a"));
        assertThat(denied.rule()).isEqualTo("mine");
        assertThat(denied.scope()).isEqualTo(Scope.CHAT);
        assertThat(denied.retryAfter()).isEqualTo(HOUR);
    }

    /** Whether a principal is cached must change neither the limit that is named nor what its denial counts for. */
    @EachWay
    void anOwnLimitBeforeTheBlocklistCountsTheSameWithAndWithoutACache(Way way) {
        AppliedLimit own = new AppliedLimit("mine", "!mine", Scope.USER, RateLimit.slidingWindow(1, HOUR));
        PolicySet policy = PolicySet.builder()
                .action("/a", Policy.limits(RateLimit.slidingWindow(1, HOUR.multipliedBy(2))))
                .escalation(Escalation.of(1, HOUR, List.of(HOUR), HOUR))
                .build();
        for (boolean cached : List.of(false, true)) {
            Bench bench = new Bench(
                    way,
                    policy,
                    builder -> builder.before(
                            Stage.BLOCKLIST,
                            call -> call.request().action().name().equals("/a")
                                    ? Ruling.steps(new TakePermits(own))
                                    : Ruling.PASS));
            bench.allowed(bench.fresh("/a"));
            bench.sentinel.forget(Bench.SUBJECT);
            if (cached) {
                bench.cachePrincipal();
            }
            Denied denied = bench.denied(bench.fresh("/a"));
            assertThat(denied.rule()).as("the longest wait of all").isEqualTo("/a#0");
            assertThat(denied.blockedUntil()).isEqualTo(Bench.START.plus(HOUR));
        }
    }

    @EachWay
    void aStepWithoutTheIdsForItIsAFailureOfTheGuard(Way way) {
        FirstSeen ofTheChat = new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.CHAT, 1, 1, Mode.ENFORCE);
        Bench bench = new Bench(way, POLICY, builder -> builder.after(Stage.LIMITS, call -> Ruling.steps(ofTheChat)));
        assertThat(bench.decide(bench.fresh("/a").chat(null))).isEqualTo(Denied.of(Reason.UNAVAILABLE, "guard"));
        assertThat(bench.events(SecurityEvent.GuardFailed.class)).hasSize(1);
    }

    @EachWay
    void itSeesTheRequestItsPolicyAndItsPrincipal(Way way) {
        Interceptor vipsOnly = call -> call.policy().entry().equals("/a")
                        && call.resolution() instanceof Resolution.Resolved resolved
                        && resolved.principal().roles().contains("vip")
                        && Objects.equals(call.request().chat(), Bench.CHAT)
                ? Ruling.PASS
                : Ruling.veto("vips");
        Bench bench = new Bench(way, POLICY, builder -> builder.after(Stage.ACCESS, vipsOnly));
        bench.resolution = Resolution.of(Principal.registered("vip"));
        assertThat(bench.decide(bench.fresh("/a")).isAllowed()).isTrue();
        assertThat(bench.denied(bench.fresh("/a").chat("elsewhere")).rule()).isEqualTo("vips");
        assertThat(bench.denied(bench.fresh("/b")).reason()).isEqualTo(Reason.VETOED);
    }
}
