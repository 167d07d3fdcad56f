package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.store.WritesRefusedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One instance's way to a state that it shares with others, which can fail in every way there is. */
final class FakeRemote implements SentinelStore, PeerNews {

    /** What the instances tell each other. */
    static final class News {

        private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    }

    /** How a call goes wrong. */
    enum Fault {
        HANGS,
        FAILS,
        THROWS,
        DIES,
        ANSWERS_NULL,
        /** Proves that nothing was done. */
        REFUSES,
        /** Changes are made, but no answer comes. */
        LOSES_ANSWERS,
        /** Changes are not made, and no answer comes; questions are answered. */
        LOSES_CHANGES
    }

    private final @Nullable News news;
    private final List<CompletableFuture<Verdict>> hanging = new ArrayList<>();
    private final StoreAdmin admin = failingOrTold();
    private SentinelStore state;
    private @Nullable Fault fault;
    private boolean silentlyLost;
    private boolean losesNextChange;
    private boolean closed;
    boolean saysItKeepsDeadlines;

    /** What only reads is answered, what would write is refused. */
    boolean refusesWrites;

    /** The nodes by subject; empty if there is only one. */
    final Map<String, List<String>> nodes = new HashMap<>();

    /** Whose blocks it has lost, and says so to whoever asks. */
    final Set<String> evicted = new HashSet<>();

    /** The nodes that are down. */
    final Set<String> down = new HashSet<>();

    long toldDeadlineNanos;
    int calls;
    int confirmations;
    boolean unsure;

    /** What a confirmation comes to instead; null for what is true. */
    @Nullable
    Supplier<@Nullable CompletionStage<Void>> confirming;

    /** @param news where it tells and hears of blocks; null if it has no feed */
    FakeRemote(SentinelStore state, @Nullable News news) {
        this.state = state;
        this.news = news;
    }

    /** The next change is made, but its answer doesn't come. */
    void loseNextChange() {
        losesNextChange = true;
    }

    /** From now on each call goes wrong in this way; null for none. */
    void fault(@Nullable Fault fault) {
        this.fault = fault;
    }

    /** The server comes back with another state. */
    void state(SentinelStore state) {
        this.state = state;
    }

    /** The server comes back with another state, and says so. */
    void loseState(SentinelStore another) {
        state = another;
        tell(Listener::stateLost);
    }

    /** The server has another state, and says so to whoever asks. */
    void loseStateSilently(SentinelStore another) {
        state = another;
        silentlyLost = true;
    }

    /** What hangs is answered. */
    void answerAll(Verdict verdict) {
        List<CompletableFuture<Verdict>> late = List.copyOf(hanging);
        hanging.clear();
        late.forEach(call -> call.complete(verdict));
    }

    /** What hangs fails, as at a deadline. */
    void failAll() {
        List<CompletableFuture<Verdict>> late = List.copyOf(hanging);
        hanging.clear();
        late.forEach(call -> call.completeExceptionally(new StoreException("no answer in time")));
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        return new PreparedPlan() {
            @Override
            public Answer evaluate(Facts facts) {
                return new Pending(evaluated(plan, facts));
            }

            @Override
            public Answer evaluate(Facts facts, long deadlineNanos) {
                toldDeadlineNanos = deadlineNanos;
                return evaluate(facts);
            }

            @Override
            public List<String> nodes(Facts facts) {
                return nodes.getOrDefault(facts.subject(), List.of());
            }
        };
    }

    @Override
    public boolean keepsDeadlines() {
        return saysItKeepsDeadlines;
    }

    @Override
    public Set<String> nodes() {
        return nodes.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    private CompletionStage<Verdict> evaluated(Plan plan, Facts facts) {
        calls++;
        for (String node : nodes.getOrDefault(facts.subject(), List.of())) {
            if (down.contains(node)) {
                return CompletableFuture.failedFuture(new StoreException("a node is gone", null, node));
            }
        }
        if (closed) {
            return CompletableFuture.failedFuture(new StoreException("closed"));
        }
        if (fault != null) {
            return gone();
        }
        return refusesWrites && wouldWrite(plan, facts)
                ? CompletableFuture.failedFuture(new WritesRefusedException("no memory left", null, null))
                : told(facts, state.evaluate(plan, facts));
    }

    private boolean wouldWrite(Plan plan, Facts facts) {
        Verdict verdict = state.evaluate(new Plan(plan.steps(), plan.ids(), null, true), facts)
                .toCompletableFuture()
                .join();
        return !plan.probe() && PlanWrites.of(plan).areProvenBy(verdict);
    }

    private CompletionStage<Verdict> gone() {
        return switch (fault) {
            case HANGS -> {
                CompletableFuture<Verdict> call = new CompletableFuture<>();
                hanging.add(call);
                yield call;
            }
            case FAILS, LOSES_ANSWERS, LOSES_CHANGES ->
                CompletableFuture.failedFuture(new StoreException("the server is gone"));
            case REFUSES -> CompletableFuture.failedFuture(new NothingDoneException("the server refuses"));
            case THROWS -> throw new IllegalStateException("a fault of the storage's own");
            case DIES -> throw new StackOverflowError();
            case ANSWERS_NULL -> CompletableFuture.completedFuture(null);
        };
    }

    private CompletionStage<Verdict> told(Facts facts, CompletionStage<Verdict> answer) {
        return answer.thenApply(verdict -> {
            if (verdict instanceof Verdict.RateLimited limited && limited.blockedUntilMicros() > 0) {
                tell(listener -> listener.blocked(
                        facts.subject(), BlockSource.AUTOMATIC, limited.nowMicros(), limited.blockedUntilMicros()));
            }
            return verdict;
        });
    }

    private void tell(Consumer<Listener> what) {
        if (news != null) {
            news.listeners.forEach(what);
        }
    }

    @Override
    public @Nullable PeerNews peerNews() {
        return news == null ? null : this;
    }

    @Override
    public Runnable follow(Listener listener) {
        news.listeners.add(listener);
        return () -> news.listeners.remove(listener);
    }

    @Override
    public CompletionStage<Void> confirm(String subject) {
        confirmations++;
        if (confirming != null) {
            return confirming.get();
        }
        if (fault != null || unsure) {
            return CompletableFuture.failedFuture(new StoreException("the server is gone"));
        }
        if (silentlyLost) {
            silentlyLost = false;
            tell(Listener::stateLost);
        }
        if (evicted.contains(subject)) {
            tell(listener -> listener.blockLost(subject));
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> tellForget(String subject) {
        if (fault != null) {
            return CompletableFuture.failedFuture(new StoreException("the server is gone"));
        }
        tell(listener -> listener.forget(subject));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public StoreAdmin admin() {
        return admin;
    }

    private StoreAdmin failingOrTold() {
        return (StoreAdmin) Proxy.newProxyInstance(
                StoreAdmin.class.getClassLoader(), new Class<?>[] {StoreAdmin.class}, (proxy, method, arguments) -> {
                    if (fault == Fault.HANGS) {
                        return new CompletableFuture<>();
                    }
                    if (fault == Fault.REFUSES) {
                        return CompletableFuture.failedFuture(new NothingDoneException("the server refuses"));
                    }
                    boolean asks = method.getName().equals("blockOf");
                    boolean isDone = (fault == Fault.LOSES_ANSWERS && !asks) || (fault == Fault.LOSES_CHANGES && asks);
                    if ((fault != null && !isDone) || closed) {
                        return CompletableFuture.failedFuture(new StoreException("the server is gone"));
                    }
                    try {
                        CompletionStage<?> answer = told(
                                method.getName(),
                                (CompletionStage<?>) method.invoke(state.admin(), arguments),
                                arguments[0]);
                        boolean isLost = losesNextChange && !asks;
                        losesNextChange &= asks;
                        return (fault == Fault.LOSES_ANSWERS || isLost)
                                ? CompletableFuture.failedFuture(new StoreException("no answer came"))
                                : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private CompletionStage<?> told(String operation, CompletionStage<?> answer, Object about) {
        return answer.thenApply(done -> {
            if (done instanceof Block block) {
                Instant until = block.until();
                tell(listener -> listener.blocked(
                        block.subject().id(),
                        block.source(),
                        micros(block.since()),
                        until == null ? Verdict.NEVER : micros(until)));
            } else if (operation.equals("unblock")) {
                Subject subject = (Subject) about;
                tell(listener -> listener.lifted(subject.id()));
            }
            return done;
        });
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return state.fingerprintKey();
    }

    @Override
    public void close() {
        closed = true;
    }
}
