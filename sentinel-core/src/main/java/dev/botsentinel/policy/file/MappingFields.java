package dev.botsentinel.policy.file;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a mapping whose keys are known beforehand, and which of them failed: what follows from a field that
 * failed is told to nobody.
 */
final class MappingFields {

    private final ErrorReport report;
    private final MappingSchema shape;
    private final Position at;
    private final Map<String, YamlNode.Entry> entries = new HashMap<>();
    private final Set<String> failed = new HashSet<>();

    /** Reads a value; reports what is wrong and then answers null. */
    interface ValueReader<T> {
        @Nullable
        T read(String key, YamlNode value);
    }

    /** @param at what to blame if a field is missing */
    MappingFields(ErrorReport report, MappingSchema shape, Position at) {
        this.report = report;
        this.shape = shape;
        this.at = at;
    }

    void put(String key, YamlNode.Entry entry) {
        entries.put(key, entry);
        if (entry.value() instanceof YamlNode.Unusable) {
            fail(key);
        }
    }

    /** Reads on as if the key had been written right, so that what is wrong beneath it is told too. */
    void guess(String meant, YamlNode.Entry entry) {
        entries.putIfAbsent(meant, entry);
    }

    void remove(String key) {
        entries.remove(key);
    }

    void fail(String key) {
        failed.add(key);
    }

    boolean failed(String... keys) {
        return List.of(keys).stream().anyMatch(failed::contains);
    }

    boolean isClean() {
        return failed.isEmpty();
    }

    /** Whether the key is there, or was meant to be. */
    boolean mentions(String key) {
        return entries.containsKey(key) || failed.contains(key);
    }

    /** The value as it stands there; null if there is none that can be read. */
    @Nullable
    YamlNode node(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry == null || entry.value() instanceof YamlNode.Unusable ? null : entry.value();
    }

    /** The value; null if there is none that can be used. */
    <T> @Nullable T find(String key, ValueReader<T> reader) {
        YamlNode node = node(key);
        if (node == null) {
            return null;
        }
        T value = reader.read(key, node);
        if (value == null) {
            fail(key);
        }
        return value;
    }

    /** The value; something else if there is none that can be used. */
    <T> T read(String key, ValueReader<T> reader, T otherwise) {
        T value = find(key, reader);
        return value == null ? otherwise : value;
    }

    /** The value, which must be there; a stand-in if there is none that can be used. */
    <T> T require(String key, ValueReader<T> reader, T standIn) {
        if (!mentions(key)) {
            report.add(at, key + " is missing in " + shape.what() + "; write it as in " + shape.example());
            fail(key);
        }
        return read(key, reader, standIn);
    }

    /** Where the value stands, else the mapping. */
    Position at(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry == null ? at : entry.value().at();
    }

    /** Where the key stands, else the mapping. */
    Position keyAt(String key) {
        YamlNode.Entry entry = entries.get(key);
        return entry == null ? at : entry.key().at();
    }
}
