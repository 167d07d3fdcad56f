package dev.botsentinel;

import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Remaining;
import dev.botsentinel.engine.UpdateIds;
import dev.botsentinel.event.SecurityEvent.CooldownSet;
import dev.botsentinel.event.SecurityEvent.LimitReset;
import dev.botsentinel.event.SecurityEvent.PermitsRefunded;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.Refund;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Inspects and corrects what owners have left; every change is an event.
 *
 * <pre>{@code
 * sentinel.limits().inspect(Owner.user("42"));
 * sentinel.limits().reset(Owner.user("42"), "money", "anna", "a mistake");
 * sentinel.limits().cooldown(Owner.GLOBAL, "api", Duration.ofSeconds(30), "bot", "the API said so");
 * }</pre>
 *
 * <p><b>Whose.</b> An owner stands for an update that has its ids and no others, and scopes fall back as they do for
 * updates: a limit per chat, asked of {@code member("42", "-100")}, is that of chat -100, and a limit per member, asked of
 * {@code user("42")}, is the one that user 42 has where there is no chat.
 *
 * <p><b>Which limit.</b> The name by which decisions call it ({@code money}, {@code /pay#0}, {@code global#0}), in the policy
 * in force. An unknown one is an {@link IllegalArgumentException} that says what was meant.
 *
 * <p>Thread-safe. Each call is one trip to the storage, a refund of a decision one per limit. Stages fail with a {@link
 * dev.botsentinel.store.StoreException} if the storage can't answer. An actor has 1 to 256 characters, a reason at most
 * 256.
 */
public final class Limits {

    private final StoreAdmin admin;
    private final Supplier<PolicySet> policy;
    private final FingerprintKey updateIdKey;
    private final ChangeEvents changes;

    Limits(SentinelStore store, Supplier<PolicySet> policy, ChangeEvents changes) {
        this.admin = store.admin();
        this.policy = policy;
        this.updateIdKey = store.fingerprintKey();
        this.changes = changes;
    }

    /** What is left of all limits of the policy that this owner itself holds, fallen back ones included; spends nothing. */
    public CompletionStage<Inspection> inspect(Owner owner) {
        List<AppliedLimit> held = new LimitNames(policy.get())
                .inEffectFor(Facts.of(owner)).stream()
                        .filter(limit -> limit.scope() == owner.scope())
                        .toList();
        return admin.inspect(owner, held);
    }

    /** What is left of one limit; spends nothing. */
    public CompletionStage<Inspection> inspect(Owner owner, String rule) {
        Budget budget = budget(owner, rule);
        return admin.inspect(budget.owner(), List.of(budget.limit()));
    }

    /** Makes one limit full again and ends its cooldown. */
    public CompletionStage<@Nullable Void> reset(Owner owner, String rule, String actor, String reason) {
        ActorAndReason.check(actor, reason);
        Budget budget = budget(owner, rule);
        return changes.tell(admin.reset(budget), (at, done) -> new LimitReset(at, budget.owner(), rule, actor, reason));
    }

    /**
     * Forgets all that this owner itself has spent and done: limits, cooldowns, fingerprints, update ids, violations and
     * the rung of the ladder. Blocks stay: {@link Blocklist#unblock} lifts them. What a user has spent as a member of chats
     * is another owner's.
     */
    public CompletionStage<@Nullable Void> resetAll(Owner owner, String actor, String reason) {
        ActorAndReason.check(actor, reason);
        return changes.tell(admin.reset(owner), (at, done) -> new LimitReset(at, owner, null, actor, reason));
    }

    /**
     * Gives permits back, at most those that are spent. A refund with the same number, of the same limit and owner, gives
     * nothing the second time; it is remembered until whatever was spent before it is back by itself, the 64 latest of each
     * owner.
     *
     * @param permits how many, 1 or more
     * @param refundId which refund this is: a number that the caller makes up, and uses again if it tries again
     */
    public CompletionStage<Refund> refund(
            Owner owner, String rule, int permits, long refundId, String actor, String reason) {
        return refund(budget(owner, rule), permits, refundId, new ActorAndReason(actor, reason));
    }

    /**
     * Gives back what an admitted update has spent of enforced limits, because its work was not done. Once for each update
     * id; an update without one is refunded each time that this is called. Exempt updates, later parts of albums and what
     * was decided {@linkplain Allowed#degraded without the shared state} have spent nothing here.
     *
     * @param request the update's request, as the guard's mapper makes it
     * @param decision the decision on it
     * @return the refunds, in the order of {@link Allowed#remaining()}; none of a degraded decision
     */
    public CompletionStage<List<Refund>> refund(Request request, Allowed decision, String actor, String reason) {
        long refundId = request.hasUpdateId() ? UpdateIds.number(request, updateIdKey) : anyRefundId();
        return refund(request, decision, refundId, new ActorAndReason(actor, reason));
    }

    /**
     * The same, because the handler failed. Not once for each update id, but each time: a redelivery is decided on anew, and
     * spends anew.
     */
    CompletionStage<List<Refund>> refundFailed(Request request, Allowed decision) {
        return refund(request, decision, anyRefundId(), new ActorAndReason("sentinel", "a handler's failure"));
    }

    private static long anyRefundId() {
        return ThreadLocalRandom.current().nextLong();
    }

    private CompletionStage<List<Refund>> refund(
            Request request, Allowed decision, long refundId, ActorAndReason grounds) {
        if (decision.degraded()) {
            return CompletableFuture.completedFuture(List.of());
        }
        Facts spender = Facts.of(request, 0);
        CompletableFuture<List<Refund>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (Remaining spent : decision.remaining()) {
            AppliedLimit limit = spent.applied();
            Budget budget = new Budget(spender.owner(limit.scope()), limit);
            all = all.thenCompose(refunds -> refund(budget, limit.limit().cost(), refundId, grounds)
                    .thenApply(refund -> {
                        refunds.add(refund);
                        return refunds;
                    }));
        }
        return all.thenApply(List::copyOf);
    }

    private CompletionStage<Refund> refund(Budget budget, int permits, long refundId, ActorAndReason grounds) {
        return changes.tell(
                admin.refund(budget, permits, refundId),
                (at, done) -> done.permits() == 0
                        ? null
                        : new PermitsRefunded(
                                at,
                                budget.owner(),
                                budget.limit().id(),
                                done.permits(),
                                grounds.actor(),
                                grounds.reason()));
    }

    /**
     * Has a limit refuse this owner for a while, whatever is left: as {@code rate_limited} by that limit, with the exact
     * wait. Of two cooldowns the one that ends later stays; a reset of the limit ends it.
     *
     * @param duration how long from now on, 1 µs to 36,500 days
     * @return the end of the cooldown in force
     */
    public CompletionStage<Instant> cooldown(Owner owner, String rule, Duration duration, String actor, String reason) {
        ActorAndReason.check(actor, reason);
        return cooldown(budget(owner, rule), rule, duration, new ActorAndReason(actor, reason));
    }

    /** The same for whoever sent the request. */
    CompletionStage<Instant> cooldown(Request request, String rule, Duration duration, ActorAndReason grounds) {
        Budget budget = new LimitNames(policy.get()).budget(Facts.of(request, 0), rule);
        return cooldown(budget, rule, duration, grounds);
    }

    private CompletionStage<Instant> cooldown(Budget budget, String rule, Duration duration, ActorAndReason grounds) {
        return changes.tell(
                admin.cooldown(budget, duration),
                (at, until) -> new CooldownSet(at, budget.owner(), rule, until, grounds.actor(), grounds.reason()));
    }

    private Budget budget(Owner owner, String rule) {
        return new LimitNames(policy.get()).budget(Facts.of(owner), rule);
    }
}
