package dev.botsentinel.cli;

import dev.botsentinel.cli.worstcase.CallBound;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.Trusted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An explanation for people. */
final class ExplanationText {

    private static final String NOTES = """

            A window has its first instant and not the one after its last. Counted are people who meet all requirements and
            never send the same twice, and albums, which are charged once and call the handler up to ten times. When the
            storage fails, each instance grants its share of the budgets as well (expectedInstances; limits: LOCAL).
            Not counted: updates that are never dropped, such as payments""";

    private final Explanation explanation;

    private ExplanationText(Explanation explanation) {
        this.explanation = explanation;
    }

    /**
     * One action.
     *
     * @param chain what applies to it, in words
     */
    static String of(Explanation explanation, String action, String chain) {
        ExplanationText text = new ExplanationText(explanation);
        return chain + "\nHandler calls at most, in any window of\n" + text.table(action) + text.notes();
    }

    /**
     * Every entry, then all together.
     *
     * @param chain what applies to them, in words
     */
    static String ofAll(Explanation explanation, String chain) {
        ExplanationText text = new ExplanationText(explanation);
        StringBuilder all = new StringBuilder(chain);
        explanation
                .policy()
                .effective()
                .forEach(entry -> all.append("\nHandler calls of ")
                        .append(Quote.bare(entry.entry()))
                        .append(" at most, in any window of\n")
                        .append(text.table(entry.entry())));
        return all.append("\nHandler calls of all actions together at most, in any window of\n")
                .append(text.table(null))
                .append(text.notes())
                .toString();
    }

    private String table(@Nullable String action) {
        List<Duration> windows = explanation.windows(action);
        Table table = new Table(1);
        List<String> head = new ArrayList<>(List.of(""));
        windows.forEach(window -> head.add(Durations.text(window)));
        table.row(head.toArray(String[]::new));
        Set<String> heldBy = new LinkedHashSet<>();
        for (Explanation.Row row : explanation.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.label()));
            for (Duration window : windows) {
                CallBound bound = row.bound(explanation.policy(), action, window);
                cells.add(bound.isBounded() ? Numbers.number(row.calls(bound)) : "no bound");
                bound.heldBy().forEach(limit -> heldBy.add(Quote.bare(limit)));
            }
            table.row(cells.toArray(String[]::new));
        }
        return table + (heldBy.isEmpty() ? "" : "  held by " + String.join(", ", heldBy) + "\n");
    }

    private String notes() {
        Trusted trusted = explanation.policy().trusted();
        return NOTES + (trusted.isNobody() ? "" : "; trusted subjects, who have no bound") + ".\n";
    }
}
