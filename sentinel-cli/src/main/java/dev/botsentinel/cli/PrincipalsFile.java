package dev.botsentinel.cli;

import dev.botsentinel.access.Principal;
import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.request.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads who is who: {@code {"42":{"registered":true,"roles":["user"],"stepUpAt":"2026-01-01T00:00:00Z"}}}. Token by
 * token, for such a file may have as many entries as a bot has users. Tells all that is wrong at once, as {@code
 * file:line:column: path: what}. One instance reads one file.
 */
final class PrincipalsFile {

    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final List<String> KEYS = List.of("registered", "roles", "stepUpAt");
    private static final int MOST_PROBLEMS = 100;

    private final String file;
    private final JsonParser parser;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Principal> principals = new HashMap<>();
    /** Few sets of roles serve a million users. */
    private final Map<Set<String>, Set<String>> roleSets = new HashMap<>();

    private PrincipalsFile(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * The principals by subject id.
     *
     * @throws CommandFailure if the file can't be read or has errors
     */
    static Map<String, Principal> read(Path path) {
        String file = Inputs.name(path);
        try (InputStream in = Inputs.open(path);
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            return new PrincipalsFile(file, parser).read();
        } catch (JacksonIOException e) {
            throw CommandFailure.ofFile(file, new IOException(e.getOriginalMessage(), e));
        } catch (IOException e) {
            throw CommandFailure.ofFile(file, e);
        }
    }

    private Map<String, Principal> read() {
        try {
            readAll();
        } catch (StreamReadException e) {
            problem(e.getLocation(), "not readable as JSON: " + firstLine(e.getOriginalMessage()));
        }
        if (!problems.isEmpty()) {
            throw CommandFailure.ofInput(problems);
        }
        return principals;
    }

    private void readAll() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            problem("the file is one JSON object with a principal for each subject id; " + found());
            return;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME && problems.size() < MOST_PROBLEMS) {
            readEntry();
        }
        if (problems.isEmpty() && parser.nextToken() != null) {
            problem("something stands behind the object; remove it");
        }
    }

    private void readEntry() {
        String id = parser.currentName();
        String path = "$['" + Quote.bare(id) + "']";
        if (id.isEmpty() || id.length() > Subject.MAX_ID_LENGTH) {
            problem(path + ": a subject id has 1 to " + Subject.MAX_ID_LENGTH + " characters, this one has "
                    + id.length());
        }
        if (principals.containsKey(id)) {
            problem(path + ": this id stands here twice; keep one");
        }
        parser.nextToken();
        principals.put(id, readPrincipal(path));
    }

    private Principal readPrincipal(String path) {
        boolean registered = false;
        Set<String> roles = Set.of();
        Instant stepUpAt = null;
        if (!isAt(JsonToken.START_OBJECT, path, "an object with registered, roles and stepUpAt")) {
            return Principal.ANONYMOUS;
        }
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            String keyPath = path + "." + Quote.bare(key);
            if (!seen.add(key)) {
                problem(keyPath + ": this key stands here twice; keep one");
            } else if (!KEYS.contains(key)) {
                problem(keyPath + ": unknown key; " + DidYouMean.hint(key, KEYS));
            }
            parser.nextToken();
            switch (key) {
                case "registered" -> registered = readBoolean(keyPath);
                case "roles" -> roles = readRoles(keyPath);
                case "stepUpAt" -> stepUpAt = readTime(keyPath);
                default -> parser.skipChildren();
            }
        }
        return new Principal(registered, roles, stepUpAt);
    }

    private boolean readBoolean(String path) {
        boolean yes = parser.currentToken() == JsonToken.VALUE_TRUE;
        if (!yes) {
            isAt(JsonToken.VALUE_FALSE, path, "true or false");
        }
        return yes;
    }

    private Set<String> readRoles(String path) {
        if (!isAt(JsonToken.START_ARRAY, path, "a list of role names")) {
            return Set.of();
        }
        Set<String> roles = new LinkedHashSet<>();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (isAt(JsonToken.VALUE_STRING, path + "[" + i + "]", "a role's name as a string")) {
                roles.add(parser.getString());
            }
        }
        return roleSets.computeIfAbsent(Set.copyOf(roles), set -> set);
    }

    private @Nullable Instant readTime(String path) {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        String wanted = "null or an RFC 3339 date-time as a string, like \"2026-01-01T00:00:00Z\"";
        if (!isAt(JsonToken.VALUE_STRING, path, wanted)) {
            return null;
        }
        Instant time = Rfc3339.parse(parser.getString());
        if (time == null) {
            problem(path + " must be " + wanted + "; this string is none");
        }
        return time;
    }

    /** Whether the parser is at such a token; if not, tells so and goes to the end of what is there instead. */
    private boolean isAt(JsonToken wanted, String path, String description) {
        if (parser.currentToken() == wanted) {
            return true;
        }
        problem(path + " must be " + description + "; " + found());
        parser.skipChildren();
        return false;
    }

    private String found() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "there is nothing";
        }
        return switch (token) {
            case START_OBJECT -> "this is an object";
            case START_ARRAY -> "this is a list";
            case VALUE_STRING -> "this is a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "this is a number";
            case VALUE_TRUE, VALUE_FALSE -> "this is " + token.asString();
            case VALUE_NULL -> "this is null";
            default -> "this is something else";
        };
    }

    private void problem(String what) {
        problem(parser.currentTokenLocation(), what);
    }

    private void problem(TokenStreamLocation at, String what) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(file + ":" + at.getLineNr() + ":" + Math.max(1, at.getColumnNr()) + ": " + what);
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
