package dev.botsentinel.examples.botapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Arguments that are sent as a form: each a text. */
final class Forms {

    private Forms() {}

    static JsonNode read(String form) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (String pair : form.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                arguments.put(decoded(parts[0]), decoded(parts[1]));
            }
        }
        return arguments;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
