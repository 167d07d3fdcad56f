package dev.botsentinel.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The meters that are tagged by the policy, made when they are first needed and never more than {@value #MAXIMUM} of
 * them: policies come and go while meters stay. Beyond that everything is counted under {@code other}. Thread-safe.
 */
final class Meters {

    /** How many meters the policy's words can make. */
    static final int MAXIMUM = 10_000;

    /** The tag value of what there is no room for. */
    static final String OTHER = "other";

    /** The tag value of what has none. */
    static final String NONE = "none";

    private record Key(String name, Tags tags) {}

    private final MeterRegistry registry;
    private final Tags common;
    private final Map<Key, Meter> made = new ConcurrentHashMap<>();

    Meters(MeterRegistry registry, Tags common) {
        this.registry = registry;
        this.common = common;
    }

    /** The timer of decisions with these tags. */
    Timer decisions(String action, String outcome, String reason, String rule) {
        return (Timer) make(
                Names.DECISIONS,
                Tags.of("action", action, "outcome", outcome, "reason", reason, "rule", rule),
                tags -> Timer.builder(Names.DECISIONS)
                        .description(Names.DECISIONS_ARE)
                        .tags(tags)
                        .register(registry));
    }

    /** The counter of degraded decisions with these tags. */
    Counter degraded(String action, String outcome) {
        return counter(Names.DEGRADED, Names.DEGRADED_ARE, Tags.of("action", action, "outcome", outcome));
    }

    /** The counter of shadow denials with these tags. */
    Counter shadowDenials(String action, String reason, String rule) {
        return counter(
                Names.SHADOW_DENIALS,
                Names.SHADOW_DENIALS_ARE,
                Tags.of("action", action, "reason", reason, "rule", rule));
    }

    /** The counter of violations with these tags. */
    Counter violations(String action, String rule, String scope) {
        return counter(Names.VIOLATIONS, Names.VIOLATIONS_ARE, Tags.of("action", action, "rule", rule, "scope", scope));
    }

    /** The counter of access decisions with these tags. */
    Counter access(String action, String outcome, String reason) {
        return counter(Names.ACCESS, Names.ACCESS_IS, Tags.of("action", action, "outcome", outcome, "reason", reason));
    }

    private Counter counter(String name, String description, Tags own) {
        return (Counter) make(
                name,
                own,
                tags -> Counter.builder(name)
                        .description(description)
                        .tags(tags)
                        .register(registry));
    }

    private Meter make(String name, Tags own, Function<Tags, Meter> maker) {
        Key key = new Key(name, own);
        Meter known = made.get(key);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            Key affordable = made.size() < MAXIMUM ? key : new Key(name, withoutPolicy(own));
            return made.computeIfAbsent(affordable, wanted -> maker.apply(common.and(wanted.tags)));
        }
    }

    /** The same tags without the words of the policy. */
    private static Tags withoutPolicy(Tags tags) {
        return tags.stream().anyMatch(tag -> tag.getKey().equals("rule"))
                ? tags.and("action", OTHER, "rule", OTHER)
                : tags.and("action", OTHER);
    }
}
