package dev.botsentinel.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Damages policies as people do: a key misspelt, left out or put elsewhere, a value of another kind or out of bounds. */
final class PolicyDamage {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Mappings whose keys are the author's own names. */
    private static final Set<String> OWN_NAMES = Set.of("policies", "actions", "roles");

    private static final List<JsonNode> VALUES = List.of(
            JSON.stringNode("x"),
            JSON.stringNode(""),
            JSON.stringNode("5"),
            JSON.stringNode("10s"),
            JSON.stringNode("0s"),
            JSON.stringNode("5 min"),
            JSON.stringNode("off"),
            JSON.stringNode("shadow"),
            JSON.stringNode("10%"),
            JSON.stringNode("day"),
            JSON.numberNode(-1),
            JSON.numberNode(0),
            JSON.numberNode(7),
            JSON.numberNode(5000),
            JSON.numberNode(1L << 40),
            JSON.numberNode(1.5),
            JSON.booleanNode(true),
            JSON.booleanNode(false),
            JSON.nullNode(),
            JSON.arrayNode(),
            JSON.objectNode());

    private static final List<String> KEYS = List.of(
            "permits", "per", "burst", "mode", "window", "name", "limits", "lockout", "requires", "lmits", "blok");

    /** A mapping, and what its keys mean: names of the author's, or the format's. */
    private record Place(ObjectNode mapping, boolean ownNames) {}

    private final Random random;

    PolicyDamage(Random random) {
        this.random = random;
    }

    /** Does one thing to a policy, and says what. */
    String damage(ObjectNode policy) {
        List<Place> places = new ArrayList<>();
        collect(policy, false, places);
        Place place = pick(places);
        while (place.ownNames || place.mapping.isEmpty()) {
            place = pick(places);
        }
        ObjectNode mapping = place.mapping;
        String key = pick(List.copyOf(mapping.propertyNames()));
        switch (random.nextInt(5)) {
            case 0 -> {
                mapping.set(key + "x", mapping.remove(key));
                return "renamed " + key;
            }
            case 1 -> {
                mapping.remove(key);
                return "removed " + key;
            }
            case 2 -> {
                String other = pick(KEYS);
                mapping.set(other, pick(VALUES));
                return "added " + other;
            }
            default -> {
                JsonNode value = pick(VALUES);
                mapping.set(key, value);
                return key + " is now " + value;
            }
        }
    }

    private static void collect(JsonNode node, boolean ownNames, List<Place> places) {
        if (node instanceof ObjectNode mapping) {
            places.add(new Place(mapping, ownNames));
            mapping.properties().forEach(field -> collect(field.getValue(), !ownNames && isOfNames(field), places));
        } else if (node instanceof ArrayNode list) {
            list.forEach(item -> collect(item, false, places));
        }
    }

    private static boolean isOfNames(Map.Entry<String, JsonNode> field) {
        return OWN_NAMES.contains(field.getKey()) && field.getValue().isObject();
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
