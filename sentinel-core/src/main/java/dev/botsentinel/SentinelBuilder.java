package dev.botsentinel;

import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.ResolverSettings;
import dev.botsentinel.engine.ChosenLimits;
import dev.botsentinel.engine.Continuations;
import dev.botsentinel.engine.GuardLog;
import dev.botsentinel.engine.Placement;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.ErrorClassifier;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.LimitChooser;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.Platform;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.record.Recorder;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.response.DeniedUpdate;
import dev.botsentinel.response.FailedUpdate;
import dev.botsentinel.response.Responder;
import dev.botsentinel.store.MonotonicTime;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects what a {@link Sentinel} is made of. Not thread-safe.
 *
 * @param <U> the application's update type
 */
public final class SentinelBuilder<U> {

    final RequestMapper<? super U> mapper;
    PolicySet policy = PolicySet.builder().build();

    @Nullable
    Platform platform;

    @Nullable
    SentinelStore store;

    @Nullable
    PrincipalResolver resolver;

    ResolverSettings resolving = ResolverSettings.DEFAULT;
    Placement placement = Placement.NONE;
    ChosenLimits chosenLimits = ChosenLimits.NONE;
    Executor executor = Continuations.executor();
    InstantSource time = new MonotonicTime();
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();

    @Nullable
    Responder<? super DeniedUpdate<U>> explainDenial;

    @Nullable
    Responder<? super DeniedUpdate<U>> acknowledgeDenial;

    @Nullable
    Responder<? super FailedUpdate<U>> answerFailure;

    /** Null for the guard's own; tests have another. */
    @Nullable
    GuardLog log;

    @Nullable
    Recorder recorder;

    Logger logger = LoggerFactory.getLogger(Sentinel.class);

    boolean refundsOnFailure;
    ErrorClassifier errorClassifier = ErrorClassifier.NONE;
    final List<SecurityListener> securityListeners = new ArrayList<>();
    final List<DecisionListener> decisionListeners = new ArrayList<>();

    SentinelBuilder(RequestMapper<? super U> mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper");
    }

    /** What applies to which action; by default nothing but the blocklist applies. */
    public SentinelBuilder<U> policy(PolicySet policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Where the updates come from; its adapter knows. The guard then logs what of its policy can never have an effect there,
     * as {@code sentinel validate} prints it, and refuses a policy with requirements that would never be asked. Unknown by
     * default: then it says nothing.
     */
    public SentinelBuilder<U> platform(Platform platform) {
        this.platform = Objects.requireNonNull(platform, "platform");
        return this;
    }

    /** Where the state lives; required. Stays the caller's: closing the guard doesn't close it. */
    public SentinelBuilder<U> store(SentinelStore store) {
        this.store = Objects.requireNonNull(store, "store");
        return this;
    }

    /** Who is who; needed if the policy requires anything of principals. */
    public SentinelBuilder<U> resolver(PrincipalResolver resolver) {
        this.resolver = Objects.requireNonNull(resolver, "resolver");
        return this;
    }

    /** How long a call of the resolver may take; 1 s by default. */
    public SentinelBuilder<U> resolverTimeout(Duration timeout) {
        this.resolving = resolving.timeLimit(timeout);
        return this;
    }

    /**
     * How many calls of the resolver may be under way at once, and how many threads there are for those that block;
     * 1,000 and 16 by default. What is beyond is {@code unresolved} at once, or waits for a thread within its time limit.
     */
    public SentinelBuilder<U> resolverCalls(int maximum, int threads) {
        this.resolving = resolving.calls(maximum, threads);
        return this;
    }

    /**
     * For how long a subject is {@code unresolved} after a failed call, without another call; 1 s by default. Zero to
     * ask again with the next update.
     */
    public SentinelBuilder<U> resolverRetry(Duration pause) {
        this.resolving = resolving.failures(pause);
        return this;
    }

    /**
     * How long and for how many subjects principals are kept; 60 s and 100,000 by default. A storage in the same process
     * keeps them beside the subjects' state, within its own bound, so that one look-up finds both; the maximum is for
     * all other storages.
     */
    public SentinelBuilder<U> principalCache(Duration timeToLive, long maximumSize) {
        this.resolving = resolving.cache(timeToLive, maximumSize);
        return this;
    }

    /**
     * Limits by principal: for each update the application may choose the limits of a named policy in place of the
     * action's own. Only its limits: debounce and requirements stay the action's, global limits stay on top.
     *
     * <pre>{@code
     * .limitsBy((request, who) -> who.roles().contains("premium") ? "premium" : null, "premium")
     * }</pre>
     *
     * @param chooser never asked about an update that is exempt
     * @param policies the policies that can be chosen, one at least; all their limits have names
     * @throws IllegalArgumentException if no policy is named: then nothing could be chosen
     */
    public SentinelBuilder<U> limitsBy(LimitChooser chooser, String... policies) {
        if (policies.length == 0) {
            throw new IllegalArgumentException("limitsBy names no policy that can be chosen; name each one whose limits"
                    + " the chooser may answer, after the chooser");
        }
        this.chosenLimits = new ChosenLimits(chooser, List.of(policies));
        return this;
    }

    /** An own interceptor right before a built-in stage. */
    public SentinelBuilder<U> before(Stage stage, Interceptor interceptor) {
        placement = placement.addBefore(stage, interceptor);
        return this;
    }

    /** An own interceptor right after a built-in stage. */
    public SentinelBuilder<U> after(Stage stage, Interceptor interceptor) {
        placement = placement.addAfter(stage, interceptor);
        return this;
    }

    /**
     * Answers whoever was denied by a guarded handler, once for each window, subject and reason: see {@link
     * #onDenied(Responder, Responder)}.
     */
    public SentinelBuilder<U> onDenied(Responder<? super DeniedUpdate<U>> explain) {
        this.explainDenial = Objects.requireNonNull(explain, "explain");
        this.acknowledgeDenial = null;
        return this;
    }

    /**
     * Answers whoever was denied by a guarded handler; nobody, by default. A window lasts until a retry would pass, but at
     * least 10 s and at most 10 min; a minute where waiting doesn't help, 10 min for a block for ever. Without a subject it
     * is the chat that is answered. At most 10,000 windows are open at a time; while they are, nobody new is explained to.
     * Instances that share a storage share the windows, rounded down to 10 or 30 s or 1, 2, 5 or 10 min; that costs a call of the
     * storage for each denial that an instance would explain.
     * {@code check} answers nobody: its caller has the decision.
     *
     * @param explain told of the first denial in a window
     * @param acknowledge told of every other one, for platforms on which each update of a kind must be answered, as
     *     Telegram's callbacks must
     */
    public SentinelBuilder<U> onDenied(
            Responder<? super DeniedUpdate<U>> explain, Responder<? super DeniedUpdate<U>> acknowledge) {
        this.explainDenial = Objects.requireNonNull(explain, "explain");
        this.acknowledgeDenial = Objects.requireNonNull(acknowledge, "acknowledge");
        return this;
    }

    /** What kind of failure a handler's exception is; unclassified, by default. */
    public SentinelBuilder<U> errorClassifier(ErrorClassifier classifier) {
        this.errorClassifier = Objects.requireNonNull(classifier, "classifier");
        return this;
    }

    /**
     * Answers whoever sent an update that a guarded handler failed on; nobody, by default. Told of every failure, after
     * its event; the exception goes on to the caller all the same.
     */
    public SentinelBuilder<U> onHandlerError(Responder<? super FailedUpdate<U>> answer) {
        this.answerFailure = Objects.requireNonNull(answer, "answer");
        return this;
    }

    /**
     * Gives back the permits that an update took of enforced limits if its guarded handler fails; by default they stay
     * spent, so that whoever makes a handler fail can't do so without end. Each is an event with the actor {@code sentinel}.
     * What a degraded decision took of this instance's part stays spent.
     */
    public SentinelBuilder<U> refundOnFailure() {
        this.refundsOnFailure = true;
        return this;
    }

    /** Hears of security events. */
    public SentinelBuilder<U> listener(SecurityListener listener) {
        securityListeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Hears of every decision. */
    public SentinelBuilder<U> decisionListener(DecisionListener listener) {
        decisionListeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Records what the guard decides on, and whom it takes subjects for. Closing the guard doesn't close it. Nothing is recorded by
     * default.
     */
    public SentinelBuilder<U> recorder(Recorder recorder) {
        this.recorder = Objects.requireNonNull(recorder, "recorder");
        return this;
    }

    /**
     * Where work goes on that a storage or a resolver completes on a thread of its own; by default the common pool, or
     * four threads of its own on a machine of one or two cores, where that pool has one. Never a pool whose threads wait in
     * {@link Sentinel#check} or a guarded handler: once all of them wait, nobody is
     * left to go on.
     */
    public SentinelBuilder<U> executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** The guard's time: stale updates, step-up ages, cached principals; a {@link MonotonicTime} by default. */
    public SentinelBuilder<U> time(InstantSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * What the {@link dev.botsentinel.policy.Escalation#jitter jitter} of blocks is drawn from, by {@link
     * RandomGenerator#nextLong()}; each thread's own generator by default. Without jitter in the policy it is never asked.
     * A fixed one makes blocks predictable, in tests for example. It is called on the threads that check, several at once:
     * it must be thread-safe then.
     */
    public SentinelBuilder<U> random(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random");
        return this;
    }

    /**
     * The guard.
     *
     * @throws NullPointerException if there is no storage
     * @throws IllegalStateException if the policy requires something of principals and there is no resolver
     * @throws IllegalArgumentException if the policy lacks limits that {@link #limitsBy} declares, or they have no names
     * @throws PolicyException if an entry has requirements and no update of the platform can fall under it or be refused
     * @throws RuntimeException if a library that the platform's adapter needs is missing or doesn't fit
     */
    public Sentinel<U> build() {
        if (platform != null) {
            platform.probeLibraries();
        }
        return new Sentinel<>(this);
    }
}
