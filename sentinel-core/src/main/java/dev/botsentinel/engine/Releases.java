package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.SeenValue;
import dev.botsentinel.store.SentinelStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has the storage forget by what it would recognise an update: its update id and its fingerprint. A redelivery or a retry is
 * then handled. Thread-safe.
 */
public final class Releases {

    /** No action's name is empty, so no start of a hash is made in advance: a release is rare. */
    private static final String NO_USUAL_ACTION = "";

    private final SentinelStore store;
    private final FingerprintKey key;
    private final Fingerprints fingerprints;
    private final InstantSource time;

    /** @param time by which the age of a decision is taken */
    public Releases(SentinelStore store, InstantSource time) {
        this.store = store;
        this.key = store.fingerprintKey();
        this.fingerprints = new Fingerprints(key, NO_USUAL_ACTION);
        this.time = time;
    }

    /**
     * Releases what one decision had the storage remember. What is older than its window is left alone: it has ended, and
     * what the storage has now is another update's.
     *
     * @param decision the decision on the request
     * @param decidedAtMillis when it was made, by this object's time
     * @return one stage for each owner, none if there is nothing to release
     */
    public List<CompletableFuture<@Nullable Void>> release(Request request, Allowed decision, long decidedAtMillis) {
        List<FirstSeen> steps = decision.remembered();
        if (steps.isEmpty()) {
            return List.of();
        }
        long age = TimeUnit.MILLISECONDS.toMicros(time.millis() - decidedAtMillis);
        List<FirstSeen> live =
                steps.stream().filter(step -> age < step.windowMicros()).toList();
        return release(request, live, decision.degraded());
    }

    /**
     * Releases whatever the storage remembers by the built-in steps, for whoever has no decision at hand.
     *
     * @param routes the policy in force
     */
    public List<CompletableFuture<@Nullable Void>> release(Request request, Routes routes) {
        List<FirstSeen> steps = routes.find(request).remembered(request);
        List<CompletableFuture<@Nullable Void>> all = new ArrayList<>(release(request, steps, false));
        all.addAll(release(request, steps, true)); // nobody says whether the decision was degraded
        return all;
    }

    private List<CompletableFuture<@Nullable Void>> release(Request request, List<FirstSeen> steps, boolean degraded) {
        Map<Owner, List<SeenValue>> byOwner = new LinkedHashMap<>();
        Facts ids = Facts.of(request, 0);
        for (FirstSeen step : steps) {
            Owner owner = ids.owner(step.scope());
            byOwner.computeIfAbsent(owner, any -> new ArrayList<>())
                    .add(new SeenValue(step.kind(), step.mode(), value(step, request)));
        }
        List<CompletableFuture<@Nullable Void>> all = new ArrayList<>(byOwner.size());
        byOwner.forEach((owner, values) -> all.add(
                store.admin().release(owner, List.copyOf(values), degraded).toCompletableFuture()));
        return all;
    }

    private long value(FirstSeen step, Request request) {
        Long own = step.value();
        if (own != null) {
            return own;
        }
        return switch (step.kind()) {
            case UPDATE_ID -> UpdateIds.number(request, key);
            case FINGERPRINT -> fingerprints.of(request);
        };
    }
}
