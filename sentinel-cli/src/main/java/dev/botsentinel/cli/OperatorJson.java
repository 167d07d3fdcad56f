package dev.botsentinel.cli;

import dev.botsentinel.store.Block;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.RecentDenial;
import dev.botsentinel.store.StoredItem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What operators' commands print for programs. The keys are a contract. */
final class OperatorJson {

    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OperatorJson() {}

    static ObjectNode block(Block block) {
        ObjectNode node = JSON.objectNode();
        node.put("id", block.subject().id());
        node.put("source", OperatorText.source(block));
        node.put("since", text(block.since()));
        node.put("until", text(block.until()));
        node.put("actor", block.actor());
        node.put("reason", block.reason());
        return node;
    }

    static ObjectNode budget(BudgetState state) {
        ObjectNode node = JSON.objectNode();
        node.put("limit", state.budget().limit().id());
        node.put("scope", state.budget().owner().scope().label());
        node.put("remaining", state.remaining());
        node.put("passesAt", text(state.readyAt()));
        node.put("cooldownUntil", text(state.cooldownUntil()));
        return node;
    }

    static ObjectNode denial(RecentDenial run) {
        ObjectNode node = JSON.objectNode();
        node.put("first", text(run.first()));
        node.put("last", text(run.last()));
        node.put("times", run.times());
        node.put("action", run.action());
        node.put("reason", run.reason());
        node.put("rule", run.rule());
        return node;
    }

    static ObjectNode item(StoredItem item) {
        ObjectNode node = JSON.objectNode();
        node.put("scope", item.owner().scope().label());
        node.put("chat", item.owner().chat());
        node.put("space", item.owner().space());
        node.put("kind", item.kind().name());
        node.put("name", item.name());
        node.put("value", item.value());
        node.put("until", text(item.until()));
        return node;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
