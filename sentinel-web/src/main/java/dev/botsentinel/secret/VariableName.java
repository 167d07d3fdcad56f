package dev.botsentinel.secret;

import java.util.regex.Pattern;

/** Names of variables, in the environment and in {@code .env} files. */
final class VariableName {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private VariableName() {}

    /** The name, if it is one. What isn't may be a token that was given in the wrong place, so the message doesn't have it. */
    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a variable has another form than BOT_TOKEN: letters, digits and '_',"
                            + " at most 128, no digit first. Was the value given in place of the name?");
        }
        return name;
    }

    static boolean is(CharSequence text) {
        return NAME.matcher(text).matches();
    }
}
