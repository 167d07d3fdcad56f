package dev.botsentinel.cli;

import dev.botsentinel.cli.worstcase.CallBound;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An explanation for programs: one JSON object. Its keys are a contract. */
final class ExplanationJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ExplanationJson() {}

    /** @param action the action asked for; null for all entries */
    static String of(Explanation explanation, @Nullable String action) {
        ObjectNode root = JSON.objectNode();
        root.put("users", explanation.users());
        root.put("instances", explanation.instances());
        ArrayNode actions = root.putArray("actions");
        if (action != null) {
            actions.add(action(explanation, action));
        } else {
            explanation.policy().effective().forEach(entry -> actions.add(action(explanation, entry.entry())));
            actions.add(action(explanation, null));
        }
        return root.toString() + "\n";
    }

    private static ObjectNode action(Explanation explanation, @Nullable String action) {
        ObjectNode node = JSON.objectNode();
        node.put("action", action);
        node.put(
                "entry",
                action == null ? null : explanation.policy().effective(action).entry());
        ArrayNode bounds = node.putArray("bounds");
        for (Explanation.Row row : explanation.rows()) {
            for (Duration window : explanation.windows(action)) {
                CallBound bound = row.bound(explanation.policy(), action, window);
                ObjectNode cell = bounds.addObject();
                cell.put("who", row.id());
                cell.put("windowMicros", window.toNanos() / 1000);
                cell.put("calls", bound.isBounded() ? Long.valueOf(row.calls(bound)) : null);
                ArrayNode heldBy = cell.putArray("heldBy");
                bound.heldBy().forEach(heldBy::add);
            }
        }
        return node;
    }
}
