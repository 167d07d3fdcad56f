package dev.botsentinel.engine;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.policy.ActionTable;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PresentIds;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes the step by which the parts of an album share a verdict. Parts with one action can fall under several entries, a photo
 * under {@code message:photo} and a video under {@code message:video}. So the step of each names what can refuse a part under the
 * others, up to {@link Step.Album#MOST_ELSEWHERE}. Immutable.
 */
final class AlbumSteps {

    /** Of the entry and of those beside it, whose parts may lack or have what can be a repeat. */
    private final List<Debounce> debounces = new ArrayList<>();

    private final List<AppliedLimit> limitsElsewhere;

    /**
     * @param table the policy's entries
     * @param entry the one that a part falls under
     */
    AlbumSteps(ActionTable<EffectivePolicy> table, EffectivePolicy entry) {
        Set<AppliedLimit> limits = new LinkedHashSet<>();
        add(entry.debounce());
        for (EffectivePolicy other : table.beside(entry.entry())) {
            add(other.debounce());
            limits.addAll(other.limits());
        }
        entry.limits().forEach(limits::remove);
        limits.removeIf(AppliedLimit::isShadow);
        this.limitsElsewhere = limits.stream()
                .limit(Step.Album.MOST_ELSEWHERE - debounces.size())
                .toList();
    }

    /** One is enough: what refuses is known by its kind. */
    private void add(Debounce debounce) {
        if (debounces.isEmpty() && !debounce.isOff() && debounce.mode() == Mode.ENFORCE) {
            debounces.add(debounce);
        }
    }

    /** The enforced limits that other entries have. */
    List<AppliedLimit> limitsElsewhere() {
        return limitsElsewhere;
    }

    /** The step for updates with these ids. */
    Step.Album step(PresentIds ids) {
        Scope scope = Scope.USER.inEffect(ids);
        List<Step> elsewhere = new ArrayList<>();
        debounces.forEach(debounce ->
                elsewhere.add(new FirstSeen(FirstSeen.Kind.FINGERPRINT, scope, debounce.windowMicros(), Mode.ENFORCE)));
        limitsElsewhere.forEach(limit -> elsewhere.add(new TakePermits(limit.inEffect(ids))));
        return new Step.Album(scope, elsewhere);
    }
}
