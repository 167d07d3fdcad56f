package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/** The scripts, each joined of resource files: what it shares with others goes first. */
enum Script {
    EVALUATE("call", "value", "limits", "seen", "evaluate", "owner", "index", "offences", "violate"),
    BLOCK("call", "value", "owner", "index", "block"),
    UNBLOCK("call", "value", "owner", "index", "offences", "unblock"),
    BLOCKS("call", "value", "owner", "blocks"),
    IDS("call", "ids"),
    INSPECT("call", "value", "owner", "limits", "offences", "inspect"),
    RESET("call", "value", "owner", "cooldowns", "reset"),
    REFUND("call", "value", "owner", "limits", "refund"),
    COOLDOWN("call", "value", "owner", "cooldowns", "cooldown"),
    CHECK("check");

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
            joined.append(read(file + ".lua")).append('\n');
        }
        return joined.toString();
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
