package dev.botsentinel.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A look-up that blocks costs the thread that checks at most the time limit, and hung ones cost a few threads. */
@Timeout(30)
class BlockingResolverTest {

    private static final ResolverSettings SETTINGS =
            ResolverSettings.DEFAULT.failures(Duration.ZERO).timeLimit(Duration.ofDays(1));
    private static final Resolution ADMIN = Resolution.of(Principal.registered("admin"));

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();
    private final Semaphore entered = new Semaphore(0);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void releaseWhoHangs() {
        release.countDown();
    }

    @Test
    void theLookUpRunsOnAThreadOfTheGuardsOwn() {
        Principals principals = principals(SETTINGS);
        assertThat(principals.resolve(of("42"), Facts.of("42", null)).join()).isEqualTo(ADMIN);
        assertThat(known(principals, "42")).isEqualTo(ADMIN);
        assertThat(threads).singleElement().asString().startsWith("sentinel-resolver-");
    }

    @Test
    void aLookUpThatHangsIsGivenUpOnAndItsAnswerThrownAway() {
        Principals principals = principals(SETTINGS.timeLimit(Duration.ofMillis(1)));
        assertThat(principals.resolve(of("hangs"), Facts.of("hangs", null)).join())
                .isInstanceOf(Resolution.Unresolved.class);
        assertThat(failures).singleElement().isInstanceOf(TimeoutException.class);
        release.countDown();
        assertThat(known(principals, "hangs")).isNull();
    }

    @Test
    void aSubjectOnWhichTheLookUpHangsCostsOneThread() {
        PrincipalResolver resolver = placed(SETTINGS.timeLimit(Duration.ofSeconds(1)));
        CompletableFuture<Resolution> hung = askAndHang(resolver, "hangs");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) + 1);
        assertThat(failureOf(ask(resolver, "hangs")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("has not come back");

        release.countDown();
        assertThat(hung.join()).isEqualTo(ADMIN);
        assertThat(ask(resolver, "hangs").join()).isEqualTo(ADMIN);
    }

    /** It may have read what was true before a change, so who comes after the change waits for a look-up of its own. */
    @Test
    void whoComesWhileALookUpRunsGetsTheAnswerOfALaterOne() {
        PrincipalResolver resolver = placed(SETTINGS);
        CompletableFuture<Resolution> old = askAndHang(resolver, "hangs");
        CompletableFuture<Resolution> replaced = ask(resolver, "hangs");
        CompletableFuture<Resolution> newest = ask(resolver, "hangs");
        assertThat(List.of(old, replaced, newest)).noneMatch(CompletableFuture::isDone);

        release.countDown();
        assertThat(List.of(old.join(), replaced.join(), newest.join())).containsOnly(ADMIN);
        assertThat(asked).as("the newest answers for the one it replaced").hasSize(2);
        assertThat(ask(resolver, "hangs").join()).as("nothing is left behind").isEqualTo(ADMIN);
    }

    @Test
    void forgettingASubjectDuringItsLookUpLeavesNobodyUnresolved() {
        Principals principals = principals(SETTINGS);
        CompletableFuture<Resolution> before = principals.resolve(of("hangs"), Facts.of("hangs", null));
        entered.acquireUninterruptibly();
        principals.forget(new Subject("hangs"));
        CompletableFuture<Resolution> after = principals.resolve(of("hangs"), Facts.of("hangs", null));
        release.countDown();
        assertThat(List.of(before.join(), after.join())).containsOnly(ADMIN);
        assertThat(failures).isEmpty();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aSubjectWhoseCallFailedIsAskedAboutAgain() {
        Principals principals = principals(PrincipalResolver.blocking(this::lookUpInABrokenDatabase), SETTINGS);
        for (int i = 0; i < 3; i++) {
            assertThat(principals.resolve(of("42"), Facts.of("42", null)).join())
                    .isInstanceOf(Resolution.Unresolved.class);
        }
        assertThat(asked).hasSize(3);
        assertThat(failures).hasSize(3).allMatch(NoClassDefFoundError.class::isInstance);
    }

    @Test
    void whileAllThreadsHangTheOthersWait() {
        PrincipalResolver resolver = placed(SETTINGS.calls(10, 2));
        CompletableFuture<Resolution> first = askAndHang(resolver, "hangs1");
        CompletableFuture<Resolution> second = askAndHang(resolver, "hangs2");
        CompletableFuture<Resolution> waiting = ask(resolver, "waits");
        assertThat(List.of(first, second, waiting)).noneMatch(CompletableFuture::isDone);

        release.countDown();
        assertThat(waiting.join()).isEqualTo(ADMIN);
    }

    @Test
    void whoeverWaitedTooLongForAThreadIsNotAskedAboutAnymore() {
        PrincipalResolver resolver = placed(SETTINGS.calls(10, 1).timeLimit(Duration.ofSeconds(1)));
        CompletableFuture<Resolution> hung = askAndHang(resolver, "hangs");
        CompletableFuture<Resolution> waiting = ask(resolver, "waits");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) + 1);
        CompletableFuture<Resolution> justCome = ask(resolver, "comes");
        release.countDown();

        assertThat(failureOf(waiting)).isInstanceOf(TimeoutException.class).hasMessageContaining("no thread was free");
        assertThat(List.of(hung.join(), justCome.join())).containsOnly(ADMIN);
        assertThat(asked).containsExactly("hangs", "comes");
        assertThat(ask(resolver, "waits").join()).as("the next try").isEqualTo(ADMIN);
    }

    @Test
    void whatFindsNoPlaceInTheQueueFailsAtOnce() {
        PrincipalResolver resolver = placed(SETTINGS.calls(1, 1));
        CompletableFuture<Resolution> hung = askAndHang(resolver, "hangs");
        CompletableFuture<Resolution> waiting = ask(resolver, "waits");
        assertThat(failureOf(ask(resolver, "late")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("resolverCalls");
        release.countDown();
        CompletableFuture.allOf(hung, waiting).join();
        assertThat(ask(resolver, "late").join()).as("the next try").isEqualTo(ADMIN);
    }

    @Test
    void aClosedGuardAsksNobody() {
        Principals principals = principals(SETTINGS);
        principals.close();
        assertThat(principals.resolve(of("42"), Facts.of("42", null)).join()).isInstanceOf(Resolution.Unresolved.class);
        assertThat(failures).singleElement().asString().contains("closed");
        assertThat(asked).isEmpty();
    }

    @Test
    void withoutAGuardItRunsOnTheCallingThread() {
        assertThat(ask(PrincipalResolver.blocking(this::lookUp), "42")).isCompletedWithValue(ADMIN);
        assertThat(threads).containsExactly(Thread.currentThread().getName());
    }

    private Principal lookUp(Request request) {
        String subject = request.subject() == null ? "" : request.subject().id();
        asked.add(subject);
        threads.add(Thread.currentThread().getName());
        if (subject.startsWith("hangs")) {
            entered.release();
            await(release);
        }
        return Principal.registered("admin");
    }

    private Principal lookUpInABrokenDatabase(Request request) {
        lookUp(request);
        throw new NoClassDefFoundError("broken");
    }

    private PrincipalResolver placed(ResolverSettings settings) {
        ResolverThreads own = new ResolverThreads(settings, nanos::get);
        return PlacedResolver.place(PrincipalResolver.blocking(this::lookUp), own, Runnable::run);
    }

    private static CompletableFuture<Resolution> ask(PrincipalResolver resolver, String subject) {
        return resolver.resolve(of(subject)).toCompletableFuture();
    }

    private CompletableFuture<Resolution> askAndHang(PrincipalResolver resolver, String subject) {
        CompletableFuture<Resolution> answer = ask(resolver, subject);
        entered.acquireUninterruptibly();
        return answer;
    }

    private static Throwable failureOf(CompletableFuture<Resolution> answer) {
        try {
            throw new AssertionError("answered " + answer.join());
        } catch (CompletionException failure) {
            return failure.getCause();
        }
    }

    private Principals principals(ResolverSettings settings) {
        return principals(PrincipalResolver.blocking(this::lookUp), settings);
    }

    private Principals principals(PrincipalResolver resolver, ResolverSettings settings) {
        return new Principals(
                resolver,
                settings,
                null,
                InstantSource.system(),
                Runnable::run,
                (request, failure) -> failures.add(failure),
                null);
    }

    private static @Nullable Resolution known(Principals principals, String subject) {
        return principals.known(of(subject), principals.find(of(subject)));
    }

    private static Request of(String subject) {
        return Request.builder("/a").subject(subject).build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
