package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Scope;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one environment. All start with its prefix and a colon, and each owner has a key of its own. The part in braces
 * is a Cluster's hash tag, which determines the slot: members of chats and spaces share their subject's slot, topics their
 * chat's. Ids are escaped, so that no brace of theirs can be taken for one of these:
 *
 * <pre>
 * sentinel:{u:42}        the user 42
 * sentinel:{u:42}m:-100  the user 42 in the chat -100
 * sentinel:{u:42}s:9     the user 42 in the space 9
 * sentinel:{u:42}user    the user 42 in the user repository
 * sentinel:{u:42}d       the last denials of the user 42
 * sentinel:{c:-100}      the chat -100
 * sentinel:{c:-100}t:7   the topic 7 of the chat -100
 * sentinel:{s:9}         the space 9
 * sentinel:{g}           everyone
 * sentinel:{blocks}ids   the block index: ids
 * sentinel:{blocks}ends  the block index: ends
 * sentinel:{check}state  the marker that shows whether the state is still there
 * sentinel:{check}key    a hash of the fingerprint key that belongs to the state; other keys with {check} expire at once
 * </pre>
 */
final class Keys {

    private static final byte[] END = {'}'};
    private static final byte[] MEMBER = {'}', 'm', ':'};
    private static final byte[] SPACE_MEMBER = {'}', 's', ':'};
    private static final byte[] TOPIC = {'}', 't', ':'};
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._:/-]{1,64}");

    private final String prefix;
    private final byte[] ofUser;
    private final byte[] ofChat;
    private final byte[] ofSpace;
    private final byte[] everyone;
    private final byte[] blockedIds;
    private final byte[] blockEnds;
    private final String newsSuffix;

    /** In database 0. */
    Keys(String prefix) {
        this(prefix, 0);
    }

    /** @throws IllegalArgumentException if the prefix is too long or has characters that make keys hard to read or grant */
    Keys(String prefix, int database) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "a key prefix has 1 to 64 characters of a-z, A-Z, 0-9 and . _ : / -; this one has "
                            + prefix.length() + ", or others; use one per environment, such as sentinel:prod");
        }
        this.prefix = prefix;
        this.ofUser = key("{u:");
        this.ofChat = key("{c:");
        this.ofSpace = key("{s:");
        this.everyone = key("{g}");
        this.blockedIds = key("{blocks}ids");
        this.blockEnds = key("{blocks}ends");
        this.newsSuffix = database == 0 ? "" : "@" + database;
    }

    byte[] owner(Owner owner) {
        return owner(owner.scope(), Facts.of(owner));
    }

    /** The key of the owner that a step of this scope concerns. */
    byte[] owner(Scope scope, Facts facts) {
        return switch (scope) {
            case USER -> joined(ofUser, subject(facts), END);
            case MEMBER -> joined(ofUser, subject(facts), MEMBER, chat(facts));
            case SPACE_MEMBER -> joined(ofUser, subject(facts), SPACE_MEMBER, Cesu8.escaped(facts.space()));
            case CHAT -> joined(ofChat, chat(facts), END);
            case TOPIC -> joined(ofChat, chat(facts), TOPIC, Cesu8.escaped(facts.topic()));
            case SPACE -> joined(ofSpace, Cesu8.escaped(facts.space()), END);
            case GLOBAL -> everyone;
        };
    }

    private static byte[] subject(Facts facts) {
        return facts.isSubjectNumber()
                ? Long.toString(facts.subjectNumber()).getBytes(ISO_8859_1)
                : Cesu8.escaped(facts.subject());
    }

    private static byte[] chat(Facts facts) {
        return facts.isChatNumber()
                ? Long.toString(facts.chatNumber()).getBytes(ISO_8859_1)
                : Cesu8.escaped(facts.chat());
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int end = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, end, part.length);
            end += part.length;
        }
        return joined;
    }

    /** The key of a user in the repository, in the slot of the subject's state. */
    byte[] user(String id) {
        ByteArrayOutputStream key = new ByteArrayOutputStream(prefix.length() + 32);
        append(key, "{u:", id, "}user");
        return key.toByteArray();
    }

    /** The key of a subject's last denials, in the slot of its state. */
    byte[] denials(String id) {
        ByteArrayOutputStream key = new ByteArrayOutputStream(prefix.length() + 32);
        append(key, "{u:", id, "}d");
        return key.toByteArray();
    }

    boolean isDenials(byte[] key) {
        return key.length > 2 && key[key.length - 2] == '}' && key[key.length - 1] == 'd';
    }

    /** The pattern of all subjects' denials: no id has a closing brace, so the one before the end is the tag's. */
    byte[] patternOfDenials() {
        return key("{u:*}d");
    }

    /** Whose denials a key has that matches {@link #patternOfDenials}. */
    String subjectOfDenials(byte[] key) {
        return Cesu8.unescape(Arrays.copyOf(key, key.length - 2), ofUser.length);
    }

    byte[] blockedIds() {
        return blockedIds.clone();
    }

    byte[] blockEnds() {
        return blockEnds.clone();
    }

    /** The channel for news between instances; not a key. Databases have channels in common, so it names its own. */
    byte[] channel() {
        return key("news" + newsSuffix);
    }

    /** What the channel's name ends in; scripts know the rest. */
    byte[] newsSuffix() {
        return newsSuffix.getBytes(US_ASCII);
    }

    /** The key with the hash of the fingerprint key. */
    byte[] fingerprintKey() {
        return key("{check}key");
    }

    /** The keys of {@code check.lua}: for a value, for a set, and the marker. The tag determines their slot. */
    List<byte[]> check(String tag) {
        return List.of(key("{" + tag + "}value"), key("{" + tag + "}set"), marker(tag));
    }

    /** The key whose value changes when the state is lost. */
    byte[] marker(String tag) {
        return key("{" + tag + "}state");
    }

    /**
     * The pattern of all keys; a prefix has no characters that are special in patterns. The brace keeps it from matching the
     * keys of a prefix that continues this one after a colon.
     */
    byte[] pattern() {
        return key("{*");
    }

    /** The pattern of all keys of a subject; escaped ids have no closing brace, so it matches no other subject. */
    byte[] patternOf(String id) {
        ByteArrayOutputStream pattern = new ByteArrayOutputStream(prefix.length() + 32);
        for (byte b : subjectTag(id)) {
            if (b == '*' || b == '?' || b == '[' || b == ']' || b == '\\') {
                pattern.write('\\');
            }
            pattern.write(b);
        }
        pattern.write('*');
        return pattern.toByteArray();
    }

    /** The owner of a key that matches {@link #patternOf}; null for the keys of the user repository and of denials. */
    @Nullable
    Owner ownerOf(String id, byte[] key) {
        int tag = subjectTag(id).length;
        String rest = Cesu8.unescape(key, tag);
        if (rest.startsWith("m:")) {
            return Owner.member(id, rest.substring(2));
        }
        if (rest.startsWith("s:")) {
            return Owner.spaceMember(id, rest.substring(2));
        }
        return key.length == tag ? Owner.user(id) : null;
    }

    private byte[] subjectTag(String id) {
        ByteArrayOutputStream tag = new ByteArrayOutputStream(prefix.length() + 32);
        append(tag, "{u:", id, "}");
        return tag.toByteArray();
    }

    private void append(ByteArrayOutputStream key, String open, @Nullable String id, String close) {
        key.writeBytes(key(open));
        Cesu8.escape(id, key);
        key.writeBytes(close.getBytes(US_ASCII));
    }

    private byte[] key(String rest) {
        return (prefix + ":" + rest).getBytes(US_ASCII);
    }
}
