package dev.botsentinel.redaction;

import java.util.List;

/** A value that its name announces as secret: headers and parameters, in logs of HTTP clients, forms and JSON. */
final class AnnouncedShape implements TokenShape {

    private static final List<String> NAMES = List.of(
            "authorization",
            "x-telegram-bot-api-secret-token",
            "x-viber-auth-token",
            "secret_token",
            "hub.verify_token",
            "client_secret",
            "access_token",
            "refresh_token");

    private static final List<String> SCHEMES = List.of("bearer ", "bot ", "basic ", "token ");

    private static final String BETWEEN = "\"'\\] ";
    private static final int MOST_BETWEEN = 4;

    /** The sign between name and value, after a letter that names end in: cheaper than to look for names. */
    @Override
    public int find(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == ':' || c == '=') && nameEndsAt(text, endOfName(text, i))) {
                return i;
            }
        }
        return -1;
    }

    private static int endOfName(String text, int sign) {
        int end = sign;
        while (end > 0 && sign - end < MOST_BETWEEN && BETWEEN.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    private static boolean nameEndsAt(String text, int end) {
        if (end == 0 || "nNtT".indexOf(text.charAt(end - 1)) < 0) {
            return false;
        }
        for (String name : NAMES) {
            int start = end - name.length();
            if (start >= 0
                    && TokenShape.startsWord(text, start)
                    && text.regionMatches(true, start, name, 0, name.length())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public long secretAt(String text, int trigger) {
        int at = skip(text, trigger + 1, "\"'\\[ ", MOST_BETWEEN);
        for (String scheme : SCHEMES) {
            if (text.regionMatches(true, at, scheme, 0, scheme.length())) {
                at += scheme.length();
            }
        }
        if (text.startsWith("redacted]", at)) {
            return NONE; // done before
        }
        int end = TokenShape.endOfRun(text, at, "_-.+/=%~:");
        return end > at ? TokenShape.range(at, end) : NONE;
    }

    private static int skip(String text, int from, String characters, int most) {
        int at = from;
        while (at < text.length() && at - from < most && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
