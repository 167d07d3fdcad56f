package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The scripts, each joined of resource files: what it shares with others goes first. */
enum Script {
    EVALUATE("owner", "index", "cooldowns", "limits", "seen", "offences", "evaluate"),
    BLOCK("owner", "index", "block"),
    UNBLOCK("owner", "index", "offences", "unblock"),
    BLOCKS("owner", "blocks"),
    IDS("owner", "ids"),
    INSPECT("owner", "cooldowns", "limits", "offences", "inspect"),
    RESET("owner", "cooldowns", "limits", "reset"),
    REFUND("owner", "cooldowns", "limits", "refund"),
    COOLDOWN("owner", "cooldowns", "limits", "cooldown"),
    CHECK("check");

    private final String text;
    private final String digest;

    Script(String... files) {
        text = joined(files);
        digest = digest(text);
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

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1, by which Redis knows scripts", e);
        }
    }
}
