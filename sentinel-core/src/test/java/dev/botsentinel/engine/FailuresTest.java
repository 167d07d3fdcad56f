package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Stale;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What fails becomes a denial and an event, never an exception and never an admission. */
@Timeout(30)
class FailuresTest {

    private static final Decision NO_STORAGE = Denied.of(Reason.UNAVAILABLE, "storage");
    private static final Decision NO_GUARD = Denied.of(Reason.UNAVAILABLE, "guard");

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.slidingWindow(1, Duration.ofHours(1))))
            .action("/admin", Policy.EMPTY.requires(Requirement.REGISTERED))
            .blocked("666")
            .build();

    /** How a storage can break. */
    private enum Broken implements Function<BoundPlan, CompletionStage<Verdict>> {
        FAILS {
            @Override
            public CompletionStage<Verdict> apply(BoundPlan plan) {
                return CompletableFuture.failedFuture(new StoreException("down"));
            }
        },
        FAILS_LATER {
            @Override
            public CompletionStage<Verdict> apply(BoundPlan plan) {
                return Threads.failingLater(new StoreException("down"));
            }
        },
        FAILS_WRAPPED {
            @Override
            public CompletionStage<Verdict> apply(BoundPlan plan) {
                return CompletableFuture.<Verdict>failedFuture(new StoreException("down"))
                        .thenApply(same -> same);
            }
        },
        THROWS {
            @Override
            public CompletionStage<Verdict> apply(BoundPlan plan) {
                throw new StoreException("down");
            }
        },
        THROWS_AN_ERROR {
            @Override
            public CompletionStage<Verdict> apply(BoundPlan plan) {
                throw new NoClassDefFoundError("down");
            }
        },
        GIVES_NO_STAGE {
            @Override
            public CompletionStage<Verdict> apply(BoundPlan plan) {
                return null;
            }
        },
        ANSWERS_NULL {
            @Override
            public CompletionStage<Verdict> apply(BoundPlan plan) {
                return CompletableFuture.completedFuture(null);
            }
        },
        ANSWERS_NULL_LATER {
            @Override
            public CompletionStage<Verdict> apply(BoundPlan plan) {
                return Threads.later(null);
            }
        },
        CANCELS {
            @Override
            public CompletionStage<Verdict> apply(BoundPlan plan) {
                CompletableFuture<Verdict> cancelled = new CompletableFuture<>();
                cancelled.cancel(true);
                return cancelled;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Broken.class)
    void aBrokenStorageDeniesAndIsAnEventHoweverItBreaks(Broken broken) {
        Way.all().forEach(way -> {
            for (boolean cached : List.of(false, true)) {
                Bench bench = new Bench(way, POLICY);
                if (cached) {
                    bench.allowed(bench.fresh("/admin"));
                    bench.listenAnew();
                }
                bench.store.answer(broken);
                assertThat(bench.decide(bench.fresh("/a"))).isEqualTo(NO_STORAGE);
                assertThat(bench.events)
                        .hasExactlyElementsOfTypes(SecurityEvent.StoreFailed.class, SecurityEvent.Unavailable.class);
                Throwable cause = ((SecurityEvent.StoreFailed) bench.events.get(0)).cause();
                assertThat(cause).isNotInstanceOf(CompletionException.class);
                assertThat(bench.resolverCalls)
                        .as("a storage that fails costs no call")
                        .hasValue(0);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Broken.class)
    void aProbeThatFailsDeniesToo(Broken broken) {
        Way.all().forEach(way -> {
            Bench bench = new Bench(way, POLICY);
            bench.resolution = Resolution.ANONYMOUS;
            bench.denied(bench.fresh("/admin"));
            bench.store.answer(broken);
            assertThat(bench.decide(bench.fresh("/admin")))
                    .as("a block may rank above the refusal")
                    .isEqualTo(NO_STORAGE);
        });
    }

    @EachWay
    void whomThePolicyBlocksStaysBlockedThoughTheStorageIsBroken(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.store.answer(Broken.FAILS);
        assertThat(bench.denied(bench.fresh("/a").subject("666")).reason()).isEqualTo(Reason.BLOCKED);
        assertThat(bench.events(SecurityEvent.StoreFailed.class)).isEmpty();
    }

    @EachWay
    void aClosedStorageIsABrokenOne(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.store.answer(plan -> CompletableFuture.failedFuture(new StoreException("closed")));
        assertThat(bench.decide(bench.fresh("/a"))).isEqualTo(NO_STORAGE);
    }

    @Test
    void aStorageThatNeverAnswersKeepsItsOwnUpdateWaitingAndNoOther() {
        Bench bench = new Bench(Way.LOCAL, POLICY);
        bench.cachePrincipal();
        bench.store.answer(plan -> plan.subject() != null && plan.subject().equals("slow")
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(
                        new Verdict.AdmittedBuilder(plan.steps().size()).build()));
        CompletionStage<Decision> waiting =
                bench.sentinel.checkAsync(bench.fresh("/a").subject("slow").build());
        assertThat(bench.decide(bench.fresh("/a")).isAllowed()).isTrue();
        assertThat(waiting.toCompletableFuture()).isNotDone();
    }

    @ParameterizedTest
    @EnumSource
    void anUpdateThatCannotBeReadIsDenied(BrokenMapper mapper) {
        ManualTime time = new ManualTime(Bench.START);
        List<SecurityEvent> events = new ArrayList<>();
        Sentinel<String> sentinel = Sentinel.<String>builder(mapper)
                .store(new ReferenceStore(time))
                .time(time)
                .listener(events::add)
                .build();
        assertThat(sentinel.check("update")).isEqualTo(NO_GUARD);
        assertThat(sentinel.checkAsync("update")).isCompletedWithValue(NO_GUARD);
        sentinel.guard(update -> {
                    throw new AssertionError("handled");
                })
                .accept("update");
        assertThat(events).hasSize(3).allMatch(SecurityEvent.GuardFailed.class::isInstance);
    }

    private enum BrokenMapper implements RequestMapper<String> {
        THROWS {
            @Override
            public Request map(String update) {
                throw new IllegalArgumentException("no update");
            }
        },
        THROWS_AN_ERROR {
            @Override
            public Request map(String update) {
                throw new StackOverflowError();
            }
        },
        ANSWERS_NULL {
            @Override
            public Request map(String update) {
                return null;
            }
        }
    }

    @Test
    void anExecutorThatIsShutDownDeniesRatherThanHangs() {
        Bench bench = new Bench(
                Way.REMOTE,
                POLICY,
                builder -> builder.executor(task -> {
                    throw new RejectedExecutionException("shut down");
                }));
        assertThat(bench.decide(bench.fresh("/a"))).isEqualTo(NO_GUARD);
        assertThat(bench.events(SecurityEvent.GuardFailed.class))
                .singleElement()
                .satisfies(event -> assertThat(event.cause()).isInstanceOf(RejectedExecutionException.class));
    }

    @Test
    void aCancelledCallOfTheResolverIsAFailedOne() {
        Bench bench = new Bench(
                Way.LOCAL,
                POLICY,
                builder -> builder.resolver(request -> {
                    CompletableFuture<Resolution> cancelled = new CompletableFuture<>();
                    cancelled.cancel(true);
                    return cancelled;
                }));
        assertThat(bench.denied(bench.fresh("/admin")).reason()).isEqualTo(Reason.UNRESOLVED);
        assertThat(bench.events(SecurityEvent.ResolverFailed.class))
                .singleElement()
                .satisfies(event -> assertThat(event.cause()).isInstanceOf(CancellationException.class));
    }

    @EachWay
    void whoeverCannotBeResolvedIsAskedAboutAgainAfterAPause(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = null;
        assertThat(bench.denied(bench.fresh("/admin")).reason()).isEqualTo(Reason.UNRESOLVED);
        assertThat(bench.allowed(bench.fresh("/a")).leastRemaining()).hasValue(0);
        assertThat(bench.denied(bench.fresh("/admin")).reason()).isEqualTo(Reason.UNRESOLVED);
        assertThat(bench.resolverCalls).hasValue(1);
        assertThat(bench.events(SecurityEvent.ResolverFailed.class)).hasSize(1);

        bench.time.advance(Duration.ofSeconds(1));
        assertThat(bench.denied(bench.fresh("/admin")).reason()).isEqualTo(Reason.UNRESOLVED);
        assertThat(bench.resolverCalls).hasValue(2);
    }

    /** The time is asked for in many places, also where a failure is reported. */
    @Test
    void aTimeSourceThatThrowsIsADenialAndAnEvent() {
        List<SecurityEvent> events = new ArrayList<>();
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                .store(new ReferenceStore(new ManualTime(Instant.EPOCH)))
                .policy(POLICY.toBuilder()
                        .stale(new Stale(Duration.ofMinutes(1)))
                        .build())
                .resolver(request -> CompletableFuture.completedFuture(Resolution.ANONYMOUS))
                .time(() -> {
                    throw new IllegalStateException("no time");
                })
                .listener(events::add)
                .build();
        Request request =
                Request.builder("/hello").subject("42").sentAtSecond(1).build();
        assertThat(sentinel.check(request)).isEqualTo(NO_GUARD);
        assertThat(sentinel.checkAsync(request).toCompletableFuture().join()).isEqualTo(NO_GUARD);
        assertThat(sentinel.guardCall(any -> "handled").apply(request)).isInstanceOf(Outcome.Refused.class);
        assertThat(events.stream().filter(SecurityEvent.GuardFailed.class::isInstance))
                .hasSize(3);
        sentinel.close();
    }
}
