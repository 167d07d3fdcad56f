package dev.botsentinel.secrets;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** One JSON object, looked at member by member. Bounded: 32 levels, no name twice. */
final class JsonText {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final byte[] bytes;

    JsonText(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A member's value.
     *
     * @param path the names that lead there
     * @return null if there is none, or it is null
     * @throws UnreadableException if the whole isn't one JSON object, or the member is no text, number or truth value
     */
    @Nullable
    String at(String... path) throws UnreadableException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableException("is no JSON object");
            }
            String found = find(parser, path);
            // The rest is read too: a text that ends early isn't believed.
            JsonToken more = parser.nextToken();
            while (more != null) {
                more = parser.nextToken();
            }
            return found;
        } catch (JacksonException broken) {
            // Its message quotes the text.
            throw new UnreadableException("is no JSON object, or ends early");
        }
    }

    private static @Nullable String find(JsonParser parser, String... path) throws UnreadableException {
        int depth = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean wanted = parser.currentName().equals(path[depth]);
            JsonToken value = parser.nextToken();
            if (!wanted) {
                parser.skipChildren();
            } else if (depth == path.length - 1) {
                return scalar(parser, value);
            } else if (value == JsonToken.START_OBJECT) {
                depth++;
            } else {
                return null;
            }
        }
        return null;
    }

    private static @Nullable String scalar(JsonParser parser, JsonToken value) throws UnreadableException {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!value.isScalarValue()) {
            throw new UnreadableException("is no text but a JSON object or array");
        }
        return parser.getString();
    }

    /** An object of these members, as bytes. */
    static byte[] object(Map<String, String> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeStartObject();
            members.forEach(generator::writeStringProperty);
            generator.writeEndObject();
        }
        return out.toByteArray();
    }
}
