package dev.botsentinel.record;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Trusted;
import dev.botsentinel.request.Content;
import dev.botsentinel.store.FingerprintKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in a recording for ids and contents: the first 128 bits of their HMAC-SHA-256, as 32 hexadecimal digits. The same
 * id has the same pseudonym wherever the key is the same; without the key nobody can tell the id, though ids are few enough to try
 * them all. Costs about a microsecond. Thread-safe.
 */
public final class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 16;
    private static final int BYTES = 16;

    /** Keeps these hashes apart from others that are made with the same key. */
    private static final byte[] PURPOSE = "dev.botsentinel.record:".getBytes(StandardCharsets.US_ASCII);

    /** As guards compare contents, see {@link Content}: of longer values the ends, of more values the first. */
    private static final int LONGEST_VALUE = 16_384;

    private static final int MOST_VALUES = 128;

    /** What is named; the same text as two of these has two pseudonyms. */
    enum Kind {
        ID,
        TOPIC,
        SPACE,
        ALBUM,
        NUMBERED_UPDATE,
        NAMED_UPDATE,
        ACTION,
        ROLE,
        CONTENT
    }

    private final Mac mac;

    private Pseudonyms(FingerprintKey key) {
        ByteBuffer bytes = ByteBuffer.allocate(KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(key.k0()).putLong(key.k1());
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes.array(), ALGORITHM));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    /** Those that are made with this key. */
    public static Pseudonyms by(FingerprintKey key) {
        return new Pseudonyms(key);
    }

    /** The pseudonym of a subject or chat. */
    public String id(String id) {
        return of(Kind.ID, id);
    }

    /** The same policy for a recording: the subjects and chats that it names have their pseudonyms. */
    public PolicySet policy(PolicySet policy) {
        Trusted trusted = policy.trusted();
        String[] blocked = policy.blocked().stream().map(this::id).toArray(String[]::new);
        return policy.toBuilder()
                .trusted(new Trusted(ids(trusted.subjects()), trusted.roles()))
                .blocked(blocked)
                .build();
    }

    private Set<String> ids(Set<String> ids) {
        return ids.stream().map(this::id).collect(Collectors.toSet());
    }

    synchronized String of(Kind kind, String text) {
        begin(kind);
        add(text);
        return end();
    }

    synchronized String of(Content content) {
        begin(Kind.CONTENT);
        add(content.kind());
        List<String> values = content.values();
        add(Integer.toString(values.size()));
        for (String value : values.subList(0, Math.min(values.size(), MOST_VALUES))) {
            int length = value.length();
            if (length <= LONGEST_VALUE) {
                add(value);
            } else {
                add(Integer.toString(-length));
                add(value.substring(0, LONGEST_VALUE / 2) + value.substring(length - LONGEST_VALUE / 2));
            }
        }
        return end();
    }

    private void begin(Kind kind) {
        mac.update(PURPOSE);
        add(kind.name());
    }

    /** The length, then both bytes of each character: an encoder would write the same for all halves of surrogate pairs. */
    private void add(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + text.length() * Character.BYTES);
        bytes.putInt(text.length()).asCharBuffer().put(text);
        mac.update(bytes.array());
    }

    private String end() {
        return HexFormat.of().formatHex(mac.doFinal(), 0, BYTES);
    }
}
