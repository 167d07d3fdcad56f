package dev.botsentinel.servlet;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.policy.BuiltInRule;

/**
 * Which HTTP status a denial has. It depends on who calls: most bot platforms deliver again whatever isn't answered 200, so
 * a refusal would come back; clients of your own want to know how long to wait. Must be thread-safe and must not block.
 */
@FunctionalInterface
public interface DenialStatus {

    /**
     * 200 for every denial: for platforms that deliver again what fails, such as Telegram and Slack. Their users are answered
     * through the platform's API instead, see {@code SentinelBuilder.onDenied}.
     */
    DenialStatus ACKNOWLEDGE = denied -> 200;

    /**
     * 429 for limits and repeats; 403 for who is blocked or lacks a right; 503 for what could not be decided. 200 for a
     * redelivery of what was handled, and for stale updates: sending these again helps nobody. For clients of your own.
     */
    DenialStatus REFUSE = denied -> switch (denied.reason()) {
        case RATE_LIMITED -> 429;
        case DUPLICATE -> denied.rule().equals(BuiltInRule.UPDATE_ID.label()) ? 200 : 429;
        case STALE -> 200;
        case BLOCKED, VETOED, UNREGISTERED, FORBIDDEN, STEP_UP_REQUIRED -> 403;
        case UNRESOLVED, UNAVAILABLE -> 503;
    };

    /** The status, 200 to 599; anything else, and an exception, counts as 503. */
    int of(Denied denied);
}
