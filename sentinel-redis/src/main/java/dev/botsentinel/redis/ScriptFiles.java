package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the text of scripts from the Lua files among the resources. */
final class ScriptFiles {

    /** Includes cost nothing at run time; Lua would create a function again in each call of a script. */
    private static final Pattern INCLUDE = Pattern.compile("(?m)^ *-- include (\\w+)$");

    private static final String FOLDER = "/dev/botsentinel/redis/lua/";
    private static final String HEAD = "lib/prologue";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(\\w+)");

    private ScriptFiles() {}

    /** What decides a plan and writes, for any plan; the layout, the limits and the plan stand before it. */
    static String evaluation() {
        return joined(
                "script/evaluate",
                "lib/owner",
                "lib/violations",
                "lib/news",
                "lib/cooldowns",
                "lib/albums",
                "lib/consequences");
    }

    /** The files one after the other, with their includes. */
    static String joined(String... files) {
        StringBuilder joined = new StringBuilder();
        for (String file : files) {
            joined.append(file.equals(HEAD) ? head("", "") : withIncludes(file)).append('\n');
        }
        return joined.toString();
    }

    /**
     * The start of every script.
     *
     * @param names variables for the values in the first argument, each after a comma
     * @param formats their {@code struct} formats
     */
    static String head(String names, String formats) {
        return filled(HEAD, Map.of("names", names, "formats", formats));
    }

    /** The file with its includes, and with each {@code $name} replaced by its value. */
    static String filled(String file, Map<String, String> values) {
        return PLACEHOLDER.matcher(withIncludes(file)).replaceAll(placeholder -> {
            String value = values.get(placeholder.group(1));
            if (value == null) {
                throw new IllegalStateException(file + ".lua has no value for " + placeholder.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String withIncludes(String file) {
        return INCLUDE.matcher(read(file + ".lua"))
                .replaceAll(include -> Matcher.quoteReplacement(withIncludes("inline/" + include.group(1))));
    }

    private static String read(String file) {
        try (InputStream in = ScriptFiles.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException(
                        FOLDER + file + " is missing; if you repackage the jar, keep its resources");
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }
}
