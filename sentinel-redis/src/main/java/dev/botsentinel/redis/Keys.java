package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Scope;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one environment: all start with its prefix and a colon, and no two owners have the same. What stands in
 * braces (a Cluster's hash tag) says where a key lives; a member lives with its subject:
 *
 * <pre>
 * sentinel:{u:42}        the user 42
 * sentinel:{u:42}m:-100  the user 42 in the chat -100
 * sentinel:{u:42}user    what the repository of users has of the user 42
 * sentinel:{c:-100}      the chat -100
 * sentinel:{g}           everybody
 * sentinel:{blocks}ids   the index of blocks: who
 * sentinel:{blocks}ends  the index of blocks: until when
 * sentinel:{check}state  by what the state is known; no other key starts with {check} for long
 * </pre>
 */
final class Keys {

    /** Where among spare keys the one is to know the state by. */
    static final int MARKER = 2;

    private static final byte[] END = {'}'};
    private static final byte[] MEMBER = {'}', 'm', ':'};
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._:/-]{1,64}");

    private final String prefix;
    private final byte[] ofUser;
    private final byte[] ofChat;
    private final byte[] everybody;
    private final byte[] blockedIds;
    private final byte[] blockEnds;
    private final byte[] channel;

    /** @throws IllegalArgumentException if the prefix has other characters than are good in a key */
    Keys(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "a key prefix has 1 to 64 characters of a-z, A-Z, 0-9 and . _ : / -, but this"
                            + " one has others, or " + prefix.length()
                            + " of them; use one per environment, such as sentinel:prod");
        }
        this.prefix = prefix;
        this.ofUser = key("{u:");
        this.ofChat = key("{c:");
        this.everybody = key("{g}");
        this.blockedIds = key("{blocks}ids");
        this.blockEnds = key("{blocks}ends");
        this.channel = key("news");
    }

    byte[] owner(Owner owner) {
        return owner(owner.scope(), Facts.of(owner.subject(), owner.chat()));
    }

    /** The key of the owner that a step of this scope concerns. */
    byte[] owner(Scope scope, Facts facts) {
        return switch (scope) {
            case USER -> joined(ofUser, subject(facts), END);
            case MEMBER -> joined(ofUser, subject(facts), MEMBER, chat(facts));
            case CHAT -> joined(ofChat, chat(facts), END);
            case GLOBAL -> everybody;
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

    /** A registered user, who lives with the subject's state. */
    byte[] user(String id) {
        ByteArrayOutputStream key = new ByteArrayOutputStream(prefix.length() + 32);
        append(key, "{u:", id, "}user");
        return key.toByteArray();
    }

    byte[] blockedIds() {
        return blockedIds.clone();
    }

    byte[] blockEnds() {
        return blockEnds.clone();
    }

    /** The channel, no key, on which instances tell each other. */
    byte[] channel() {
        return channel.clone();
    }

    /** A key for a value, one for a set, and one to know the state by; they live together, where the tag says. */
    List<byte[]> spare(String tag) {
        return List.of(key("{" + tag + "}value"), key("{" + tag + "}set"), key("{" + tag + "}state"));
    }

    /** What all keys match, and no others; a prefix has no characters that patterns know. */
    byte[] pattern() {
        return key("*");
    }

    /** What all keys of a subject match, and no others: no id has the brace that ends it. */
    byte[] patternOf(String id) {
        ByteArrayOutputStream pattern = new ByteArrayOutputStream(prefix.length() + 32);
        for (byte one : subjectTag(id)) {
            if (one == '*' || one == '?' || one == '[' || one == ']' || one == '\\') {
                pattern.write('\\');
            }
            pattern.write(one);
        }
        pattern.write('*');
        return pattern.toByteArray();
    }

    /** Whose a key is that matches {@link #patternOf}; null if it is the user's in the repository. */
    @Nullable
    Owner ownerOf(String id, byte[] key) {
        int tag = subjectTag(id).length;
        String rest = Cesu8.unescape(key, tag);
        return rest.startsWith("m:") ? Owner.member(id, rest.substring(2)) : key.length == tag ? Owner.user(id) : null;
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
