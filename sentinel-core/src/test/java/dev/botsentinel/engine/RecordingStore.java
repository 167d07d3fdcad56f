package dev.botsentinel.engine;

import dev.botsentinel.plan.Answer;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A storage that notes which plans are prepared and evaluated, and answers what the test says; admits all by default. */
final class RecordingStore implements SentinelStore {

    static final FingerprintKey KEY = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");

    final List<Plan> prepared = new ArrayList<>();
    final List<Plan> evaluated = new ArrayList<>();
    final List<Facts> facts = new ArrayList<>();
    Function<Plan, Answer> answer = RecordingStore::admitted;

    /** All steps pass, and no limit says what it has left. */
    static Verdict admitted(Plan plan) {
        return admitted(plan.steps().size());
    }

    static Verdict admitted(int steps) {
        return new Verdict.AdmittedBuilder(steps).build();
    }

    @Override
    public PreparedPlan prepare(Plan plan) {
        prepared.add(plan);
        return brought -> {
            evaluated.add(plan);
            facts.add(brought);
            return answer.apply(plan);
        };
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return KEY;
    }

    @Override
    public StoreAdmin admin() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
