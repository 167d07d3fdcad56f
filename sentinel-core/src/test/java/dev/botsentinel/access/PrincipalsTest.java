package dev.botsentinel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class PrincipalsTest {

    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final ResolverSettings SETTINGS =
            ResolverSettings.DEFAULT.cache(KEPT, 1000).failures(PAUSE).timeLimit(LONG);
    private static final Request REQUEST =
            Request.builder("/a").subject("42").chat("7").build();
    private static final Resolution ADMIN = Resolution.of(Principal.registered("admin"));

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger calls = new AtomicInteger();
    private final List<Throwable> failures = new ArrayList<>();

    private static CompletableFuture<Resolution> resolve(Principals principals, Request request) {
        return principals.resolve(request, Facts.of(request, 0));
    }

    @Test
    void aResolutionIsKeptForItsTimeToLive() {
        Principals principals = principals(counted(request -> CompletableFuture.completedFuture(ADMIN)));
        assertThat(known(principals, REQUEST)).isNull();
        assertThat(resolve(principals, REQUEST)).isCompletedWithValue(ADMIN);
        assertThat(known(principals, REQUEST)).isEqualTo(ADMIN);

        advance(KEPT.minus(MOMENT));
        assertThat(known(principals, REQUEST)).isEqualTo(ADMIN);
        advance(MOMENT);
        assertThat(known(principals, REQUEST)).isNull();
        assertThat(calls).hasValue(1);
    }

    @Test
    void aClockThatStepsBackKeepsNobodyForLong() {
        Principals principals = principals(counted(request -> CompletableFuture.completedFuture(ADMIN)));
        resolve(principals, REQUEST).join();

        advance(KEPT.minus(MOMENT).negated());
        assertThat(known(principals, REQUEST)).isEqualTo(ADMIN);
        advance(MOMENT.negated());
        assertThat(known(principals, REQUEST)).isNull();

        assertThat(resolve(principals, REQUEST)).isCompletedWithValue(ADMIN);
        assertThat(known(principals, REQUEST)).isEqualTo(ADMIN);
        assertThat(calls).hasValue(2);
        advance(KEPT);
        assertThat(known(principals, REQUEST)).isNull();
    }

    @Test
    void aVetoIsKeptToo() {
        Principals principals = principals(request -> CompletableFuture.completedFuture(Resolution.veto()));
        resolve(principals, REQUEST).join();
        assertThat(known(principals, REQUEST)).isEqualTo(Resolution.veto());
    }

    @Test
    void theResolverIsNotCalledForARequestOfNobody() {
        Principals principals = principals(counted(request -> CompletableFuture.completedFuture(ADMIN)));
        Request nobody = Request.builder("/a").chat("7").build();
        assertThat(known(principals, nobody)).isEqualTo(Resolution.ANONYMOUS);
        assertThat(calls).hasValue(0);
    }

    @Test
    void whatVetoesTheUnregisteredVetoesNobodyToo() {
        Request nobody = Request.builder("/a").chat("7").build();
        PrincipalResolver bots = PrincipalResolver.vetoBots();
        PrincipalResolver registered = PrincipalResolver.requireRegistered(new FixedUsers(Map.of()));
        assertThat(known(principals(registered), nobody)).isEqualTo(Resolution.veto());
        assertThat(known(principals(PrincipalResolver.combine(bots, registered)), nobody))
                .isEqualTo(Resolution.veto());
        assertThat(known(principals(PrincipalResolver.combine(bots, PrincipalResolver.of(Map.of()))), nobody))
                .isEqualTo(Resolution.ANONYMOUS);
        assertThat(known(principals(PrincipalResolver.vetoIf(request -> request.hasChat())), nobody))
                .isEqualTo(Resolution.veto());
    }

    @Test
    void aTestThatFailsOnNobodyLeavesItUnresolved() {
        Request nobody = Request.builder("/a").chat("7").build();
        IllegalStateException failure = new IllegalStateException("no answer");
        Principals principals = principals(PrincipalResolver.vetoIf(request -> {
            throw failure;
        }));
        assertThat(known(principals, nobody)).isInstanceOf(Resolution.Unresolved.class);
        assertThat(failures).containsExactly(failure);
    }

    @Test
    void aChatThatSpeaksInItsOwnNameHasItsOwnRoles() {
        Principals principals = principals(counted(request -> CompletableFuture.completedFuture(ADMIN)));
        Request chatItself =
                Request.builder("/a").subject("-100").impersonal(true).build();
        assertThat(known(principals, chatItself)).isNull();
        assertThat(resolve(principals, chatItself)).isCompletedWithValue(ADMIN);
        assertThat(known(principals, chatItself)).isEqualTo(ADMIN);
    }

    @Test
    void withoutAResolverEverybodyIsAnonymous() {
        assertThat(known(principals(null), REQUEST)).isEqualTo(Resolution.ANONYMOUS);
    }

    @Test
    void manyRequestsOfOneSubjectMakeOneCall() {
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        Principals principals = principals(counted(request -> answer));
        List<CompletableFuture<Resolution>> waiting = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            assertThat(known(principals, REQUEST)).isNull();
            waiting.add(resolve(principals, REQUEST));
        }
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        answer.complete(ADMIN);
        assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isEqualTo(ADMIN));
        assertThat(calls).hasValue(1);
    }

    @Test
    void threadsThatComeTogetherMakeOneCall() throws Exception {
        int threads = 8;
        CountDownLatch start = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(threads);
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        Principals principals = principals(counted(request -> answer));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Resolution>> answers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                answers.add(pool.submit(() -> {
                    start.await();
                    CompletableFuture<Resolution> mine = resolve(principals, REQUEST);
                    asked.countDown();
                    return mine.join();
                }));
            }
            start.countDown();
            asked.await();
            answer.complete(ADMIN);
            for (Future<Resolution> one : answers) {
                assertThat(one.get()).isEqualTo(ADMIN);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(calls).hasValue(1);
    }

    /** All keys of a small map share a few locks: a resolver under one of them would hold up strangers. */
    @Test
    void aResolverThatBlocksKeepsNoOtherSubjectWaiting() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Principals principals = principals(PrincipalResolver.immediate(request -> {
            if (subject(request).equals("slow")) {
                entered.countDown();
                await(release);
            }
            return Principal.registered("admin");
        }));
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<Resolution> slow = pool.submit(() -> resolve(
                            principals, Request.builder("/a").subject("slow").build())
                    .join());
            await(entered);
            for (int i = 0; i < 200; i++) {
                Request other = Request.builder("/a").subject("other" + i).build();
                assertThat(resolve(principals, other)).isCompletedWithValue(ADMIN);
            }
            release.countDown();
            assertThat(slow.get()).isEqualTo(ADMIN);
        } finally {
            pool.shutdownNow();
        }
    }

    private enum Failing implements PrincipalResolver {
        THROWS {
            @Override
            public CompletableFuture<Resolution> resolve(Request request) {
                throw new IllegalStateException("broken");
            }
        },
        THROWS_AN_ERROR {
            @Override
            public CompletableFuture<Resolution> resolve(Request request) {
                throw new NoClassDefFoundError("broken");
            }
        },
        FAILS {
            @Override
            public CompletableFuture<Resolution> resolve(Request request) {
                return CompletableFuture.failedFuture(new IllegalStateException("broken"));
            }
        },
        ANSWERS_NULL {
            @Override
            public CompletableFuture<Resolution> resolve(Request request) {
                return CompletableFuture.completedFuture(null);
            }
        },
        GIVES_NO_STAGE {
            @Override
            public @Nullable CompletableFuture<Resolution> resolve(Request request) {
                return null;
            }
        },
        KNOWS_A_NULL_PRINCIPAL {
            @Override
            public CompletableFuture<Resolution> resolve(Request request) {
                return CompletableFuture.completedFuture(PrincipalResolver.immediate(any -> null)
                        .resolve(request)
                        .toCompletableFuture()
                        .join());
            }
        },
        CANCELS {
            @Override
            public CompletableFuture<Resolution> resolve(Request request) {
                CompletableFuture<Resolution> cancelled = new CompletableFuture<>();
                cancelled.cancel(true);
                return cancelled;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Failing.class)
    void aResolverThatFailsResolvesNobodyAndIsAskedAgainAfterAPause(Failing resolver) {
        Principals principals = principals(counted(resolver));
        assertThat(resolve(principals, REQUEST).join()).isInstanceOf(Resolution.Unresolved.class);
        advance(PAUSE.minus(MOMENT));
        assertThat(known(principals, REQUEST)).isInstanceOf(Resolution.Unresolved.class);
        assertThat(resolve(principals, REQUEST).join()).isInstanceOf(Resolution.Unresolved.class);
        assertThat(calls).hasValue(1);

        advance(MOMENT);
        assertThat(known(principals, REQUEST)).isNull();
        resolve(principals, REQUEST).join();
        assertThat(calls).hasValue(2);
        assertThat(failures).hasSize(2).noneMatch(CompletionException.class::isInstance);
    }

    @Test
    void withoutAPauseAFailureIsNotKept() {
        Principals principals = principals(counted(Failing.FAILS), SETTINGS.failures(Duration.ZERO), Runnable::run);
        resolve(principals, REQUEST).join();
        assertThat(known(principals, REQUEST)).isNull();
        resolve(principals, REQUEST).join();
        assertThat(calls).hasValue(2);
    }

    @Test
    void theForgottenAreAskedAnewAlsoAfterAFailure() {
        Principals principals = principals(counted(Failing.FAILS));
        resolve(principals, REQUEST).join();
        principals.forget(new Subject("42"));
        assertThat(known(principals, REQUEST)).isNull();
    }

    @Test
    void anAnswerThatComesLateIsThrownAway() {
        CompletableFuture<Resolution> late = new CompletableFuture<>();
        Principals principals = principals(counted(request -> late), MOMENT, Runnable::run);
        assertThat(resolve(principals, REQUEST).join()).isInstanceOf(Resolution.Unresolved.class);
        late.complete(ADMIN);
        assertThat(known(principals, REQUEST)).isInstanceOf(Resolution.Unresolved.class);
    }

    @Test
    void whatIsBeyondTheMaximumOfCallsFailsAtOnceAndIsTold() {
        Queue<CompletableFuture<Resolution>> answers = new ArrayDeque<>();
        Principals principals = principals(
                counted(request -> {
                    CompletableFuture<Resolution> answer = new CompletableFuture<>();
                    answers.add(answer);
                    return answer;
                }),
                SETTINGS.calls(2, 1).failures(Duration.ZERO),
                Runnable::run);
        CompletableFuture<Resolution> first = resolve(principals, of("1"));
        CompletableFuture<Resolution> second = resolve(principals, of("2"));

        assertThat(resolve(principals, of("3")).join()).isInstanceOf(Resolution.Unresolved.class);
        assertThat(resolve(principals, of("2")))
                .as("a call under way is joined")
                .isNotDone();
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(RejectedExecutionException.class)
                        .hasMessageContaining("2 calls"));
        assertThat(calls).hasValue(2);

        answers.forEach(answer -> answer.complete(ADMIN));
        assertThat(List.of(first.join(), second.join())).containsOnly(ADMIN);
        assertThat(resolve(principals, of("3"))).as("there is room again").isNotDone();
    }

    @Test
    void theFailureIsToldAsItWas() {
        IllegalStateException failure = new IllegalStateException("no answer", new RuntimeException("the cause"));
        resolve(principals(request -> CompletableFuture.failedFuture(failure)), REQUEST)
                .join();
        assertThat(failures).containsExactly(failure);
    }

    @Test
    void aResolverThatTakesTooLongResolvesNobody() {
        CompletableFuture<Resolution> never = new CompletableFuture<>();
        Principals principals = principals(counted(request -> never), Duration.ofMillis(1), Runnable::run);
        assertThat(resolve(principals, REQUEST).join()).isInstanceOf(Resolution.Unresolved.class);
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(TimeoutException.class)
                        .hasMessage("the resolver took longer than PT0.001S"));
        assertThat(never).as("the resolver's own future is left alone").isNotDone();
    }

    @Test
    void aTimeLimitOfAgesIsNoLimit() {
        Principals principals =
                principals(request -> new CompletableFuture<>(), Duration.ofSeconds(Long.MAX_VALUE), Runnable::run);
        assertThat(resolve(principals, REQUEST)).isNotDone();
    }

    @Test
    void listenersHearOnTheExecutorOfWhatFailsLater() {
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        Queue<Runnable> executor = new ArrayDeque<>();
        Principals principals = principals(request -> answer, LONG, executor::add);
        CompletableFuture<Resolution> waiting = resolve(principals, REQUEST);

        answer.completeExceptionally(new IllegalStateException("broken"));
        assertThat(failures).as("this thread is the client's").isEmpty();
        assertThat(waiting).isNotDone();

        executor.remove().run();
        assertThat(failures).hasSize(1);
        assertThat(waiting.join()).isInstanceOf(Resolution.Unresolved.class);
    }

    @Test
    void anExecutorThatIsShutDownLeavesNobodyWaiting() {
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        Principals principals = principals(request -> answer, LONG, task -> {
            throw new RejectedExecutionException("shut down");
        });
        CompletableFuture<Resolution> first = resolve(principals, REQUEST);
        CompletableFuture<Resolution> joined = resolve(principals, REQUEST);
        answer.complete(ADMIN);
        assertThat(first.join()).isInstanceOf(Resolution.Unresolved.class);
        assertThat(joined.join()).isInstanceOf(Resolution.Unresolved.class);
    }

    @Test
    void theForgottenAreAskedAnew() {
        Principals principals = principals(counted(request -> CompletableFuture.completedFuture(ADMIN)));
        resolve(principals, REQUEST).join();
        principals.forget(new Subject("42"));
        assertThat(known(principals, REQUEST)).isNull();
        resolve(principals, REQUEST).join();
        assertThat(calls).hasValue(2);
    }

    @Test
    void whoIsForgottenWhileBeingAskedAboutIsNotKept() {
        CompletableFuture<Resolution> old = new CompletableFuture<>();
        Principals principals = principals(counted(request -> old));
        CompletableFuture<Resolution> waiting = resolve(principals, REQUEST);
        principals.forget(new Subject("42"));
        old.complete(ADMIN);
        assertThat(waiting.join()).isEqualTo(ADMIN);
        assertThat(known(principals, REQUEST)).isNull();
    }

    @Test
    void aNullPrincipalIsNoResolution() {
        assertThatNullPointerException()
                .isThrownBy(() -> Resolution.of(null))
                .withMessageContaining("Principal.ANONYMOUS");
    }

    @Test
    void aFixedMapKnowsWhoIsInItAndNobodyElse() {
        PrincipalResolver fixed = PrincipalResolver.of(java.util.Map.of("42", Principal.registered("admin")));
        assertThat(fixed.resolve(REQUEST).toCompletableFuture()).isCompletedWithValue(ADMIN);
        assertThat(fixed.resolve(Request.builder("/a").subject("43").build()).toCompletableFuture())
                .isCompletedWithValue(Resolution.ANONYMOUS);
        assertThat(fixed.resolve(Request.builder("/a").build()).toCompletableFuture())
                .isCompletedWithValue(Resolution.ANONYMOUS);
    }

    private static Request of(String subject) {
        return Request.builder("/a").subject(subject).build();
    }

    private PrincipalResolver counted(PrincipalResolver resolver) {
        return request -> {
            calls.incrementAndGet();
            return resolver.resolve(request);
        };
    }

    private Principals principals(@Nullable PrincipalResolver resolver) {
        return principals(resolver, LONG, Runnable::run);
    }

    private Principals principals(@Nullable PrincipalResolver resolver, Duration timeout, Executor executor) {
        return principals(resolver, SETTINGS.timeLimit(timeout), executor);
    }

    private Principals principals(@Nullable PrincipalResolver resolver, ResolverSettings settings, Executor executor) {
        return new Principals(
                resolver, settings, null, now::get, executor, (request, failure) -> failures.add(failure), null);
    }

    private void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    private static @Nullable Resolution known(Principals principals, Request request) {
        return principals.known(request, principals.find(request));
    }

    private static String subject(Request request) {
        return request.subject() == null ? "" : request.subject().id();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
