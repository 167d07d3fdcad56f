package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.redis.client.ScriptClient;
import java.util.List;
import java.util.Objects;

/**
 * The argument of a plan whose limits count in a calendar's periods. It has the boundaries of the periods around now, so it is
 * made anew when one ends. Thread-safe.
 */
final class CalendarPlan {

    private final Plan plan;
    private final Plan whole;
    private final byte[] newsSuffix;
    private final ScriptClient client;
    private final List<RateLimit> limits;
    private volatile Made latest = new Made(new byte[0], 0, 0);

    /** Good from one instant up to another. */
    private static final class Made {
        final byte[][] arguments;
        final long fromMicros;
        final long untilMicros;

        Made(byte[] argument, long fromMicros, long untilMicros) {
            this.arguments = new byte[][] {argument};
            this.fromMicros = fromMicros;
            this.untilMicros = untilMicros;
        }
    }

    CalendarPlan(Plan plan, Plan whole, byte[] newsSuffix, ScriptClient client) {
        this.plan = plan;
        this.whole = whole;
        this.newsSuffix = newsSuffix.clone();
        this.client = client;
        this.limits = StepTraits.of(plan).stream()
                .filter(StepTraits::countsInCalendar)
                .map(step -> Objects.requireNonNull(step.limit()))
                .toList();
    }

    byte[][] arguments() {
        long now = client.nowMicros();
        Made made = latest;
        if (now < made.fromMicros || now >= made.untilMicros) {
            made = make(now);
            latest = made;
        }
        return made.arguments;
    }

    private Made make(long nowMicros) {
        long from = Long.MIN_VALUE;
        long until = Long.MAX_VALUE;
        for (RateLimit limit : limits) {
            from = Math.max(from, limit.windowStartMicros(nowMicros));
            until = Math.min(until, limit.windowEndMicros(nowMicros));
        }
        return new Made(PlanArgument.of(plan, whole, newsSuffix, nowMicros).bytes(), from, until);
    }
}
