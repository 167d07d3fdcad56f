package dev.botsentinel.policytest;

import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.Quote;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A part of a YAML file with its place. What can't be read is reported, and read as something harmless, so that all errors of
 * a file are told at once.
 *
 * @param file the file's name, as errors give it
 * @param problems gets a line for each error
 */
record FilePart(String file, List<String> problems, Node node) {

    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    /** @throws PolicyTestException if it isn't readable as YAML */
    static FilePart read(String file, String yaml, List<String> problems) {
        try {
            Optional<Node> root =
                    new Composer(SETTINGS, new ParserImpl(SETTINGS, new StreamReader(SETTINGS, yaml))).getSingleNode();
            if (root.isPresent()) {
                return new FilePart(file, problems, root.get());
            }
        } catch (MarkedYamlEngineException e) {
            String at = e.getProblemMark().map(FilePart::at).orElse("1:1");
            throw new PolicyTestException(List.of(file + ":" + at + ": not readable as YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new PolicyTestException(List.of(file + ":1:1: not readable as YAML: " + e.getMessage()));
        }
        throw new PolicyTestException(List.of(file + ":1:1: the file is empty; a test file has given and tests"));
    }

    private static String at(Mark mark) {
        return (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** Where it stands: {@code file:line:column}. */
    String place() {
        return file + ":" + node.getStartMark().map(FilePart::at).orElse("1:1");
    }

    void problem(String message) {
        problems.add(place() + ": " + message);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    private FilePart of(Node part) {
        return new FilePart(file, problems, part);
    }

    /** The fields of a mapping by their names, of which these are known. */
    Map<String, FilePart> fields(String what, Set<String> known) {
        Map<String, FilePart> fields = all(what);
        fields.forEach((key, value) -> {
            if (!known.contains(key)) {
                value.problem("unknown key " + Quote.of(key) + " in " + what + "; " + DidYouMean.hint(key, known));
            }
        });
        fields.keySet().retainAll(known);
        return fields;
    }

    /** The fields of a mapping whose names are the file's own. */
    Map<String, FilePart> all(String what) {
        Map<String, FilePart> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(what + " must be a mapping, but is " + kind());
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            FilePart key = of(tuple.getKeyNode());
            if (fields.put(key.text("a key"), of(tuple.getValueNode())) != null) {
                key.problem("this key is here a second time; keep one");
            }
        }
        return fields;
    }

    List<FilePart> items(String what) {
        if (!(node instanceof SequenceNode sequence)) {
            problem(what + " must be a list, but is " + kind());
            return List.of();
        }
        List<FilePart> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(of(item)));
        return items;
    }

    String text(String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        problem(what + " must be text, but is " + kind());
        return "";
    }

    long whole(String what) {
        String text = text(what);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            problem(what + " is " + Quote.of(text) + ", but must be a whole number");
            return 1;
        }
    }

    boolean truth(String what) {
        String text = text(what);
        if (!text.equals("true") && !text.equals("false")) {
            problem(what + " is " + Quote.of(text) + ", but must be true or false");
        }
        return text.equals("true");
    }

    Duration duration(String what) {
        return durationOf(what, text(what));
    }

    /** A text of this part as a duration. */
    Duration durationOf(String what, String text) {
        try {
            return Durations.parse(what, text);
        } catch (PolicyException e) {
            e.problems().forEach(it -> problem(it.message()));
            return Duration.ofSeconds(1);
        }
    }

    Instant instant(String what) {
        String text = text(what);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            problem(what + " is " + Quote.of(text) + ", but must be a time like 2026-01-01T12:00:00Z");
            return Instant.EPOCH;
        }
    }

    /** One of these words; null, and an error, for any other. */
    @Nullable
    String oneOf(String what, Set<String> words) {
        String text = text(what);
        if (words.contains(text)) {
            return text;
        }
        problem(what + " is " + Quote.of(text) + "; " + DidYouMean.hint(text, words));
        return null;
    }

    private String kind() {
        return node instanceof ScalarNode scalar
                ? Quote.of(scalar.getValue())
                : node instanceof MappingNode ? "a mapping" : "a list";
    }
}
