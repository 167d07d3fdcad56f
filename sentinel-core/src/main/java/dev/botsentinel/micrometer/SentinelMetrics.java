package dev.botsentinel.micrometer;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.event.EventQueue;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.BlockLost;
import dev.botsentinel.event.SecurityEvent.Blocked;
import dev.botsentinel.event.SecurityEvent.CooldownSet;
import dev.botsentinel.event.SecurityEvent.GuardFailed;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.event.SecurityEvent.LimitChange;
import dev.botsentinel.event.SecurityEvent.LimitReset;
import dev.botsentinel.event.SecurityEvent.PermitsRefunded;
import dev.botsentinel.event.SecurityEvent.PolicyChanged;
import dev.botsentinel.event.SecurityEvent.ResolverFailed;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.event.SecurityEvent.StoreRecovered;
import dev.botsentinel.event.SecurityEvent.Unblocked;
import dev.botsentinel.event.SecurityEvent.UpdateDropped;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.ResponseCounts;
import dev.botsentinel.store.SentinelStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Counts and times what a guard decides, in a Micrometer registry.
 *
 * <pre>{@code
 * SentinelMetrics metrics = SentinelMetrics.to(registry);
 * Sentinel<MyUpdate> sentinel = Sentinel.builder(MyUpdates::toRequest)
 *         .store(metrics.timed("memory", MemoryStore.create()))
 *         .listener(metrics)
 *         .decisionListener(metrics)
 *         .build();
 * }</pre>
 *
 * <p>Tags are words of the policy, never of whoever sends updates: an action counts under the entry that it falls under,
 * an invented one under {@code *}. So users, chats and inventions make no meters; what does is bounded too.
 *
 * <p>An allowed decision costs one timer and no allocation. Thread-safe; one instance may serve several guards.
 */
@SuppressWarnings("exports") // Micrometer is optional: users of this class require it themselves.
public final class SentinelMetrics implements DecisionListener, SecurityListener {

    private final MeterRegistry registry;
    private final Tags common;
    private final Meters meters;
    private final RuleTags ownRules = new RuleTags();
    private final RuleTags errorKinds = new RuleTags();
    private final Map<String, Counter> handlerFailures = new ConcurrentHashMap<>();
    private final Counter manualBlocks;
    private final Counter automaticBlocks;
    private final Counter unblocks;
    private final Counter blocksLost;
    private final Counter resets;
    private final Counter refunds;
    private final Counter cooldowns;
    private final Counter resolverFailures;
    private final Counter storeFailures;
    private final Counter storeOutages;
    private final Counter storeRecoveries;
    private final Counter guardFailures;
    private final Counter updatesDropped;
    private final Counter policyChanges;

    private SentinelMetrics(MeterRegistry registry, Tags common) {
        this.registry = registry;
        this.common = common;
        this.meters = new Meters(registry, common);
        this.manualBlocks = blocks(BlockSource.MANUAL);
        this.automaticBlocks = blocks(BlockSource.AUTOMATIC);
        this.unblocks = counter(Names.UNBLOCKS, Names.UNBLOCKS_ARE, common);
        this.blocksLost = counter(Names.BLOCKS_LOST, Names.BLOCKS_LOST_ARE, common);
        this.resets = limitChanges("reset");
        this.refunds = limitChanges("refund");
        this.cooldowns = limitChanges("cooldown");
        this.resolverFailures = counter(Names.RESOLVER_FAILURES, Names.RESOLVER_FAILURES_ARE, common);
        this.storeFailures = counter(Names.STORE_FAILURES, Names.STORE_FAILURES_ARE, common);
        this.storeOutages = counter(Names.STORE_OUTAGES, Names.STORE_OUTAGES_ARE, common);
        this.storeRecoveries = counter(Names.STORE_RECOVERIES, Names.STORE_RECOVERIES_ARE, common);
        this.guardFailures = counter(Names.GUARD_FAILURES, Names.GUARD_FAILURES_ARE, common);
        this.updatesDropped = counter(Names.UPDATES_DROPPED, Names.UPDATES_DROPPED_ARE, common);
        handlerFailures(ErrorKind.UNCLASSIFIED.label());
        this.policyChanges = counter(Names.POLICY_CHANGES, Names.POLICY_CHANGES_ARE, common);
    }

    /** Metrics in this registry. Give it to the builder twice: as listener and as decision listener. */
    public static SentinelMetrics to(MeterRegistry registry) {
        return to(registry, List.of());
    }

    /** Metrics in this registry, all with these tags: to tell the guards of one application apart. */
    public static SentinelMetrics to(MeterRegistry registry, Iterable<Tag> tags) {
        return new SentinelMetrics(registry, Tags.of(tags));
    }

    private Counter blocks(BlockSource source) {
        String label = source.name().toLowerCase(Locale.ROOT);
        return counter(Names.BLOCKS, Names.BLOCKS_ARE, common.and("source", label));
    }

    private Counter limitChanges(String change) {
        return counter(Names.LIMIT_CHANGES, Names.LIMIT_CHANGES_ARE, common.and("change", change));
    }

    private Counter handlerFailures(String kind) {
        return handlerFailures.computeIfAbsent(
                kind,
                wanted -> counter(Names.HANDLER_FAILURES, Names.HANDLER_FAILURES_ARE, common.and("kind", wanted)));
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /**
     * The same storage, with its time taken.
     *
     * @param backend the tag that tells storages apart: {@code memory}, {@code redis}
     */
    public SentinelStore timed(String backend, SentinelStore store) {
        return new TimedStore(
                store,
                outcome -> Timer.builder(Names.STORE_EVALUATIONS)
                        .description(Names.STORE_EVALUATIONS_ARE)
                        .tags(common.and("backend", backend, "outcome", outcome))
                        .register(registry));
    }

    /**
     * Counts what a queue drops and how much waits in it, for as long as the queue is in use.
     *
     * @param name the tag that tells queues apart: {@code audit}
     */
    public void watch(String name, EventQueue queue) {
        Tags tags = common.and("queue", name);
        FunctionCounter.builder(Names.EVENTS_DROPPED, queue, EventQueue::dropped)
                .description(Names.EVENTS_DROPPED_ARE)
                .tags(tags)
                .register(registry);
        Gauge.builder(Names.EVENTS_PENDING, queue, EventQueue::pending)
                .description(Names.EVENTS_PENDING_ARE)
                .tags(tags)
                .register(registry);
    }

    /** Counts what becomes of a guard's answers to users: {@code metrics.watch(sentinel.responses())}. */
    public void watch(ResponseCounts responses) {
        watch(responses, "sent", ResponseCounts::sent);
        watch(responses, "silent", ResponseCounts::silent);
        watch(responses, "failed", ResponseCounts::failed);
        watch(responses, "repeated", ResponseCounts::repeated);
        watch(responses, "dropped", ResponseCounts::dropped);
    }

    private void watch(ResponseCounts responses, String outcome, ToDoubleFunction<ResponseCounts> count) {
        FunctionCounter.builder(Names.RESPONSES, responses, count)
                .description(Names.RESPONSES_ARE)
                .tags(common.and("outcome", outcome))
                .register(registry);
    }

    /** Counts and times the decision. A guard asks {@link #prepare} once for each entry, which spares the look-ups. */
    @Override
    public void decided(Request request, EffectivePolicy policy, Decision decision, long nanos) {
        prepare(policy).decided(request, policy, decision, nanos);
    }

    /** The meters of one entry. Those of equal tags are the same, whichever policy or guard they are of. */
    @Override
    public DecisionListener prepare(EffectivePolicy policy) {
        return new ActionMeters(policy, meters, ownRules);
    }

    /** False: denials are counted as decisions. */
    @Override
    public boolean hearsDenials() {
        return false;
    }

    /** Counts the event. */
    @Override
    public void on(SecurityEvent event) {
        if (event instanceof Blocked blocked) {
            (blocked.source() == BlockSource.MANUAL ? manualBlocks : automaticBlocks).increment();
        } else if (event instanceof Unblocked) {
            unblocks.increment();
        } else if (event instanceof BlockLost) {
            blocksLost.increment();
        } else if (event instanceof LimitChange change) {
            limitChanged(change);
        } else if (event instanceof ResolverFailed) {
            resolverFailures.increment();
        } else if (event instanceof StoreFailed) {
            storeFailures.increment();
        } else if (event instanceof StoreDegraded) {
            storeOutages.increment();
        } else if (event instanceof StoreRecovered) {
            storeRecoveries.increment();
        } else if (event instanceof GuardFailed) {
            guardFailures.increment();
        } else if (event instanceof UpdateDropped) {
            updatesDropped.increment();
        } else if (event instanceof HandlerFailed failed) {
            handlerFailures(errorKinds.ofOwn(failed.kind().label())).increment();
        } else if (event instanceof PolicyChanged) {
            policyChanges.increment();
        }
    }

    private void limitChanged(LimitChange change) {
        if (change instanceof LimitReset) {
            resets.increment();
        } else if (change instanceof PermitsRefunded) {
            refunds.increment();
        } else if (change instanceof CooldownSet) {
            cooldowns.increment();
        }
    }
}
