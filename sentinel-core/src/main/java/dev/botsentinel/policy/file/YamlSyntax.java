package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Quote;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/** Says what the YAML parser means, in words that tell what to do. */
final class YamlSyntax {

    /**
     * @param says what the parser says, in part: its context and its problem
     * @param atContext whether the place to mend is where the construct began
     * @param message what to say, {@code %s} being where the construct began
     */
    private record Advice(String says, boolean atContext, String message) {}

    private static final List<Advice> ADVICE = List.of(
            new Advice("(TAB)", false, "a tab can't indent; use spaces"),
            new Advice("while scanning an alias", true, "an unquoted * begins an alias; quote it: \"*\""),
            new Advice("while scanning an anchor", true, "an unquoted & begins an anchor; quote the text"),
            new Advice(
                    "mapping values are not allowed",
                    false,
                    "a ':' can't stand here; indent the keys of one mapping alike, and quote text that has ': ' in it"),
            new Advice("quoted scalar found unexpected", true, "this quote is never closed; close it"),
            new Advice("unknown escape", false, "this is no escape; write \\\\ for a backslash, or use single quotes"),
            new Advice(
                    "while scanning a double-quoted scalar expected escape sequence",
                    false,
                    "this escape lacks digits; write \\\\ for a backslash, or use single quotes"),
            new Advice(
                    "while parsing a flow sequence",
                    false,
                    "the list that begins at %s lacks a ',' or its ']' here; add it"),
            new Advice(
                    "while parsing a flow mapping",
                    false,
                    "the mapping that begins at %s lacks a ',' or its '}' here; add it"),
            new Advice(
                    "could not find expected ':'",
                    true,
                    "this line is no 'key: value'; add the ':', indent it to where it belongs, or quote a key that begins with *"),
            new Advice(
                    "expected <block end>",
                    false,
                    "this doesn't belong to what is above; indent the keys or items of one level alike"),
            new Advice(
                    "expected '<document start>'",
                    false,
                    "this follows the end of the document; remove it, or indent it to where it belongs"),
            new Advice("expected the node content", false, "a value is missing here; add it"),
            new Advice(
                    "block sequence entries are not allowed",
                    false,
                    "a '- ' can't stand here; begin the list on a line of its own"),
            new Advice("duplicate YAML directive", false, "a second %YAML line; remove it"),
            new Advice("undefined tag handle", false, "tags have no meaning in a policy; remove this one"));

    private YamlSyntax() {}

    /** What is wrong with the text, if this is what the parser threw after it had read up to {@code last}. */
    static UnreadableException explain(RuntimeException thrown, Position last) {
        if (thrown instanceof MarkedYamlEngineException marked) {
            return explain(marked, last);
        }
        if (thrown instanceof YamlVersionException) {
            return new UnreadableException(last, "a policy is YAML 1.2; remove the %YAML line");
        }
        return new UnreadableException(last, "not readable as YAML from here on; look for a character out of place");
    }

    private static UnreadableException explain(MarkedYamlEngineException thrown, Position last) {
        Position problemAt = position(thrown.getProblemMark(), last);
        String says = (thrown.getContext() == null ? "" : thrown.getContext() + " ") + thrown.getProblem();
        for (Advice advice : ADVICE) {
            if (says.contains(advice.says)) {
                Position begin = position(thrown.getContextMark(), problemAt);
                String message = advice.message.replace("%s", begin.toString());
                return new UnreadableException(advice.atContext ? begin : problemAt, message);
            }
        }
        Optional<String> wrongStart = wrongStart(says);
        if (wrongStart.isPresent()) {
            return new UnreadableException(problemAt, wrongStart.get());
        }
        String known = Quote.escape(thrown.getProblem() == null ? "" : thrown.getProblem());
        return new UnreadableException(
                problemAt, "not readable as YAML: " + known + "; quote the text or correct the indentation");
    }

    /** "found character '@' that cannot start any token". */
    private static Optional<String> wrongStart(String says) {
        int at = says.indexOf("found character '");
        int end = says.indexOf("' that cannot start any token");
        if (at < 0 || end < at) {
            return Optional.empty();
        }
        String character = says.substring(at + "found character '".length(), end);
        return Optional.of("an unquoted text can't begin with " + Quote.bare(character) + "; quote it");
    }

    private static Position position(Optional<Mark> mark, Position otherwise) {
        return mark.map(YamlComposer::position).orElse(otherwise);
    }
}
