package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Quote;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads mappings and lists. What is wrong is reported; what can be used is answered. */
final class CollectionReader {

    private final ErrorReport report;

    CollectionReader(ErrorReport report) {
        this.report = report;
    }

    /** A name that a file declares: where, and what for. */
    record Declared(Position at, YamlNode value) {}

    /**
     * A mapping whose keys are known beforehand; null if it is none.
     *
     * @param what what to call it
     * @param at what to blame if something is missing
     */
    @Nullable
    MappingFields fields(String what, MappingSchema shape, Position at, YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            wrongMapping(what, node, shape.example() + shape.none());
            return null;
        }
        MappingFields fields = new MappingFields(report, shape, at);
        Map<String, Position> met = new HashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            String key = key(entry.key());
            if (key == null) {
                continue;
            }
            if (!shape.keys().contains(key)) {
                report.add(entry.key().at(), () -> shape.unknown(key));
                shape.meant(key).ifPresent(meant -> fields.guess(meant, entry));
            } else if (isRepeated(key, entry.key().at(), met)) {
                fields.fail(key);
            } else {
                fields.put(key, entry);
            }
        }
        return fields;
    }

    /** A mapping of names that the file gives; null if it is none. */
    @Nullable
    Map<String, Declared> names(String what, String one, YamlNode node, String example) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            wrongMapping(what, node, example + MappingSchema.NOTHING);
            return null;
        }
        Map<String, Declared> names = new LinkedHashMap<>();
        Map<String, Position> met = new HashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            String name = key(entry.key());
            if (name == null) {
                continue;
            }
            YamlNode.Scalar key = (YamlNode.Scalar) entry.key();
            if (!YamlScalars.isText(key)) {
                report.add(
                        key.at(),
                        one + "'s name " + YamlScalars.of(key) + ", but must be text; quote it: \"" + Quote.bare(name)
                                + "\"");
            }
            if (!isRepeated(name, key.at(), met)) {
                names.put(name, new Declared(key.at(), entry.value()));
            }
        }
        return names;
    }

    private void wrongMapping(String what, YamlNode node, String example) {
        if (!(node instanceof YamlNode.Unusable)) {
            report.add(node.at(), what + " " + YamlScalars.of(node) + ", but must be a mapping, as in " + example);
        }
    }

    private boolean isRepeated(String key, Position at, Map<String, Position> met) {
        Position first = met.putIfAbsent(key, at);
        if (first != null) {
            report.add(at, Quote.of(key) + " is here a second time, the first is at " + first + "; keep one of them");
        }
        return first != null;
    }

    private @Nullable String key(YamlNode key) {
        if (key instanceof YamlNode.Unusable) {
            return null;
        }
        if (!(key instanceof YamlNode.Scalar scalar)) {
            report.add(
                    key.at(),
                    "a key " + YamlScalars.of(key) + ", but must be text; check the brackets and the indentation");
            return null;
        }
        if (YamlScalars.isNull(scalar)) {
            report.add(key.at(), "a key is missing here; write it in front of the ':'");
            return null;
        }
        if (scalar.isPlain() && scalar.text().equals("<<")) {
            report.add(
                    key.at(),
                    "unknown key '<<': merging is no part of YAML 1.2; use a named policy, or write out the keys");
            return null;
        }
        return scalar.text();
    }

    /** A list's items; null if it is none. */
    @Nullable
    List<YamlNode> items(String key, YamlNode node, String example) {
        if (node instanceof YamlNode.Sequence sequence) {
            return sequence.items();
        }
        String none = YamlScalars.isNull(node) ? "; write " + key + ": [] for none" : ", as in " + key + ": " + example;
        report.add(node.at(), key + " " + YamlScalars.of(node) + ", but must be a list" + none);
        return null;
    }

    /** A list of different names, with their places; null if it is no list. What can't be used is left out. */
    @Nullable
    Map<String, Position> distinct(
            String key, YamlNode node, String example, Function<YamlNode, @Nullable String> reader) {
        return names(
                key,
                node,
                example,
                reader,
                (name, places) -> report.add(
                        places.get(1),
                        Quote.of(name) + " is named twice, first at " + places.get(0) + "; remove one of them"));
    }

    /** The same, but a name may stand there more than once: lists that programs write repeat themselves. */
    @Nullable
    Map<String, Position> repeatable(
            String key, YamlNode node, String example, Function<YamlNode, @Nullable String> reader) {
        return names(key, node, example, reader, (name, places) -> {});
    }

    private @Nullable Map<String, Position> names(
            String key,
            YamlNode node,
            String example,
            Function<YamlNode, @Nullable String> reader,
            BiConsumer<String, List<Position>> onRepeat) {
        List<YamlNode> items = items(key, node, example);
        if (items == null) {
            return null;
        }
        Map<String, Position> names = new LinkedHashMap<>();
        for (YamlNode item : items) {
            String name = item instanceof YamlNode.Unusable ? null : reader.apply(item);
            if (name == null) {
                continue;
            }
            if (name.isBlank()) {
                report.add(item.at(), key + " has a blank name; remove it");
                continue;
            }
            Position first = names.putIfAbsent(name, item.at());
            if (first != null) {
                onRepeat.accept(name, List.of(first, item.at()));
            }
        }
        return names;
    }
}
