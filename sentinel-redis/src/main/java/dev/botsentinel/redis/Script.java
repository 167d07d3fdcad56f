package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A script and what Redis knows it by. Immutable. */
final class Script {

    /** What is included costs nothing to call; a function of Lua would be made anew by each call of the script. */
    private static final Pattern INCLUDE = Pattern.compile("(?m)^ *-- include (\\w+)$");

    private static final String FOLDER = "/dev/botsentinel/redis/lua/";
    private static final String HEAD = "lib/prologue";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(\\w+)");

    private final String text;
    private final String digest;

    Script(String text) {
        this.text = text;
        this.digest = HexFormat.of().formatHex(Digests.sha1(text.getBytes(UTF_8)));
    }

    /** The script that these resource files make one after the other. */
    static Script of(String... files) {
        return new Script(joined(files));
    }

    /** The whole script, which {@code EVAL} takes. */
    String text() {
        return text;
    }

    /** What {@code EVALSHA} knows the script by. */
    String digest() {
        return digest;
    }

    /** The files one after the other, each with what it includes. */
    static String joined(String... files) {
        StringBuilder joined = new StringBuilder();
        for (String file : files) {
            joined.append(file.equals(HEAD) ? head("", "") : withIncluded(file)).append('\n');
        }
        return joined.toString();
    }

    /**
     * What every script starts with.
     *
     * @param names of variables for what the first argument ends with, each with a comma in front
     * @param formats in which {@code struct} unpacks them
     */
    static String head(String names, String formats) {
        return inlined(HEAD, Map.of("names", names, "formats", formats));
    }

    /** The file with what it includes, and with values in place of each {@code $name}. */
    static String inlined(String file, Map<String, String> values) {
        return PLACEHOLDER.matcher(withIncluded(file)).replaceAll(placeholder -> {
            String value = values.get(placeholder.group(1));
            if (value == null) {
                throw new IllegalStateException(file + ".lua has no value for " + placeholder.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String withIncluded(String file) {
        return INCLUDE.matcher(read(file + ".lua"))
                .replaceAll(include -> Matcher.quoteReplacement(withIncluded("inline/" + include.group(1))));
    }

    private static String read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException(
                        FOLDER + file + " is missing; whoever repackages the jar must keep its resources");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be read", e);
        }
    }
}
