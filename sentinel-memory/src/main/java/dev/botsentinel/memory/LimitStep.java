package dev.botsentinel.memory;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import org.jspecify.annotations.Nullable;

/** Refuses while a limit has less than its cost left, else spends the cost. Immutable. */
final class LimitStep extends PreparedStep {

    private final LimitCounter limit;

    /** 0 if it has none. */
    private final long lockoutMicros;

    LimitStep(TakePermits step, int owner, LimitCounter limit) {
        this(step, owner, limit, limit.applied.limit().lockoutMicros());
    }

    private LimitStep(TakePermits step, int owner, LimitCounter limit, long lockoutMicros) {
        super(step, owner, true, limit.cost, limit.applied.key());
        this.limit = limit;
        this.lockoutMicros = lockoutMicros;
    }

    /** A step to look at a limit that nobody tries: its lockout doesn't begin. */
    static LimitStep look(TakePermits step, LimitCounter limit) {
        return new LimitStep(step, 0, limit, 0);
    }

    @Override
    long examine(int index, @Nullable Cell cell, long atMicros, Facts facts, long[] findings) {
        if (cell == null) {
            findings[index] = limit.burst;
            return limit.burst >= cost ? PASSES : Verdict.NEVER;
        }
        int section = limit.find(cell.data);
        long available = section < 0 ? availableAtStart(cell, atMicros) : limit.available(cell.data, section, atMicros);
        if (cell.mayRefuse && cell.cooldownUntil(limit, atMicros) != Cooldowns.NONE) {
            available = 0;
        }
        findings[index] = available;
        return available >= cost ? PASSES : refusedUntil(cell, index, section, atMicros, findings);
    }

    private long refusedUntil(Cell cell, int index, int section, long atMicros, long[] findings) {
        long until = readyAt(cell, section, atMicros);
        if (!beginsLockout(cell, atMicros)) {
            return until;
        }
        findings[index] = 0;
        return Math.max(until, atMicros + lockoutMicros);
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

    /** Only of a limit that refuses. */
    private long readyAt(Cell cell, int section, long atMicros) {
        if (section >= 0 && !cell.mayRefuse) {
            return limit.readyAt(cell.data, section, atMicros); // no cooldown: the usual case
        }
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
        return new Verdict.RateLimited(index, nowMicros, untilMicros, finding, 0);
    }

    /** A limit that changed may refuse although no commit has exhausted it. No state of any decision is written. */
    void protect(Cell cell, long atMicros) {
        if (limit.burst > 0) {
            cell.exhausted(readyAt(cell, limit.find(cell.data), atMicros));
        }
    }

    @Override
    void commit(Cell cell, long atMicros, Facts facts, long available) {
        int section = limit.find(cell.data);
        if (section < 0 || cell.hasVersions()) {
            cell.charging(limit, section, atMicros);
            section = limit.findStart(cell.data);
        }
        long[] data = limit.spend(cell.data, section, (int) available, atMicros);
        cell.data = data;
        if (limit.enforced && available - cost < cost) {
            cell.exhausted(limit.readyAt(data, limit.find(data), atMicros));
        }
    }
}
