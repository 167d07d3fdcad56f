package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Quote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Makes a tree of the YAML parser's events.
 *
 * <p>Not the library's own composer, because a policy comes from outside: here depth is bounded before the stack is,
 * aliases are counted by what they stand for (a kilobyte of them can stand for gigabytes), a node may not contain itself,
 * tags are errors instead of types, and duplicate keys survive, so that both can be named.
 */
final class YamlComposer {

    /** A policy needs 5: the file, {@code actions}, an action, its limits, a limit. */
    private static final int MAX_DEPTH = 20;

    /** As many nodes as aliases may add to a file, altogether. */
    private static final int MAX_ALIASED = 100_000;

    private static final String STANDARD_TAG = "tag:yaml.org,2002:";

    private final ErrorReport report;
    private final Iterator<Event> events;
    private final Map<String, Optional<YamlNode>> anchors = new HashMap<>();
    private Position last = Position.START;
    private int aliased;

    private YamlComposer(String text, ErrorReport report) {
        this.report = report;
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(PolicyText.MAX_BYTES + 1)
                .build();
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** The document's root. Tags and further documents are reported, and reading goes on. */
    static YamlNode compose(String text, ErrorReport report) throws UnreadableException {
        return new YamlComposer(text, report).document();
    }

    private YamlNode document() throws UnreadableException {
        next();
        if (next().getEventId() == Event.ID.StreamEnd) {
            return new YamlNode.Scalar(Position.START, "", true);
        }
        YamlNode root = node(next(), 0);
        next();
        if (next().getEventId() == Event.ID.DocumentStart) {
            report.add(last, "a second YAML document begins here; a policy file has one, remove the ---");
        }
        return root;
    }

    private YamlNode node(Event event, int depth) throws UnreadableException {
        Position at = last;
        if (event instanceof AliasEvent alias) {
            return aliased(alias.getAlias().getValue(), at);
        }
        if (depth >= MAX_DEPTH) {
            throw new UnreadableException(
                    at, "nested more than " + MAX_DEPTH + " deep; a policy never needs more than 5, take levels out");
        }
        Optional<String> anchor = ((NodeEvent) event).getAnchor().map(Anchor::getValue);
        anchor.ifPresent(name -> anchors.put(name, Optional.empty()));
        YamlNode node = content(event, at, depth);
        anchor.ifPresent(name -> anchors.put(name, Optional.of(node)));
        return node;
    }

    private YamlNode content(Event event, Position at, int depth) throws UnreadableException {
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar, at);
        }
        ((CollectionStartEvent) event).getTag().ifPresent(tag -> reportTag(at, tag));
        return event.getEventId() == Event.ID.SequenceStart ? sequence(at, depth) : mapping(at, depth);
    }

    private YamlNode scalar(ScalarEvent event, Position at) {
        String text = event.getValue();
        if (event.getTag().isPresent()) {
            reportTag(at, event.getTag().get());
            return new YamlNode.Unusable(at);
        }
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            report.add(
                    at,
                    Quote.of(text) + " has half of a surrogate pair; write the whole character, as in \"\\U0001F600\"");
            return new YamlNode.Unusable(at);
        }
        return new YamlNode.Scalar(at, text, event.isPlain());
    }

    private YamlNode sequence(Position at, int depth) throws UnreadableException {
        List<YamlNode> items = new ArrayList<>();
        int size = 1;
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            YamlNode item = node(event, depth + 1);
            items.add(item);
            size += item.size();
        }
        return new YamlNode.Sequence(at, items, size);
    }

    private YamlNode mapping(Position at, int depth) throws UnreadableException {
        List<YamlNode.Entry> entries = new ArrayList<>();
        int size = 1;
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            YamlNode key = node(event, depth + 1);
            Event second = next();
            YamlNode value = node(second, depth + 1);
            entries.add(new YamlNode.Entry(key, isNothing(second) ? value.movedTo(key.at()) : value));
            size += key.size() + value.size();
        }
        return new YamlNode.Mapping(at, entries, size);
    }

    /** A value that was left out has no place of its own. */
    private static boolean isNothing(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().isEmpty();
    }

    private YamlNode aliased(String name, Position at) throws UnreadableException {
        Optional<YamlNode> target = anchors.get(name);
        if (target == null) {
            return unknownAlias(name, at);
        }
        if (target.isEmpty()) {
            throw new UnreadableException(
                    at, "the alias *" + Quote.bare(name) + " stands inside what it names; write out what is meant");
        }
        aliased += target.get().size();
        if (aliased > MAX_ALIASED) {
            throw new UnreadableException(
                    at, "aliases make this file longer than " + MAX_ALIASED + " values; use named policies instead");
        }
        return target.get().movedTo(at);
    }

    /** {@code *: …} is taken for the alias {@code *:}, and what follows then for another document: better stop. */
    private YamlNode unknownAlias(String name, Position at) throws UnreadableException {
        boolean isKey = name.endsWith(":");
        String text = "*" + Quote.bare(isKey ? name.substring(0, name.length() - 1) : name);
        String message = "the alias " + text + " names nothing; if the text is meant, quote it: \"" + text + "\"";
        if (isKey) {
            throw new UnreadableException(at, message);
        }
        report.add(at, message);
        return new YamlNode.Unusable(at);
    }

    private void reportTag(Position at, String tag) {
        String shown = tag.startsWith(STANDARD_TAG) ? "!!" + tag.substring(STANDARD_TAG.length()) : tag;
        report.add(at, "the tag " + Quote.bare(shown) + " has no meaning in a policy; remove it");
    }

    /** The library is given hostile text, so whatever it throws means that the text is at fault. */
    private Event next() throws UnreadableException {
        try {
            Event event = events.next();
            last = event.getStartMark().map(YamlComposer::position).orElse(last);
            return event;
        } catch (RuntimeException e) {
            throw YamlSyntax.explain(e, last);
        }
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
