package dev.botsentinel.micrometer;

/** What the meters are called and what they mean; docs/metrics.md says the same, and a test compares. */
final class Names {

    static final String DECISIONS = "sentinel.decisions";
    static final String DECISIONS_ARE = "Decisions, and how long they took, resolver and storage included";

    static final String DEGRADED = "sentinel.decisions.degraded";
    static final String DEGRADED_ARE = "Decisions made without the shared state, which could not be reached";

    static final String SHADOW_DENIALS = "sentinel.shadow.denials";
    static final String SHADOW_DENIALS_ARE = "What shadow rules would have denied";

    static final String VIOLATIONS = "sentinel.violations";
    static final String VIOLATIONS_ARE = "Denials that escalation counts, by the limit that they name";

    static final String ACCESS = "sentinel.access";
    static final String ACCESS_IS = "Answers to what an action requires of its principal, and vetoes";

    static final String BLOCKS = "sentinel.blocks";
    static final String BLOCKS_ARE = "Subjects blocked, by an administrator or by escalation";

    static final String UNBLOCKS = "sentinel.unblocks";
    static final String UNBLOCKS_ARE = "Blocks lifted by an administrator";

    static final String BLOCKS_LOST = "sentinel.blocks.lost";
    static final String BLOCKS_LOST_ARE =
            "Blocks that the shared storage lost before their end, though nobody lifted them";

    static final String LIMIT_CHANGES = "sentinel.limit.changes";
    static final String LIMIT_CHANGES_ARE = "Limits reset, refunded or cooled down by an administrator";

    static final String RESOLVER_FAILURES = "sentinel.resolver.failures";
    static final String RESOLVER_FAILURES_ARE = "Calls of the principal resolver that failed or took too long";

    static final String STORE_FAILURES = "sentinel.store.failures";
    static final String STORE_FAILURES_ARE = "Calls of the storage that failed";

    static final String STORE_OUTAGES = "sentinel.store.outages";
    static final String STORE_OUTAGES_ARE = "Times that the storage was given up and decisions became degraded";

    static final String STORE_RECOVERIES = "sentinel.store.recoveries";
    static final String STORE_RECOVERIES_ARE = "Times that the storage answered again after an outage";

    static final String UPDATES_DROPPED = "sentinel.updates.dropped";
    static final String UPDATES_DROPPED_ARE = "Updates dropped in front of the guard, undecided, for lack of room";

    static final String GUARD_FAILURES = "sentinel.guard.failures";
    static final String GUARD_FAILURES_ARE = "Updates that the adapter or an own interceptor failed on";

    static final String HANDLER_FAILURES = "sentinel.handler.failures";
    static final String HANDLER_FAILURES_ARE = "Updates that the handler failed on";

    static final String RESPONSES = "sentinel.responses";
    static final String RESPONSES_ARE = "Answers to users who were denied or whose update failed, and those not given";

    static final String POLICY_CHANGES = "sentinel.policy.changes";
    static final String POLICY_CHANGES_ARE = "Policies put in force while the guard ran";

    static final String EVENTS_DROPPED = "sentinel.events.dropped";
    static final String EVENTS_DROPPED_ARE = "Events that a queue's listener never heard of";

    static final String EVENTS_PENDING = "sentinel.events.pending";
    static final String EVENTS_PENDING_ARE = "Events that wait in a queue";

    static final String STORE_EVALUATIONS = "sentinel.store.evaluations";
    static final String STORE_EVALUATIONS_ARE = "Plans put to the storage, and how long it took to answer";

    private Names() {}
}
