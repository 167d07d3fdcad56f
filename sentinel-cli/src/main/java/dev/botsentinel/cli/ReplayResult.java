package dev.botsentinel.cli;

import org.jspecify.annotations.Nullable;

/**
 * What a replay comes to; it is filled while the replay runs.
 *
 * @param tally empty if nobody wants a report
 * @param compared null if there is no other policy to compare with
 */
record ReplayResult(
        PolicySource policy,
        Summary summary,
        ReportTally tally,
        @Nullable Compared compared) {

    static ReplayResult empty(PolicySource policy, @Nullable PolicySource other) {
        ReportTally tally = new ReportTally(policy.policy());
        Compared compared = other == null ? null : new Compared(other, new Summary(), new Changes(tally.timeline()));
        return new ReplayResult(policy, new Summary(), tally, compared);
    }
}
