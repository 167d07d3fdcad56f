package dev.botsentinel.policy;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first 48 bits of the SHA-256 of all that a policy declares. Equal policies must have equal ones in every process, so nothing may
 * depend on the order of sets and maps, which differs from one JVM to the next: both are sorted. Records are read component by
 * component, so that a new one is never forgotten.
 */
final class PolicyFingerprint {

    private static final int BYTES = 6;

    private PolicyFingerprint() {}

    static String of(List<Object> declared) {
        try {
            byte[] text = text(declared).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Texts carry their length, so that no two declarations read alike. */
    private static String text(@Nullable Object value) {
        if (value == null) {
            return "-";
        }
        if (value instanceof Optional<?> optional) {
            return text(optional.orElse(null));
        }
        if (value instanceof Map<?, ?> map) {
            return braced(map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + '=' + text(entry.getValue()))
                    .sorted());
        }
        if (value instanceof List<?> list) {
            return '[' + list.stream().map(PolicyFingerprint::text).collect(Collectors.joining(",")) + ']';
        }
        if (value instanceof Collection<?> set) {
            return braced(set.stream().map(PolicyFingerprint::text).sorted());
        }
        if (value instanceof Record facts) {
            return braced(Stream.of(facts.getClass().getRecordComponents())
                    .map(component -> component.getName() + '=' + text(read(facts, component))));
        }
        String text = value instanceof Enum<?> constant ? constant.name() : value.toString();
        return text.length() + ":" + text;
    }

    private static String braced(Stream<String> parts) {
        return parts.collect(Collectors.joining(",", "{", "}"));
    }

    private static @Nullable Object read(Record facts, RecordComponent component) {
        try {
            return component.getAccessor().invoke(facts);
        } catch (ReflectiveOperationException inaccessible) {
            throw new IllegalStateException("a part of a policy must be a public record", inaccessible);
        }
    }
}
