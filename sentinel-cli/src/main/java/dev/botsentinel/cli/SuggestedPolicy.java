package dev.botsentinel.cli;

import dev.botsentinel.cli.suggest.RecordedTraffic;
import dev.botsentinel.cli.suggest.SuggestedLimit;
import dev.botsentinel.cli.suggest.Suggestion;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Suggestions as a policy, every limit in shadow, and as JSON.
 *
 * @param recording what the recording is called
 * @param falseDenials the share that was asked for, as it was written
 */
record SuggestedPolicy(String recording, String falseDenials, RecordedTraffic traffic, List<Suggestion> suggestions) {

    boolean isEmpty() {
        return suggestions.stream().allMatch(suggestion -> suggestion.limits().isEmpty());
    }

    /** The policy, with what it was found from in comments. */
    String yaml() {
        StringBuilder yaml = new StringBuilder("# Suggested from " + recording + ": "
                + Numbers.count(traffic.updates(), "update") + ", " + VirtualClock.ofMicros(traffic.firstMicros())
                + " to " + VirtualClock.ofMicros(traffic.lastMicros()) + ".\n"
                + "# Of each action's ordinary users at most " + falseDenials + " would have been denied something.\n"
                + "# All limits are in shadow: they are counted and reported, and deny nobody. Remove mode: shadow to"
                + " enforce one.\n"
                + "version: 1\nactions:\n");
        suggestions.forEach(suggestion -> append(yaml, suggestion));
        return yaml.toString();
    }

    private static void append(StringBuilder yaml, Suggestion suggestion) {
        yaml.append("  # ").append(Numbers.count(suggestion.updates(), "update"));
        yaml.append(" by ").append(Numbers.count(suggestion.users(), "ordinary user"));
        yaml.append(", ")
                .append(Numbers.number(suggestion.denied()))
                .append(" of whom would have been denied something");
        yaml.append(suggestion.floods() == 0 ? "" : "; left out: " + Numbers.count(suggestion.floods(), "flood"));
        yaml.append("\n  ")
                .append(JsonNodeFactory.instance.stringNode(suggestion.action()))
                .append(":\n    limits:\n");
        for (SuggestedLimit limit : suggestion.limits()) {
            yaml.append("      # in their busiest ").append(Durations.text(limit.per()));
            yaml.append(": p50 ").append(limit.p50()).append(", p95 ").append(limit.p95());
            yaml.append(", p99 ").append(limit.p99()).append(", max ").append(limit.max());
            yaml.append("\n      - {permits: ").append(limit.permits());
            yaml.append(", per: ").append(Durations.text(limit.per()));
            yaml.append(limit.permits() > RateLimit.MAX_SLIDING_PERMITS ? ", algorithm: token-bucket" : "");
            yaml.append(", mode: shadow}\n");
        }
    }

    /** A list of one object per action; their keys are a contract. */
    String json() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Suggestion suggestion : suggestions) {
            ObjectNode node = all.addObject()
                    .put("action", Quote.escape(suggestion.action()))
                    .put("updates", suggestion.updates())
                    .put("ordinaryUsers", suggestion.users())
                    .put("floods", suggestion.floods())
                    .put("wouldBeDenied", suggestion.denied());
            ArrayNode limits = node.putArray("limits");
            for (SuggestedLimit limit : suggestion.limits()) {
                limits.addObject()
                        .put("permits", limit.permits())
                        .put("per", Durations.text(limit.per()))
                        .put("p50", limit.p50())
                        .put("p95", limit.p95())
                        .put("p99", limit.p99())
                        .put("max", limit.max());
            }
        }
        return all + "\n";
    }
}
