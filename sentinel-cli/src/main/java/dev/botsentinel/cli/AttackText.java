package dev.botsentinel.cli;

import dev.botsentinel.cli.attack.AttackOutcome;
import dev.botsentinel.policy.Quote;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What attackers came to, for people and for programs. */
final class AttackText {

    private AttackText() {}

    static String of(List<AttackOutcome> outcomes) {
        Table table = new Table(2)
                .row(
                        "attacker",
                        "on",
                        "sent",
                        "calls",
                        "in a minute",
                        "worst case",
                        "ordinary users denied",
                        "stopped by");
        for (AttackOutcome outcome : outcomes) {
            table.row(
                    outcome.attacker(),
                    outcome.path().isEmpty() ? "" : Quote.bare(outcome.path()),
                    Numbers.number(outcome.sent()),
                    Numbers.number(outcome.calls()),
                    Numbers.number(outcome.mostInAMinute()),
                    outcome.boundInAMinute() == Long.MAX_VALUE ? "no bound" : Numbers.number(outcome.boundInAMinute()),
                    Numbers.share(outcome.bystandersDenied(), outcome.bystandersSent()),
                    stoppedBy(outcome));
        }
        StringBuilder text = new StringBuilder(table.toString()).append('\n');
        outcomes.forEach(outcome -> text.append(warnings(outcome)));
        boolean exceeded =
                outcomes.stream().anyMatch(outcome -> !outcome.excesses().isEmpty());
        return text.append(exceeded ? "" : "nobody got more than the worst case of 'explain'\n")
                .toString();
    }

    private static String stoppedBy(AttackOutcome outcome) {
        if (outcome.stoppedBy().isEmpty()) {
            return "nothing";
        }
        Map.Entry<String, Long> first = outcome.stoppedBy().get(0);
        int more = outcome.stoppedBy().size() - 1;
        return Quote.bare(first.getKey()) + (more == 0 ? "" : " and " + more + " more");
    }

    private static String warnings(AttackOutcome outcome) {
        StringBuilder text = new StringBuilder();
        if (outcome.forgotten() > 0) {
            text.append(outcome.attacker())
                    .append(": the storage had to forget ")
                    .append(Numbers.count(outcome.forgotten(), "blocked or exhausted user"))
                    .append(
                            ", who began anew; the worst case doesn't hold then: give it more entries (maximumEntries)\n");
        }
        outcome.excesses()
                .forEach(excess ->
                        text.append("ABOVE THE WORST CASE: ").append(excess).append('\n'));
        return text.toString();
    }

    /** A list of one object per attacker; their keys are a contract. */
    static String json(List<AttackOutcome> outcomes) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (AttackOutcome outcome : outcomes) {
            ObjectNode node = all.addObject()
                    .put("attacker", outcome.attacker())
                    .put("does", outcome.does())
                    .put("on", outcome.path())
                    .put("sent", outcome.sent())
                    .put("calls", outcome.calls())
                    .put("tookMicros", outcome.took().toNanos() / 1000)
                    .put("mostInAMinute", outcome.mostInAMinute())
                    .put(
                            "worstCaseInAMinute",
                            outcome.boundInAMinute() == Long.MAX_VALUE ? null : Long.valueOf(outcome.boundInAMinute()))
                    .put("ordinaryUpdates", outcome.bystandersSent())
                    .put("ordinaryDenied", outcome.bystandersDenied())
                    .put("forgotten", outcome.forgotten());
            ObjectNode stoppedBy = node.putObject("stoppedBy");
            outcome.stoppedBy().forEach(rule -> stoppedBy.put(rule.getKey(), rule.getValue()));
            ArrayNode excesses = node.putArray("excesses");
            outcome.excesses().forEach(excesses::add);
        }
        return all + "\n";
    }
}
