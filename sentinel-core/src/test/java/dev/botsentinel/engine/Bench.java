package dev.botsentinel.engine;

import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.testing.ManualTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A guard over a reference storage, with a clock to turn and all that can be heard of it. */
final class Bench {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final String SUBJECT = "42";
    static final String CHAT = "-100";

    final ManualTime time = new ManualTime(START);
    final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
    final List<Decision> decisions = new CopyOnWriteArrayList<>();
    final AtomicInteger resolverCalls = new AtomicInteger();
    final SpyStore store;
    final Sentinel<Request> sentinel;

    private final Way way;
    private final AtomicInteger sent = new AtomicInteger();

    /** What the resolver answers; null to fail. */
    volatile @Nullable Resolution resolution = Resolution.of(Principal.REGISTERED);

    Bench(Way way, PolicySet policy) {
        this(way, policy, builder -> builder);
    }

    Bench(Way way, PolicySet policy, UnaryOperator<SentinelBuilder<Request>> more) {
        this.way = way;
        this.store = new SpyStore(new ReferenceStore(time), way.remote());
        SentinelBuilder<Request> builder = Sentinel.<Request>builder(request -> request)
                .policy(policy)
                .store(store)
                .resolver(this::resolve)
                .time(time)
                .executor(Threads.GUARD)
                .listener(events::add)
                .decisionListener((request, applied, decision, nanos) -> decisions.add(decision));
        this.sentinel = more.apply(builder).build();
    }

    private CompletionStage<Resolution> resolve(Request request) {
        resolverCalls.incrementAndGet();
        Resolution answer = resolution;
        if (answer == null) {
            IllegalStateException failure = new IllegalStateException("the resolver is broken");
            return way.remote() ? Threads.failingLater(failure) : CompletableFuture.failedFuture(failure);
        }
        return way.remote() ? Threads.later(answer) : CompletableFuture.completedFuture(answer);
    }

    Decision decide(Request.Builder request) {
        return decide(request.build());
    }

    Decision decide(Request request) {
        return way.decide(sentinel, request, () -> decisions.get(decisions.size() - 1));
    }

    /** @throws ClassCastException if it is denied */
    Allowed allowed(Request.Builder request) {
        return (Allowed) decide(request);
    }

    /** @throws ClassCastException if it is allowed */
    Denied denied(Request.Builder request) {
        return (Denied) decide(request);
    }

    /** A request that is new in all respects. */
    Request.Builder fresh(String action) {
        int number = sent.incrementAndGet();
        return Request.builder(action)
                .subject(SUBJECT)
                .chat(CHAT)
                .updateId(number)
                .content(Content.text("text " + number));
    }

    /** Has the principal cached; costs the subject nothing with a policy that has nothing for {@code /idle}. */
    void cachePrincipal() {
        decide(fresh("/idle"));
    }

    /** Forgets what happened so far; the state of the storage stays. */
    void listenAnew() {
        events.clear();
        decisions.clear();
        resolverCalls.set(0);
        store.forgetPlans();
    }

    /** The events of one kind. */
    <E extends SecurityEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
