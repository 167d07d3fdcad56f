package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.Step;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each kind of step does while the remote fails. Immutable.
 *
 * @param instances how many share the remote
 */
record OutageRules(OnOutage blocklist, OnOutage debounce, OnOutage limits, int instances)
        implements Step.Cases<OutageRules.StageRule> {

    /**
     * One step's rule.
     *
     * @param local what the local storage is asked in its place, if the rule is {@link OnOutage#LOCAL}; null if nothing,
     *     because known blocks have been looked at before
     */
    record StageRule(OnOutage onOutage, @Nullable Step local) {}

    StageRule of(Step step) {
        return Objects.requireNonNull(step.match(this));
    }

    @Override
    public StageRule notBlocked(Step.NotBlocked step) {
        return new StageRule(blocklist, null);
    }

    @Override
    public StageRule firstSeen(Step.FirstSeen step) {
        return new StageRule(debounce, step);
    }

    /** An album is part of what it spares its parts: without local limits and fingerprints there is nothing to share. */
    @Override
    public StageRule album(Step.Album step) {
        List<Step> elsewhere = step.elsewhere().stream()
                .map(other -> Objects.requireNonNullElse(of(other).local(), other))
                .toList();
        return new StageRule(debounce == OnOutage.LOCAL ? debounce : limits, new Step.Album(step.scope(), elsewhere));
    }

    @Override
    public StageRule takePermits(Step.TakePermits step) {
        return new StageRule(limits, new Step.TakePermits(LocalLimit.of(step.applied(), instances)));
    }
}
