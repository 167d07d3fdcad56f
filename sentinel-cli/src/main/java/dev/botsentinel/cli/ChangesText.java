package dev.botsentinel.cli;

import static dev.botsentinel.cli.Numbers.number;
import static dev.botsentinel.cli.Numbers.share;

import dev.botsentinel.cli.Changes.Kind;
import dev.botsentinel.policy.Quote;
import java.time.Duration;
import java.util.List;

/** What another policy would change, for a terminal; names are escaped as in {@link SummaryText}. */
final class ChangesText {

    private static final int TOP = 20;

    private final Summary before;
    private final Compared after;
    private final String policy;

    private ChangesText(String policy, Summary before, Compared after) {
        this.policy = policy;
        this.before = before;
        this.after = after;
    }

    /**
     * The closing summary of a comparison.
     *
     * @param policy the name of the policy that is compared with another
     * @param took how long the replay took
     */
    static String of(String policy, Summary before, Compared after, Duration took) {
        ChangesText text = new ChangesText(policy, before, after);
        return SummaryText.opening(before, took)
                + text.totals()
                + text.ways()
                + flips("action", after.changes().topActions(TOP))
                + flips("subject", after.changes().topSubjects(TOP));
    }

    private String totals() {
        Changes changes = after.changes();
        long updates = before.allowed() + before.denied();
        return new Table(1)
                        .row("", Quote.bare(policy), Quote.bare(after.name()))
                        .row(
                                "allowed",
                                number(before.allowed()),
                                number(after.summary().allowed()))
                        .row(
                                "denied",
                                number(before.denied()),
                                number(after.summary().denied()))
                + "\n"
                + new Table(1)
                        .row("decisions that change", number(changes.total()), share(changes.total(), updates))
                        .row("  newly denied", number(changes.total(Kind.NEWLY_DENIED)))
                        .row("  newly allowed", number(changes.total(Kind.NEWLY_ALLOWED)))
                        .row("  denied otherwise", number(changes.total(Kind.DENIED_OTHERWISE)));
    }

    private String ways() {
        List<Changes.WayCount> ways = after.changes().ways(TOP);
        if (ways.isEmpty()) {
            return "";
        }
        Table table = new Table(2).row("from", "to", "updates");
        for (Changes.WayCount row : ways) {
            table.row(
                    Quote.bare(row.way().from().text()),
                    Quote.bare(row.way().to().text()),
                    number(row.updates()));
        }
        return "\n" + table;
    }

    private static String flips(String heading, List<TopCounts.Row> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        Table table = new Table(1).row(heading, "newly denied", "newly allowed");
        for (TopCounts.Row row : rows) {
            table.row(Quote.bare(row.key()), number(row.denied()), number(row.seen() - row.denied()));
        }
        return "\n" + table;
    }
}
