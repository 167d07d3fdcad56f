package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.request.Request;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which thread does what: never a client's own does anything of the application's. */
@Timeout(30)
class ThreadsTest {

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.perMinute(2)).requires(Requirement.REGISTERED))
            .build();

    private static final Resolution REGISTERED = Resolution.of(Principal.REGISTERED);

    private final ManualTime time = new ManualTime(Bench.START);

    /** Where the application's code ran: {@code handler on main}. */
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private Sentinel<Request> sentinel(SentinelStore store, PrincipalResolver resolver) {
        return Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(store)
                .time(time)
                .resolver(request -> {
                    note("resolver");
                    return resolver.resolve(request);
                })
                .before(Stage.ACCESS, call -> {
                    note("interceptor");
                    return Ruling.PASS;
                })
                .listener(event -> note(event.getClass().getSimpleName()))
                .decisionListener((request, applied, decision, nanos) -> note("decision"))
                .executor(Threads.GUARD)
                .build();
    }

    private void note(String who) {
        seen.add(who + " on " + Thread.currentThread().getName());
    }

    private CompletableFuture<String> handle(Request request) {
        note("handler");
        return CompletableFuture.completedFuture(request.action().name());
    }

    private CompletableFuture<Outcome<String>> ask(Sentinel<Request> sentinel) {
        return sentinel.guardAsync(this::handle)
                .apply(Request.builder("/a").subject("42").build())
                .toCompletableFuture();
    }

    private static CompletableFuture<Resolution> registered(Request request) {
        return CompletableFuture.completedFuture(REGISTERED);
    }

    @Test
    void withALocalStorageAllIsDoneOnTheCallersThread() {
        Thread.currentThread().setName("caller");
        Sentinel<Request> sentinel = sentinel(new ReferenceStore(time), ThreadsTest::registered);
        for (int i = 0; i < 4; i++) {
            assertThat(ask(sentinel)).isCompleted();
        }
        assertThat(seen)
                .contains("resolver on caller", "handler on caller", "RateLimited on caller")
                .allMatch(one -> one.endsWith(" on caller"));
    }

    @Test
    void whatAStorageCompletesGoesOnOnTheExecutor() {
        Thread.currentThread().setName("caller");
        ReferenceStore state = new ReferenceStore(time);
        SpyStore store = new SpyStore(state, false);
        Sentinel<Request> sentinel = sentinel(store, ThreadsTest::registered);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Verdict> probed = new CompletableFuture<>();
            store.answer(plan -> probed);
            CompletableFuture<Outcome<String>> outcome = ask(sentinel);
            store.answer(plan -> plan.on(state));
            Threads.onClient(() -> probed.complete(new Verdict.AdmittedBuilder(1).build()));
            outcome.join();
            sentinel.forget("42");
        }
        assertThat(seen)
                .hasSize(3 * 4)
                .contains("handler on " + Threads.EXECUTOR)
                .allMatch(one -> one.endsWith(" on " + Threads.EXECUTOR));
    }

    @Test
    void aDenialByAStorageThatAnswersLaterIsToldOnTheExecutor() {
        SpyStore store = new SpyStore(new ReferenceStore(time), false);
        Sentinel<Request> sentinel = sentinel(store, ThreadsTest::registered);
        ask(sentinel).join();
        seen.clear();
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        store.answer(plan -> verdict);
        CompletableFuture<Outcome<String>> outcome = ask(sentinel);
        seen.clear();
        Threads.onClient(() -> verdict.completeExceptionally(new StoreException("down")));
        assertThat(outcome.join()).isInstanceOf(Outcome.Refused.class);
        assertThat(seen)
                .containsExactly(
                        "StoreFailed on " + Threads.EXECUTOR,
                        "decision on " + Threads.EXECUTOR,
                        "Unavailable on " + Threads.EXECUTOR);
    }

    @Test
    void whatAResolverCompletesGoesOnOnTheExecutor() {
        Thread.currentThread().setName("caller");
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        CompletableFuture<Outcome<String>> outcome = ask(sentinel(new ReferenceStore(time), request -> answer));
        Threads.onClient(() -> answer.complete(REGISTERED));
        outcome.join();
        assertThat(seen)
                .containsExactly(
                        "resolver on caller",
                        "interceptor on " + Threads.EXECUTOR,
                        "decision on " + Threads.EXECUTOR,
                        "handler on " + Threads.EXECUTOR);
    }

    @Test
    void aResolverThatBlocksHasThreadsOfItsOwnAndGoesOnOnTheExecutor() {
        Thread.currentThread().setName("caller");
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(new ReferenceStore(time))
                .resolver(PrincipalResolver.blocking(request -> {
                    answer.join();
                    note("resolver");
                    return Principal.REGISTERED;
                }))
                .decisionListener((request, applied, decision, nanos) -> note("decision"))
                .executor(Threads.GUARD)
                .build();
        CompletableFuture<Outcome<String>> first = ask(sentinel);
        answer.complete(null);
        first.join();
        ask(sentinel).join();
        assertThat(seen)
                .containsExactly(
                        "resolver on sentinel-resolver-1",
                        "decision on " + Threads.EXECUTOR,
                        "handler on " + Threads.EXECUTOR,
                        "decision on caller",
                        "handler on caller");
    }

    @Test
    void whatAResolverFailsLaterIsToldOnTheExecutor() {
        Thread.currentThread().setName("caller");
        CompletableFuture<Resolution> answer = new CompletableFuture<>();
        CompletableFuture<Outcome<String>> outcome = ask(sentinel(new ReferenceStore(time), request -> answer));
        Threads.onClient(() -> answer.completeExceptionally(new IllegalStateException("broken")));
        outcome.join();
        assertThat(seen)
                .contains("ResolverFailed on " + Threads.EXECUTOR, "AccessDenied on " + Threads.EXECUTOR)
                .noneMatch(one -> one.endsWith(" on " + Threads.CLIENT));
    }

    @Test
    void aResolverThatTakesTooLongIsToldOfOnTheExecutor() {
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(new ReferenceStore(time))
                .resolver(request -> new CompletableFuture<>())
                .resolverTimeout(Duration.ofMillis(1))
                .listener(event -> note(event.getClass().getSimpleName()))
                .executor(Threads.GUARD)
                .build();
        sentinel.check(Request.builder("/a").subject("42").build());
        assertThat(seen)
                .contains("ResolverFailed on " + Threads.EXECUTOR)
                .noneMatch(one -> one.startsWith("ResolverFailed on Completable"));
    }

    @Test
    void aHandlerThatIsWaitedForRunsOnItsCallersThreadWhateverTheStorage() {
        Thread.currentThread().setName("caller");
        Sentinel<Request> sentinel =
                sentinel(new SpyStore(new ReferenceStore(time), true), request -> Threads.later(REGISTERED));
        sentinel.guard(request -> note("handler"))
                .accept(Request.builder("/a").subject("42").build());
        assertThat(seen).contains("handler on caller");
    }

    @Test
    void administratorsChangesAreToldOnTheExecutorWhereTheStorageIsRemote() {
        SpyAdmin admin = new SpyAdmin(new ReferenceStore(time));
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                .store(admin)
                .listener(event -> note(event.getClass().getSimpleName()))
                .executor(Threads.GUARD)
                .build();
        sentinel.blocklist().block("42", "admin", "").toCompletableFuture().join();
        sentinel.blocklist().unblock("42", "admin", "").toCompletableFuture().join();
        sentinel.limits()
                .resetAll(Owner.user("42"), "admin", "")
                .toCompletableFuture()
                .join();
        assertThat(seen)
                .containsExactly(
                        "Blocked on " + Threads.EXECUTOR,
                        "Unblocked on " + Threads.EXECUTOR,
                        "LimitReset on " + Threads.EXECUTOR);
    }
}
