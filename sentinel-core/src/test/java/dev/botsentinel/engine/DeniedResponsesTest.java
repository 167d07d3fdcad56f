package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.DeniedUpdate;
import dev.botsentinel.response.Responder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is answered on a denial, and how often. */
@Timeout(30)
class DeniedResponsesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final PolicySet POLICY = PolicySet.builder()
            .action("/once", Policy.limits(RateLimit.perMinute(1)).debounce(Debounce.window(MINUTE)))
            .action("/never", Policy.limits(RateLimit.perMinute(0)))
            .build();

    private final List<DeniedUpdate<Request>> explained = new CopyOnWriteArrayList<>();
    private final List<DeniedUpdate<Request>> acknowledged = new CopyOnWriteArrayList<>();

    private SentinelBuilder<Request> answering(SentinelBuilder<Request> builder) {
        return builder.onDenied(Responder.blocking(explained::add), Responder.blocking(acknowledged::add));
    }

    static List<Way> guarded() {
        return Way.all().filter(way -> way.entry().name().startsWith("GUARD")).toList();
    }

    static List<Way> checked() {
        return Way.all().filter(way -> way.entry().name().startsWith("CHECK")).toList();
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void theFirstDenialIsExplainedAndTheOthersAreAcknowledged(Way way) {
        Bench bench = new Bench(way, POLICY, this::answering);
        bench.allowed(bench.fresh("/once"));
        Request first = bench.fresh("/once").build();
        Denied denied = (Denied) bench.decide(first);
        bench.denied(bench.fresh("/once"));
        bench.denied(bench.fresh("/once"));
        awaitSent(bench.sentinel, 3);
        assertThat(explained).containsExactly(new DeniedUpdate<>(first, first, denied));
        assertThat(acknowledged).hasSize(2);
        assertThat(bench.sentinel.responses().repeated()).isEqualTo(2);

        bench.time.advance(MINUTE);
        bench.allowed(bench.fresh("/once"));
        bench.denied(bench.fresh("/once"));
        awaitSent(bench.sentinel, 4);
        assertThat(explained).as("the next window").hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void anotherReasonIsExplainedToo(Way way) {
        Bench bench = new Bench(way, POLICY, builder -> builder.onDenied(Responder.blocking(explained::add)));
        Request same = bench.fresh("/once").build();
        bench.decide(same);
        bench.decide(same);
        bench.decide(same);
        bench.denied(bench.fresh("/once"));
        awaitSent(bench.sentinel, 2);
        assertThat(explained)
                .extracting(told -> told.decision().reason())
                .containsExactlyInAnyOrder(Reason.DUPLICATE, Reason.RATE_LIMITED);
    }

    @ParameterizedTest
    @MethodSource("checked")
    void whoOnlyAsksHasTheDecisionAndAnswersItself(Way way) {
        Bench bench = new Bench(way, POLICY, this::answering);
        bench.denied(bench.fresh("/never"));
        assertThat(bench.sentinel.responses().sent()).isZero();
        assertThat(bench.sentinel.responses().repeated()).isZero();
        bench.sentinel.guard(request -> {}).accept(bench.fresh("/never").build());
        awaitSent(bench.sentinel, 1);
        assertThat(explained).as("a check opens no window").hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aResponderThatHangsOrThrowsHoldsUpNobody(Way way) {
        CountDownLatch hanging = new CountDownLatch(1);
        Bench bench = new Bench(
                way,
                POLICY,
                builder -> builder.onDenied(Responder.blocking(denied -> hang(hanging)), denied -> {
                    throw new IllegalStateException("test");
                }));
        for (int i = 0; i < 10; i++) {
            assertThat(bench.denied(bench.fresh("/never")).reason()).isEqualTo(Reason.RATE_LIMITED);
        }
        bench.allowed(bench.fresh("/once"));
        hanging.countDown();
        awaitSent(bench.sentinel, 1);
        while (bench.sentinel.responses().failed() < 9) {
            Thread.onSpinWait();
        }
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitSent(Sentinel<Request> sentinel, long count) {
        while (sentinel.responses().sent() < count) {
            Thread.onSpinWait();
        }
        assertThat(sentinel.responses().sent()).isEqualTo(count);
    }
}
