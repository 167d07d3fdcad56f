package dev.botsentinel.policy.file;

import dev.botsentinel.policy.RateLimit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The policy file as a JSON Schema (draft 07, which editors read), made of the {@link MappingSchema}s by which files are
 * read. It says what a value by itself and its neighbours in a mapping can be; what only the whole policy shows, such as a
 * name that isn't declared, is the reader's to find.
 */
final class PolicySchema {

    private static final String LIMIT = "limit";

    private static final Map<String, MappingSchema> DEFINITIONS = new LinkedHashMap<>();

    static {
        DEFINITIONS.put("layer", MappingSchema.DEFAULTS);
        DEFINITIONS.put("action", MappingSchema.ACTION);
        DEFINITIONS.put("global", MappingSchema.GLOBAL);
        DEFINITIONS.put(LIMIT, MappingSchema.LIMIT);
        DEFINITIONS.put("debounce", MappingSchema.DEBOUNCE);
        DEFINITIONS.put("requires", MappingSchema.REQUIRES);
        DEFINITIONS.put("role", MappingSchema.ROLE);
        DEFINITIONS.put("escalation", MappingSchema.ESCALATION);
        DEFINITIONS.put("updateReplay", MappingSchema.UPDATE_REPLAY);
        DEFINITIONS.put("stale", MappingSchema.STALE);
        DEFINITIONS.put("trusted", MappingSchema.TRUSTED);
    }

    /** What the keys of a limit say of each other; see {@link RateLimit} and {@link LimitReader}. */
    private static final String LIMIT_RULES = """
            ,
                  "allOf": [
                    {"if": {"required": ["burst"]},
                     "then": {"required": ["algorithm"], "properties": {"algorithm": {"const": "token-bucket"}, "permits": {"minimum": 1}}}},
                    {"if": {"properties": {"algorithm": {"const": "sliding-window"}}},
                     "then": {"properties": {"permits": {"maximum": %d}}}},
                    {"if": {"required": ["per"], "properties": {"per": {"enum": ["day", "week", "month"]}}},
                     "then": {"required": ["algorithm"], "properties": {"algorithm": {"const": "fixed-window"}}},
                     "else": {"not": {"required": ["zone"]}}},
                    {"if": {"required": ["lockout"]}, "then": {"properties": {"permits": {"minimum": 1}}}}
                  ]""".formatted(RateLimit.MAX_SLIDING_PERMITS);

    private PolicySchema() {}

    static String json() {
        String definitions = DEFINITIONS.entrySet().stream()
                .map(entry -> "    " + ValueShape.quoted(entry.getKey()) + ": "
                        + mapping(entry.getValue(), "    ", entry.getKey().equals(LIMIT) ? LIMIT_RULES : ""))
                .collect(Collectors.joining(",\n"));
        String file = mapping(MappingSchema.FILE, "", ",\n  \"definitions\": {\n" + definitions + "\n  }");
        return file.replaceFirst("\\{\n", """
                {
                  "\\$schema": "http://json-schema.org/draft-07/schema#",
                  "title": "A policy of Sentinel",
                """) + "\n";
    }

    private static String mapping(MappingSchema schema, String indent, String more) {
        String properties = schema.fields().stream()
                .map(field -> indent + "    " + ValueShape.quoted(field.key()) + ": " + property(field))
                .collect(Collectors.joining(",\n"));
        String required = schema.fields().stream()
                .filter(MappingSchema.Field::required)
                .map(field -> ValueShape.quoted(field.key()))
                .collect(Collectors.joining(", "));
        return "{\n" + indent + "  \"type\": \"object\",\n"
                + (required.isEmpty() ? "" : indent + "  \"required\": [" + required + "],\n")
                + indent + "  \"additionalProperties\": false,\n"
                + indent + "  \"properties\": {\n" + properties + "\n" + indent + "  }" + more + "\n" + indent + "}";
    }

    /** What a key means stands beside what it can be, where editors show it. */
    private static String property(MappingSchema.Field field) {
        return "{\"description\": " + ValueShape.quoted(field.meaning()) + ", \"allOf\": ["
                + field.shape().json() + "]}";
    }
}
