package dev.botsentinel.redaction;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Made up, and put together here, so that nothing that searches for tokens finds any. */
public final class Tokens {

    /** What must never be seen. */
    public static final String SECRET = "AAF-x9_Qk3".repeat(3) + "zYw12";

    /** A Telegram token. */
    public static final String TELEGRAM = "123456789" + ":" + SECRET;

    static final String SLACK_SECRET = "123456789012-" + "aBcDeFgHiJkLmNoPqRsTuVwX";
    static final String WHATSAPP_SECRET = "x7Kq".repeat(20);
    static final String DISCORD_SECRET = "Gh5kLm" + "." + "q-W_3".repeat(7);

    private Tokens() {}

    static String slack(String kind) {
        return "xox" + kind + "-" + SLACK_SECRET;
    }

    static String whatsApp() {
        return "EA" + "A" + WHATSAPP_SECRET;
    }

    static String discord() {
        String id = Base64.getEncoder()
                .withoutPadding()
                .encodeToString("123456789012345678".getBytes(StandardCharsets.US_ASCII));
        return id + "." + DISCORD_SECRET;
    }

    static List<String> all() {
        return List.of(
                TELEGRAM, slack("b"), slack("p"), slack("a"), "xap" + "p-1-" + SLACK_SECRET, whatsApp(), discord());
    }

    static List<String> secrets() {
        return List.of(SECRET, SLACK_SECRET, WHATSAPP_SECRET, DISCORD_SECRET);
    }
}
