package dev.botsentinel.storage.tests.chain;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.Remaining;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.storage.tests.TraceThresholds;
import dev.botsentinel.storage.tests.chain.ChainEvent.Ask;
import dev.botsentinel.storage.tests.chain.ChainEvent.Edge;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a trace met, so that a test can assert that its traces matter. Counts are by name: {@code denied forbidden},
 * {@code refused by token-bucket}, {@code fell back member -> user}, {@code exactly at the end of a wait}, and so on.
 */
public final class ChainStatistics {

    private static final List<String> ALWAYS_MET = Stream.of(
                    Arrays.stream(Reason.values()).map(reason -> "denied " + reason.label()),
                    Arrays.stream(Passage.values()).map(ChainStatistics::name),
                    Arrays.stream(Algorithm.values()).map(algorithm -> "refused by " + algorithm.label()),
                    Stream.of(
                            "rule blocklist",
                            "rule escalation",
                            "rule update-id",
                            "rule debounce",
                            "rule storage",
                            "rule guard",
                            "rule " + TracedGuard.OWN_VETO,
                            "rule " + TracedGuard.OWN_LIMIT,
                            "reported in shadow"),
                    TraceThresholds.SCOPES.stream(),
                    TraceThresholds.FALLBACKS.stream())
            .flatMap(names -> names)
            .toList();

    private final Map<String, Long> counts = new TreeMap<>();
    private long requests;
    private long denials;
    private long hash;

    ChainStatistics() {}

    void decided(Ask ask, Decision decision) {
        requests++;
        hash = 31 * hash + decision.explain().hashCode();
        if (ask.edge() != Edge.NONE) {
            count(ask.edge() == Edge.EXACTLY_AT ? TraceThresholds.AT_THE_END : TraceThresholds.JUST_BEFORE);
        }
        if (decision instanceof Denied denied) {
            denied(denied);
        } else {
            allowed((Allowed) decision);
        }
    }

    private void denied(Denied denied) {
        denials++;
        count("denied " + denied.reason().label());
        if (denied.limit() == null || denied.rule().equals(TracedGuard.OWN_LIMIT)) {
            count("rule " + denied.rule());
        }
        if (denied.limit() != null && denied.scope() != null) {
            count("refused by " + denied.limit().algorithm().label());
            scopes(denied.limit().scope(), denied.scope()).forEach(this::count);
        }
        if (denied.reason() == Reason.RATE_LIMITED && denied.blockedUntil() != null) {
            count("tipped the escalation");
        }
    }

    private void allowed(Allowed allowed) {
        count(name(allowed.passage()));
        Set<String> scopes = new HashSet<>();
        for (Remaining left : allowed.remaining()) {
            scopes.addAll(scopes(left.applied().limit().scope(), left.applied().scope()));
        }
        scopes.forEach(this::count);
        if (!allowed.shadow().isEmpty()) {
            count("reported in shadow");
        }
        allowed.shadow().stream()
                .map(denial -> "shadow " + denial.reason().label())
                .distinct()
                .forEach(this::count);
    }

    /** The scope in effect, and the fallback to it. */
    private static Set<String> scopes(Scope declared, Scope inEffect) {
        String scope = TraceThresholds.inEffect(inEffect);
        return declared == inEffect
                ? Set.of(scope)
                : Set.of(scope, "fell back " + declared.label() + " -> " + inEffect.label());
    }

    private static String name(Passage passage) {
        return "allowed " + passage.name().toLowerCase(Locale.ROOT);
    }

    private void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** How many requests were decided on. */
    public long requests() {
        return requests;
    }

    /** How many of them were denied. */
    public long denials() {
        return denials;
    }

    /** All counts by name. */
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** A hash of all decisions in their order: another one means another trace. */
    public long hash() {
        return hash;
    }

    /**
     * Fails unless the trace shows something: at least a fifth of the requests denied; every reason, algorithm (as the
     * refusing one), scope, fallback of scopes, and way to be allowed in at least one of a hundred; and at least 1,000 requests
     * exactly at the end of a wait, and as many one microsecond before. Meant for {@link
     * ChainDifferential#DEFAULT_REQUESTS} and more.
     *
     * @return this
     * @throws AssertionError with all that is missing
     */
    public ChainStatistics assertTelling() {
        TraceThresholds.check(requests, denials, counts, ALWAYS_MET, this);
        return this;
    }

    @Override
    public String toString() {
        return requests + " requests, " + denials + " denied, " + counts;
    }
}
