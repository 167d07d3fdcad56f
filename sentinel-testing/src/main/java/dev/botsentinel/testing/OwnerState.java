package dev.botsentinel.testing;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Mode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that the reference knows of one owner. Not thread-safe. */
final class OwnerState {

    /** A value in a list of seen ones, until it is forgotten. */
    record Seen(long value, long untilMicros) {}

    /** Which list of seen values. */
    record SeenList(Step.FirstSeen.Kind kind, Mode mode) {}

    /** A block; for ever until {@link dev.botsentinel.plan.Verdict#NEVER}. */
    record Held(BlockSource source, long sinceMicros, long untilMicros, String actor, String reason) {}

    final Owner owner;

    /** The latest time an admitted plan has written; before every time there is if none has. */
    long latestMicros = Long.MIN_VALUE;

    final Map<String, LimitState> limits = new HashMap<>();
    final Map<SeenList, List<Seen>> seen = new HashMap<>();
    final Map<Mode, Held> blocks = new EnumMap<>(Mode.class);
    final Map<Mode, Offences> offences = new EnumMap<>(Mode.class);

    OwnerState(Owner owner) {
        this.owner = owner;
    }

    /** The list's values that are not forgotten yet, oldest sighting first. */
    List<Seen> live(SeenList list, long timeMicros) {
        List<Seen> live = new ArrayList<>(seen.getOrDefault(list, List.of()));
        live.removeIf(value -> value.untilMicros() <= timeMicros);
        return live;
    }

    /** The block in force, that of a shadow escalation for {@link Mode#SHADOW}. */
    @Nullable
    Held blockAt(long timeMicros, Mode mode) {
        Held held = blocks.get(mode);
        return held != null && timeMicros < held.untilMicros() ? held : null;
    }

    Offences offences(Mode mode) {
        return offences.computeIfAbsent(mode, any -> new Offences());
    }

    /** The first instant at which nothing of this changes a decision any more. */
    long endMicros() {
        long end = Long.MIN_VALUE;
        for (LimitState limit : limits.values()) {
            end = Math.max(end, limit.endMicros());
        }
        for (List<Seen> values : seen.values()) {
            for (Seen value : values) {
                end = Math.max(end, value.untilMicros());
            }
        }
        for (Held held : blocks.values()) {
            end = Math.max(end, held.untilMicros());
        }
        for (Offences offence : offences.values()) {
            end = Math.max(end, offence.endMicros());
        }
        return end;
    }
}
