package dev.botsentinel.memory;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refuses while a limit has less than its cost left, else spends the cost. Immutable. */
final class LimitStep extends PreparedStep {

    private final LimitCounter limit;

    /** 0 if it has none. */
    private final long lockoutMicros;

    LimitStep(TakePermits step, int owner, LimitCounter limit) {
        super(step, owner, true, limit.cost, limit.applied.key());
        this.limit = limit;
        this.lockoutMicros = limit.applied.limit().lockoutMicros();
    }

    @Override
    long examine(int index, @Nullable Cell cell, long atMicros, Facts facts, long[] findings) {
        long until = examineWithoutLockout(index, cell, atMicros, findings);
        if (until == PASSES || cell == null || !beginsLockout(cell, atMicros)) {
            return until;
        }
        findings[index] = withNothingAvailable(findings[index]);
        return Math.max(until, atMicros + lockoutMicros);
    }

    /** The same of a limit that nobody tries: its lockout doesn't begin. */
    long examineWithoutLockout(int index, @Nullable Cell cell, long atMicros, long[] findings) {
        if (cell == null) {
            findings[index] = finding(LimitCounter.FULL, limit.burst);
            return limit.burst >= cost ? PASSES : Verdict.NEVER;
        }
        int section = limit.find(cell.data);
        long available = section < 0 ? availableAtStart(cell, atMicros) : limit.available(cell.data, section, atMicros);
        if (cell.mayRefuse && cell.cooldownUntil(limit, atMicros) != Cooldowns.NONE) {
            available = 0;
        }
        findings[index] = finding(section, available);
        return available >= cost ? PASSES : readyAt(cell, section, atMicros);
    }

    /** A limit that refuses because of a cooldown, a lockout that has begun among them, begins none. */
    private boolean beginsLockout(Cell cell, long atMicros) {
        return lockoutMicros > 0 && cell.cooldownUntil(limit, atMicros) == Cooldowns.NONE;
    }

    @Override
    void lockOut(@Nullable Cell cell, long atMicros) {
        if (cell != null && beginsLockout(cell, atMicros)) {
            long end = Math.max(readyAt(cell, limit.find(cell.data), atMicros), atMicros + lockoutMicros);
            long unused = cell.coolDown(limit, end, atMicros);
        }
    }

    /** Of a version of the limit that has no section. */
    private long availableAtStart(Cell cell, long atMicros) {
        long[] start = cell.startOf(limit, atMicros);
        return start == null ? limit.burst : limit.available(start, limit.findStart(start), atMicros);
    }

    private long readyAt(Cell cell, int section, long atMicros) {
        long cooldown = cell.cooldownUntil(limit, atMicros);
        long[] data = section < 0 ? cell.startOf(limit, atMicros) : cell.data;
        int from = section < 0 && data != null ? limit.findStart(data) : section;
        long spared = data == null ? limit.burst : limit.available(data, from, atMicros);
        if (spared >= cost) {
            return cooldown; // all that refuses
        }
        return data == null ? Verdict.NEVER : Math.max(cooldown, limit.readyAt(data, from, atMicros));
    }

    @Override
    Verdict.Refused refused(int index, long nowMicros, long untilMicros, @Nullable Cell cell, long finding) {
        return new Verdict.RateLimited(index, nowMicros, untilMicros, available(finding), 0);
    }

    /** A limit that changed may refuse although no commit has exhausted it. No state of any decision is written. */
    void protect(Cell cell, long atMicros) {
        if (limit.burst > 0) {
            cell.exhausted(readyAt(cell, limit.find(cell.data), atMicros));
        }
    }

    @Override
    boolean commit(@Nullable Cell written, long atMicros, Facts facts, long finding) {
        Cell cell = Objects.requireNonNull(written);
        long[] data = cell.data;
        int section = section(finding);
        if (section < 0) {
            section = limit.find(data);
        }
        if (section < 0 || cell.hasVersions()) {
            cell.charging(limit, section, atMicros);
            section = limit.findStart(cell.data);
        }
        long[] room = limit.withRoom(cell.data, section, atMicros);
        if (room != cell.data) {
            cell.data = room;
            section = limit.findStart(room);
        }
        cell.written(atMicros, limit.spend(room, section, atMicros));
        if (limit.enforced && available(finding) - cost < cost) {
            cell.exhausted(limit.readyAt(room, section, atMicros));
        }
        return room != data;
    }
}
