package dev.botsentinel.redis;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import java.util.function.Consumer;

/** A storage that reports the facts of each plan as soon as it is in flight. */
final class RecordingStore extends ForwardingStore {

    private final Consumer<Facts> note;

    RecordingStore(SentinelStore store, Consumer<Facts> note) {
        super(store);
        this.note = note;
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        PreparedPlan prepared = super.prepare(plan);
        return facts -> {
            Answer answer = prepared.evaluate(facts);
            note.accept(facts);
            return answer;
        };
    }
}
