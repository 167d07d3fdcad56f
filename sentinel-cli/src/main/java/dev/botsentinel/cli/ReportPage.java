package dev.botsentinel.cli;

import static dev.botsentinel.cli.Numbers.number;
import static dev.botsentinel.cli.Numbers.share;

import dev.botsentinel.cli.ReportTally.Track;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.Quote;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the report's template shows. Names are shortened and have no control characters; the template escapes them for
 * HTML.
 */
final class ReportPage {

    private static final int TOP_ACTIONS = 20;
    private static final int TOP_RULES = 100;
    private static final int TOP_SUBJECTS = 12;

    private final ReplayResult result;
    private final Summary summary;
    private final ReportTally tally;
    private final PolicyView policy;
    private final String recording;

    /** @param recording the recording's name */
    ReportPage(ReplayResult result, String recording) {
        this.result = result;
        this.summary = result.summary();
        this.tally = result.tally();
        this.policy = PolicyView.of(tally, summary);
        this.recording = recording;
    }

    /**
     * A headline figure.
     *
     * @param note a few words below; may be empty
     */
    record Figure(String name, String value, String note) {}

    /** A line of the time table. */
    record Moment(String time, List<Long> counts) {}

    Summary summary() {
        return summary;
    }

    PolicyView policy() {
        return policy;
    }

    PolicySource source() {
        return result.policy();
    }

    /** What another policy would change; null if there is none. */
    @Nullable
    Compared compared() {
        return result.compared();
    }

    String recording() {
        return recording;
    }

    /** A name that somebody chose, fit to be shown. */
    static String name(String name) {
        return Quote.bare(name);
    }

    /** From when to when, in words. */
    String span() {
        Instant first = summary.first();
        Instant last = summary.last();
        if (first == null || last == null) {
            return "no line told the time";
        }
        return TimeAxis.time(first.getEpochSecond()) + " to " + TimeAxis.time(last.getEpochSecond()) + " UTC, "
                + Numbers.span(Duration.between(first, last));
    }

    long updates() {
        return summary.allowed() + summary.denied();
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("updates", number(updates()), ""));
        figures.add(new Figure("allowed", number(summary.allowed()), share(summary.allowed(), updates())));
        figures.add(new Figure("denied", number(summary.denied()), share(summary.denied(), updates())));
        figures.add(new Figure("subjects", subjects(), "ever denied"));
        figures.add(new Figure("violations", number(tally.total(Track.VIOLATIONS)), "by own limits"));
        figures.add(new Figure("blocks begun", number(tally.total(Track.BLOCKS)), "by escalation"));
        figures.add(new Figure("in shadow", number(tally.total(Track.IN_SHADOW)), "would be denied"));
        figures.add(new Figure("error lines", number(summary.errors()), "no updates"));
        return figures;
    }

    private String subjects() {
        int counted = summary.topDeniedSubjects(Summary.COUNTERS).size();
        return number(counted) + (counted == Summary.COUNTERS ? "+" : "");
    }

    List<TopCounts.Row> actions() {
        return summary.topActions(TOP_ACTIONS);
    }

    List<Summary.RuleCount> rules() {
        return summary.rules().stream()
                .filter(rule -> rule.denied() > 0)
                .limit(TOP_RULES)
                .toList();
    }

    List<Summary.RuleCount> shadowRules() {
        return summary.rules().stream()
                .filter(rule -> rule.inShadow() > 0)
                .limit(TOP_RULES)
                .toList();
    }

    /** How many updates a rule was there for; all, if the policy doesn't say. */
    long appliedTo(Summary.RuleCount rule) {
        long updates = policy.appliedTo(rule.rule());
        return updates == 0 ? updates() : updates;
    }

    List<TopCounts.Row> subjectsDenied() {
        return summary.topDeniedSubjects(TOP_SUBJECTS);
    }

    List<TopCounts.Row> subjectsInShadow() {
        return tally.topInShadow(TOP_SUBJECTS);
    }

    /** Whether anything has a time. */
    boolean hasTime() {
        return tally.timeline().size() > 0;
    }

    long untimed() {
        return tally.untimed();
    }

    TimeAxis axis() {
        return TimeAxis.of(tally.timeline());
    }

    int buckets() {
        return tally.timeline().size();
    }

    String bucketWidth() {
        return Durations.text(Duration.ofSeconds(tally.timeline().widthSeconds()));
    }

    /** When a bucket starts, as short as can be. */
    String bucketTime(int bucket) {
        return TimeAxis.shortTime(tally.timeline(), bucket);
    }

    Chart allowed() {
        return chart("allowed", "allowed", Track.ALLOWED);
    }

    Chart denied() {
        return chart("denied", "denied", Track.DENIED);
    }

    /** Denials by reason, in order of rank; those that there were. */
    List<Chart> reasons() {
        return Arrays.stream(Reason.values())
                .map(reason -> chart(reason.label(), "denied", reason))
                .filter(chart -> !chart.isEmpty())
                .toList();
    }

    /** How offenders grow. */
    List<Chart> offences() {
        return List.of(
                chart("violations", "offence", Track.VIOLATIONS),
                chart("blocks begun", "offence", Track.BLOCKS),
                chart("denied while blocked", "offence", Reason.BLOCKED));
    }

    Chart changes(Changes changes, Changes.Kind kind) {
        boolean denied = kind == Changes.Kind.NEWLY_DENIED;
        return Chart.of(
                denied ? "newly denied" : "newly allowed",
                denied ? "denied" : "allowed",
                changes.total(kind),
                tally.timeline().counts(kind));
    }

    List<Changes.WayCount> ways(Changes changes) {
        return changes.ways(TOP_RULES);
    }

    List<TopCounts.Row> changedActions(Changes changes) {
        return changes.topActions(TOP_ACTIONS);
    }

    List<TopCounts.Row> changedSubjects(Changes changes) {
        return changes.topSubjects(TOP_SUBJECTS);
    }

    Chart inShadow() {
        return chart("would have been denied", "shadow", Track.IN_SHADOW);
    }

    private Chart chart(String name, String style, Enum<?> track) {
        return Chart.of(name, style, tally.total(track), tally.timeline().counts(track));
    }

    /** All that the charts show, for a table. */
    List<Chart> columns() {
        List<Chart> columns = new ArrayList<>(List.of(allowed(), denied()));
        columns.addAll(reasons());
        columns.addAll(offences().subList(0, 2));
        Compared compared = compared();
        if (compared != null) {
            columns.add(changes(compared.changes(), Changes.Kind.NEWLY_DENIED));
            columns.add(changes(compared.changes(), Changes.Kind.NEWLY_ALLOWED));
        }
        return columns;
    }

    /** The buckets in which anything happened. */
    List<Moment> moments() {
        List<Chart> columns = columns();
        List<Moment> moments = new ArrayList<>();
        for (int bucket = 0; bucket < buckets(); bucket++) {
            int at = bucket;
            List<Long> counts =
                    columns.stream().map(chart -> chart.counts().get(at)).toList();
            if (counts.stream().anyMatch(count -> count > 0)) {
                moments.add(new Moment(TimeAxis.time(tally.timeline().startSecond(bucket)), counts));
            }
        }
        return moments;
    }
}
