package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.file.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/policy-reference.md has all keys of a policy file, made of the model by which files are read. Run with
 * {@code -Dsentinel.schema.write=true} after a change of the format, this writes the page anew.
 */
class PolicyReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "policy-reference.md");

    private static final Map<String, String> SECTIONS = Map.ofEntries(
            Map.entry("layer", "A layer: `defaults`, each of `policies`"),
            Map.entry("action", "An action"),
            Map.entry("global", "`global`"),
            Map.entry("limit", "A limit"),
            Map.entry("debounce", "`debounce`"),
            Map.entry("requires", "`requires`"),
            Map.entry("role", "A role"),
            Map.entry("escalation", "`escalation`"),
            Map.entry("updateReplay", "`updateReplay`"),
            Map.entry("stale", "`stale`"),
            Map.entry("trusted", "`trusted`"));

    private static final String HEAD = """
            # All keys of a policy file

            Made of the model by which policy files are read. [policy.md](policy.md) explains them with examples;
            [policy.schema.json](policy.schema.json) is the same for editors.

            """;

    @Test
    void thePageIsWhatTheModelSays() throws IOException {
        String page = page(JsonMapper.shared().readTree(PolicyFile.jsonSchema()));
        if (Boolean.getBoolean("sentinel.schema.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page(JsonNode schema) {
        StringBuilder page = new StringBuilder(HEAD);
        section(page, "The file", schema);
        schema.get("definitions").properties().forEach(it -> section(page, SECTIONS.get(it.getKey()), it.getValue()));
        return page.toString().stripTrailing() + "\n";
    }

    private static void section(StringBuilder page, String title, JsonNode mapping) {
        assertThat(title).isNotNull();
        Set<String> required = new LinkedHashSet<>();
        mapping.path("required").forEach(it -> required.add(it.stringValue()));
        page.append("## ").append(title).append("\n\n| key | value | meaning |\n|---|---|---|\n");
        mapping.get("properties")
                .properties()
                .forEach(it -> page.append("| `")
                        .append(it.getKey())
                        .append(required.contains(it.getKey()) ? "`, required | " : "` | ")
                        .append(String.join(
                                "; or ", values(it.getValue().get("allOf").get(0))))
                        .append(" | ")
                        .append(it.getValue().get("description").stringValue())
                        .append(" |\n"));
        page.append('\n');
    }

    /** What a value can be, each way in words. */
    private static List<String> values(JsonNode shape) {
        List<String> values = new ArrayList<>();
        if (shape.has("anyOf")) {
            shape.get("anyOf").forEach(it -> values.addAll(values(it)));
        } else if (shape.has("$ref")) {
            String name = shape.get("$ref").stringValue().replace("#/definitions/", "");
            values.add("[" + SECTIONS.get(name).replace("`", "") + "](#" + anchor(SECTIONS.get(name)) + ")");
        } else if (shape.has("const")) {
            values.add("`" + shape.get("const") + "`");
        } else if (shape.has("enum")) {
            values.add(shape.get("enum")
                    .valueStream()
                    .map(it -> "`" + it.asString() + "`")
                    .collect(Collectors.joining(", ")));
        } else {
            values.add(typed(shape));
        }
        return values.stream().distinct().toList();
    }

    private static String typed(JsonNode shape) {
        return switch (shape.path("type").asString("")) {
            case "object" ->
                "a mapping of names to: " + String.join("; or ", values(shape.get("additionalProperties")));
            case "array" -> "a list of: " + String.join("; or ", values(shape.get("items")));
            case "integer" ->
                "a whole number"
                        + (shape.has("minimum")
                                ? ", " + number(shape, "minimum") + " to " + number(shape, "maximum")
                                : "");
            case "boolean" -> "`true`, `false`";
            default -> text(shape);
        };
    }

    private static String number(JsonNode shape, String bound) {
        return String.format(java.util.Locale.ROOT, "%,d", shape.get(bound).asLong());
    }

    /** Patterns that people know by a name. */
    private static String text(JsonNode shape) {
        String pattern = shape.path("pattern").asString("");
        if (pattern.contains("[oO][fF][fF]")) {
            return "`off`";
        }
        if (pattern.contains("ms")) {
            return "a duration, such as `250ms`, `90s`, `5m`, `12h`, `7d`";
        }
        if (pattern.contains("%")) {
            return "a whole percentage, such as `10%`";
        }
        return shape.has("maxLength")
                ? "a text of at most " + shape.get("maxLength").asInt() + " characters"
                : "a text";
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }
}
