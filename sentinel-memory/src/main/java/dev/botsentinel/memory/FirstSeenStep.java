package dev.botsentinel.memory;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import org.jspecify.annotations.Nullable;

/** Refuses a value that was seen less than a window ago, else remembers it. Immutable. */
final class FirstSeenStep extends PreparedStep {

    private static final int SHADOW_LISTS = 2;

    /** The step's own; null for what the facts bring. */
    private final @Nullable Long ownValue;

    private final boolean ofUpdateId;
    private final long tag;
    private final int capacity;
    private final long windowMicros;

    FirstSeenStep(FirstSeen step, int owner) {
        super(step, owner, true, 0, step.kind().name());
        this.ownValue = step.value();
        this.ofUpdateId = step.kind() == FirstSeen.Kind.UPDATE_ID;
        this.tag = tag(step.kind(), step.mode());
        this.capacity = step.kind().capacity();
        this.windowMicros = step.windowMicros();
    }

    /** Of the section that has the values of this kind and mode. */
    static long tag(FirstSeen.Kind kind, Mode mode) {
        int list = switch (kind) {
            case UPDATE_ID -> 0;
            case FINGERPRINT -> 1;
        };
        return Sections.tag(Sections.SEEN, mode == Mode.SHADOW ? list + SHADOW_LISTS : list);
    }

    @Override
    long examine(int index, @Nullable Cell cell, long atMicros, Facts facts, long[] findings) {
        long value = ownValue != null ? ownValue : ofUpdateId ? facts.updateId() : facts.fingerprint();
        findings[index] = value;
        int section = cell == null ? -1 : Sections.find(cell.data, tag);
        return cell == null || section < 0 ? PASSES : SeenList.seenUntil(cell.data, section, value, atMicros);
    }

    @Override
    Verdict.Refused refused(int index, long nowMicros, long untilMicros, @Nullable Cell cell, long finding) {
        return new Verdict.Duplicate(index, nowMicros, untilMicros);
    }

    @Override
    void commit(Cell cell, long atMicros, Facts facts, long value) {
        int section = Sections.find(cell.data, tag);
        cell.data = SeenList.add(cell.data, section, tag, capacity, value, atMicros + windowMicros, atMicros);
    }
}
