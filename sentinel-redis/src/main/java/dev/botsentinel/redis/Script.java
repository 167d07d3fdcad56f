package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scripts, each joined of resource files: what it shares with others goes first. */
enum Script {
    EVALUATE("call", "value", "limits", "evaluate", "owner", "index", "offences", "news", "violate"),
    BLOCK("call", "value", "owner", "index", "news", "block"),
    UNBLOCK("call", "value", "owner", "index", "offences", "news", "unblock"),
    BLOCKS("call", "value", "owner", "blocks"),
    IDS("call", "ids"),
    INSPECT("call", "value", "owner", "limits", "offences", "inspect"),
    RESET("call", "value", "owner", "cooldowns", "reset"),
    REFUND("call", "value", "owner", "limits", "spent", "refund"),
    GIVE_BACK("call", "value", "owner", "limits", "spent", "giveback"),
    LIST("call", "value", "index", "list"),
    COOLDOWN("call", "value", "owner", "cooldowns", "cooldown"),
    USER("call", "user"),
    VALUES("call", "values"),
    ERASE("call", "value", "owner", "news", "erase"),
    TELL("call", "news", "tell"),
    CHECK("check");

    /** What is included costs nothing to call; a function of Lua would be made anew by each call of the script. */
    private static final String INCLUDE = "(?m)^ *-- include (\\w+)$";

    private final String text;
    private final String digest;

    Script(String... files) {
        text = joined(files);
        digest = HexFormat.of().formatHex(Digests.sha1(text.getBytes(UTF_8)));
    }

    /** The whole script, which {@code EVAL} takes. */
    String text() {
        return text;
    }

    /** What {@code EVALSHA} knows the script by. */
    String digest() {
        return digest;
    }

    private static String joined(String... files) {
        StringBuilder joined = new StringBuilder();
        for (String file : files) {
            joined.append(withBlocks(file)).append('\n');
        }
        return joined.toString();
    }

    /** The file with others in place of the lines that name them. */
    private static String withBlocks(String file) {
        return Pattern.compile(INCLUDE)
                .matcher(read(file + ".lua"))
                .replaceAll(include -> Matcher.quoteReplacement(withBlocks(include.group(1))));
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + Script.class.getName()
                        + "; whoever repackages the jar must keep its resources");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read", e);
        }
    }
}
