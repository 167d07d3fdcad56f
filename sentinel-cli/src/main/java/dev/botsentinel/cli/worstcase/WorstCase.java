package dev.botsentinel.cli.worstcase;

import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often a policy lets handlers be called at most, in any window of a length, whatever these people send. An upper bound:
 * no storage that keeps its laws admits more while it forgets nothing that is live. Immutable.
 *
 * <p>What never spends a permit isn't counted: exempt updates, and trusted subjects. Requirements, debounce and blocks only
 * take away; they are taken for passed.
 */
/*
 * Each update admitted under an entry is charged to all of its enforced limits, so the smallest bound among them holds. Over
 * several entries a shared budget (a named or a global limit) bounds their sum. Which budgets to add up is a covering problem;
 * the greedy cover here is valid, if not always the smallest. Albums multiply what was admitted: nine more parts of each, and
 * nine of those that were remembered when the window began.
 */
public final class WorstCase {

    /** The parts of an album after its first. */
    private static final long MORE_PARTS = 9;

    /** How many albums a storage remembers of an owner. */
    private static final long ALBUMS_REMEMBERED = 8;

    /** How long after its first part another part of an album can come. */
    private static final long ALBUM_MICROS = 60_000_000;

    private final PolicySet policy;
    private final Population population;
    private final Deployment deployment;

    public WorstCase(PolicySet policy, Population population, Deployment deployment) {
        this.policy = policy;
        this.population = population;
        this.deployment = deployment;
    }

    /**
     * The bound for one action.
     *
     * @param path the action's name or path
     * @param windowMicros the length of the window, 1 or more
     */
    public CallBound of(String path, long windowMicros) {
        return calls(List.of(policy.effective(path)), windowMicros);
    }

    /** The bound for all actions together. */
    public CallBound ofAll(long windowMicros) {
        return calls(policy.effective(), windowMicros);
    }

    private CallBound calls(Collection<EffectivePolicy> entries, long windowMicros) {
        CallBound charged = charged(entries, windowMicros);
        List<EffectivePolicy> albums = entries.stream()
                .filter(entry -> EntryKinds.canBeAlbums(entry.entry()))
                .toList();
        long begun = Counts.times(MORE_PARTS, charged(albums, windowMicros).calls());
        long calls = Counts.plus(charged.calls(), Counts.plus(begun, carriedOver(albums)));
        return calls == Counts.UNBOUNDED ? CallBound.NONE : new CallBound(calls, charged.charged(), charged.heldBy());
    }

    /** Parts within the window of albums that began before it. */
    private long carriedOver(List<EffectivePolicy> albums) {
        long owners = Counts.times(population.owners(Scope.USER, false), deployment.storages());
        long remembered = Counts.times(ALBUMS_REMEMBERED, owners);
        return Counts.times(
                MORE_PARTS, Math.min(remembered, charged(albums, ALBUM_MICROS).calls()));
    }

    /** How many updates are charged: all but later parts of albums. */
    private CallBound charged(Collection<EffectivePolicy> entries, long windowMicros) {
        Map<String, Long> alone = new LinkedHashMap<>();
        Map<String, String> by = new LinkedHashMap<>();
        Map<AppliedLimit, List<String>> spentBy = new LinkedHashMap<>();
        for (EffectivePolicy entry : entries) {
            alone.put(entry.entry(), Counts.UNBOUNDED);
            boolean chatless = EntryKinds.canLackChat(entry.entry());
            for (AppliedLimit limit : entry.limits()) {
                if (limit.isShadow()) {
                    continue;
                }
                spentBy.computeIfAbsent(limit, any -> new ArrayList<>()).add(entry.entry());
                long most = admitted(limit, chatless, windowMicros);
                if (most < alone.getOrDefault(entry.entry(), Counts.UNBOUNDED)) {
                    alone.put(entry.entry(), most);
                    by.put(entry.entry(), limit.id());
                }
            }
        }
        List<SharedBudget> shared = new ArrayList<>();
        spentBy.forEach((limit, spenders) -> {
            boolean chatless = spenders.stream().anyMatch(EntryKinds::canLackChat);
            shared.add(new SharedBudget(limit.id(), admitted(limit, chatless, windowMicros), spenders));
        });
        return cover(alone, by, shared);
    }

    private long admitted(AppliedLimit limit, boolean chatless, long windowMicros) {
        return Counts.times(
                population.owners(limit.scope(), chatless), deployment.admitted(limit.limit(), windowMicros));
    }

    /** A budget, how many updates it admits, and the entries that spend it. */
    private record SharedBudget(String id, long most, List<String> entries) {}

    private static CallBound cover(Map<String, Long> alone, Map<String, String> by, Collection<SharedBudget> shared) {
        CallBound best = greedily(alone, by, shared);
        for (SharedBudget budget : shared) {
            if (budget.most < best.calls() && new HashSet<>(budget.entries).containsAll(alone.keySet())) {
                best = new CallBound(budget.most, budget.most, List.of(budget.id));
            }
        }
        return best;
    }

    private static CallBound greedily(
            Map<String, Long> alone, Map<String, String> by, Collection<SharedBudget> shared) {
        Map<String, Long> left = new LinkedHashMap<>(alone);
        Set<String> heldBy = new LinkedHashSet<>();
        long sum = 0;
        List<SharedBudget> smallestFirst = shared.stream()
                .filter(budget -> budget.entries.size() > 1)
                .sorted(Comparator.comparingLong(SharedBudget::most))
                .toList();
        for (SharedBudget budget : smallestFirst) {
            long without = budget.entries.stream()
                    .mapToLong(entry -> left.getOrDefault(entry, 0L))
                    .reduce(0, Counts::plus);
            if (budget.most < without) {
                budget.entries.forEach(left::remove);
                sum = Counts.plus(sum, budget.most);
                heldBy.add(budget.id);
            }
        }
        for (Map.Entry<String, Long> entry : left.entrySet()) {
            sum = Counts.plus(sum, entry.getValue());
            String limit = by.get(entry.getKey());
            if (limit != null) {
                heldBy.add(limit);
            }
        }
        return sum == Counts.UNBOUNDED ? CallBound.NONE : new CallBound(sum, sum, List.copyOf(heldBy));
    }
}
