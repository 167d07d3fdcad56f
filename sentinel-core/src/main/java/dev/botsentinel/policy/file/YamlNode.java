package dev.botsentinel.policy.file;

import java.util.List;

/** A node of a YAML document, with its place. Tags and anchors are gone; aliases are replaced. Immutable. */
sealed interface YamlNode {

    /** Where it begins; where the alias stands if it came by one; the key if the value is empty. */
    Position at();

    /** The same node, met elsewhere by an alias. */
    YamlNode movedTo(Position at);

    /** How many nodes there are from here on, this one included and those behind aliases each time. */
    int size();

    /** Text, quoted or plain; what a plain text means is for the reader to say. */
    record Scalar(Position at, String text, boolean isPlain) implements YamlNode {
        @Override
        public Scalar movedTo(Position at) {
            return new Scalar(at, text, isPlain);
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /** A list. */
    record Sequence(Position at, List<YamlNode> items, int size) implements YamlNode {
        @Override
        public Sequence movedTo(Position at) {
            return new Sequence(at, items, size);
        }
    }

    /** A mapping as written: keys may be of any kind and repeat. */
    record Mapping(Position at, List<Entry> entries, int size) implements YamlNode {
        @Override
        public Mapping movedTo(Position at) {
            return new Mapping(at, entries, size);
        }
    }

    /** A node whose fault has been reported; readers pass it over. */
    record Unusable(Position at) implements YamlNode {
        @Override
        public Unusable movedTo(Position at) {
            return new Unusable(at);
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /** A key and its value. */
    record Entry(YamlNode key, YamlNode value) {}
}
