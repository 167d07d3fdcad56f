package dev.botsentinel.run;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import java.util.Arrays;

/** A storage that admits everything and counts nothing. */
record AdmittingStore() implements SentinelStore {

    @Override
    public PreparedPlan prepare(Plan plan) {
        long[] steps = new long[plan.steps().size()];
        Arrays.fill(steps, Verdict.Admitted.NOTHING);
        return facts -> Verdict.Admitted.of(steps);
    }

    @Override
    public FingerprintKey fingerprintKey() {
        return FingerprintKey.ofHex("00".repeat(16));
    }

    @Override
    public StoreAdmin admin() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
