package dev.botsentinel.cli;

import static dev.botsentinel.cli.Numbers.count;
import static dev.botsentinel.cli.Numbers.number;
import static dev.botsentinel.cli.Numbers.share;
import static dev.botsentinel.cli.Numbers.span;

import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.policy.Quote;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** The closing summary of a replay, for a terminal: names are escaped, so that none can paint over the figures. */
final class SummaryText {

    private static final int TOP_ACTIONS = 20;
    private static final int TOP_SUBJECTS = 10;

    private final Summary summary;

    private SummaryText(Summary summary) {
        this.summary = summary;
    }

    /**
     * The summary.
     *
     * @param took how long the replay took
     */
    static String of(Summary summary, Duration took) {
        SummaryText text = new SummaryText(summary);
        return text.headline(took) + "\n" + text.totals() + text.errors() + text.actions() + text.rules()
                + text.subjects();
    }

    /** How the summary begins that only tells what changes: how much there was, and which lines were no updates. */
    static String opening(Summary summary, Duration took) {
        SummaryText text = new SummaryText(summary);
        String errors = text.errors();
        return text.headline(took) + (errors.isEmpty() ? "\n" : errors + "\n");
    }

    private String headline(Duration took) {
        String headline = "Replayed " + count(summary.lines(), "line") + " in " + span(took);
        double seconds = took.toNanos() / 1e9;
        if (seconds > 0 && summary.lines() > 0) {
            headline += String.format(Locale.ROOT, ", %,.0f a second", summary.lines() / seconds);
        }
        Instant first = summary.first();
        Instant last = summary.last();
        if (first == null || last == null) {
            return headline + "; no line told the time\n";
        }
        return headline + "; recorded within " + span(Duration.between(first, last)) + ", "
                + first.truncatedTo(ChronoUnit.SECONDS) + " to " + last.truncatedTo(ChronoUnit.SECONDS) + "\n";
    }

    private String totals() {
        Table table = new Table(1);
        table.row("allowed", number(summary.allowed()), share(summary.allowed(), summary.lines()));
        passage(table, "exempt", Passage.EXEMPT);
        passage(table, "in an album", Passage.ALBUM);
        passage(table, "trusted", Passage.TRUSTED);
        table.row("denied", number(summary.denied()), share(summary.denied(), summary.lines()));
        table.row("errors", number(summary.errors()), share(summary.errors(), summary.lines()));
        return table.toString();
    }

    private void passage(Table table, String name, Passage passage) {
        long count = summary.allowed(passage);
        if (count > 0) {
            table.row("  " + name, number(count), share(count, summary.lines()));
        }
    }

    private String errors() {
        if (summary.errors() == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder("\nNot updates:\n");
        for (Summary.ErrorLine error : summary.firstErrors()) {
            text.append("  line ")
                    .append(number(error.n()))
                    .append(": ")
                    .append(Quote.escape(error.message()))
                    .append('\n');
        }
        long more = summary.errors() - summary.firstErrors().size();
        return more == 0
                ? text.toString()
                : text.append("  and ")
                        .append(count(more, "line"))
                        .append(" more\n")
                        .toString();
    }

    private String actions() {
        List<TopCounts.Row> top = summary.topActions(TOP_ACTIONS);
        if (top.isEmpty()) {
            return "";
        }
        Table table = new Table(1).row("action", "updates", "denied", "share");
        long seen = 0;
        long denied = 0;
        for (TopCounts.Row row : top) {
            table.row(Quote.bare(row.key()), number(row.seen()), number(row.denied()), share(row.denied(), row.seen()));
            seen += row.seen();
            denied += row.denied();
        }
        long otherSeen = summary.allowed() + summary.denied() - seen;
        long otherDenied = summary.denied() - denied;
        if (otherSeen > 0) {
            table.row("(others)", number(otherSeen), number(otherDenied), share(otherDenied, otherSeen));
        }
        return "\n" + table;
    }

    private String rules() {
        List<Summary.RuleCount> rules = summary.rules();
        if (rules.isEmpty()) {
            return "";
        }
        Table table = new Table(2).row("rule", "reason", "denied", "in shadow");
        for (Summary.RuleCount row : rules) {
            table.row(Quote.bare(row.rule()), row.reason().label(), number(row.denied()), number(row.inShadow()));
        }
        return "\n" + table;
    }

    private String subjects() {
        List<TopCounts.Row> top = summary.topDeniedSubjects(TOP_SUBJECTS);
        if (top.isEmpty()) {
            return "";
        }
        Table table = new Table(1).row("most denied", "denied", "of all denials");
        for (TopCounts.Row row : top) {
            table.row(Quote.bare(row.key()), number(row.seen()), share(row.seen(), summary.denied()));
        }
        return "\n" + table;
    }
}
