package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Pending;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.StoreException;
import org.jspecify.annotations.Nullable;

/** One plan, prepared on the remote and for its outages. Thread-safe. */
final class ResilientPlan implements PreparedPlan {

    final ResilientStore store;
    final PreparedPlan remote;
    final BlockCheck blockCheck;
    final PlanWrites writes;
    private final Fallback fallback;

    ResilientPlan(ResilientStore store, Plan plan, PreparedPlan remote, Fallback fallback) {
        this.store = store;
        this.remote = remote;
        this.blockCheck = BlockCheck.of(plan);
        this.writes = PlanWrites.of(plan);
        this.fallback = fallback;
    }

    @Override
    public Answer evaluate(Facts facts) {
        if (store.isClosed()) {
            return Pending.failed(ResilientStore.closed());
        }
        Verdict blocked = store.known.answer(blockCheck, facts);
        if (blocked != null) {
            return blocked;
        }
        Breaker[] breakers = store.breakers.of(remote.nodes(facts), writes.arePossible());
        if (NodeBreakers.isAnyOpen(breakers)) {
            // a remote may know it without its server, so its answer proves nothing
            blocked = store.known.answerForChatWithoutStorage(blockCheck, facts);
        }
        if (blocked != null) {
            return blocked;
        }
        RemoteCall call = new RemoteCall(this, facts, breakers);
        if (!store.inFlight.enter(call)) {
            return evaluateWithoutRemote(facts, null);
        }
        if (!call.passes()) {
            store.inFlight.leave(call);
            return evaluateWithoutRemote(facts, null);
        }
        return call.start();
    }

    /** @param cause why the remote can't be asked; null if it was not tried */
    Answer evaluateWithoutRemote(Facts facts, @Nullable Throwable cause) {
        try {
            Verdict blocked = store.known.answerWithoutStorage(blockCheck, facts);
            return blocked == null ? fallback.evaluate(facts, cause) : blocked;
        } catch (Throwable failure) {
            return Pending.failed(new StoreException("the local storage failed", failure));
        }
    }
}
