package dev.botsentinel.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Made-up secrets as people leave them in their files, and things that look like secrets and are none. All are put together here from
 * random parts, so that none is real and nothing that searches this repository for tokens finds any.
 */
final class Corpus {

    /** A file's text, and the kind of the one secret in it; null for none. */
    record Case(String path, String text, @Nullable SecretKind kind) {}

    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String URL_SAFE = ALPHANUMERIC + "_-";
    private static final String BASE64 = ALPHANUMERIC + "+/";
    private static final String HEX = "0123456789abcdef";
    private static final String DIGITS = "0123456789";

    private final Random random;

    Corpus(long seed) {
        random = new Random(seed);
    }

    private record Secret(SecretKind kind, String value, String name) {}

    private record Style(String file, String format) {}

    private static final List<Style> STYLES = List.of(
            new Style("Bot.java", "class Bot {\n    static final String %s = \"%s\";\n}\n"),
            new Style(".env", "# settings\n%s=%s\nDEBUG=1\n"),
            new Style("config.yml", "bot:\n  name: shop\n  %s: %s\n"),
            new Style("config.json", "{\n  \"name\": \"shop\",\n  \"%s\": \"%s\"\n}\n"),
            new Style("bot.py", "import os\n%s = '%s'\n"),
            new Style("index.js", "const %s = `%s`;\n"),
            new Style("application.properties", "server.port=8080\n%s = %s\n"),
            new Style("Dockerfile", "FROM eclipse-temurin:17\nENV %s=\"%s\"\n"),
            new Style("deploy.sh", "#!/bin/sh\nexport %s='%s' # production\n"),
            new Style("config.xml", "<config>\n  <entry key=\"%s\">%s</entry>\n</config>\n"),
            new Style("notes.md", "Deploy with `%s` set to `%s`.\n"),
            new Style("Bot.kt", "// TODO remove\nval %s = \"%s\"\n"));

    /** At least this many files with one secret each. */
    List<Case> secrets(int number) {
        List<Supplier<Secret>> makers = List.of(
                () -> new Secret(SecretKind.TELEGRAM_BOT_TOKEN, telegram("AA" + some(URL_SAFE, 33)), "BOT_TOKEN"),
                () -> new Secret(SecretKind.TELEGRAM_BOT_TOKEN, telegram(some(URL_SAFE, 35)), "telegram_token"),
                () -> new Secret(SecretKind.DISCORD_BOT_TOKEN, discord(), "DISCORD_TOKEN"),
                () -> new Secret(
                        SecretKind.DISCORD_WEBHOOK,
                        "https://discord.com/api/" + "webhooks/" + digits(18) + "/" + some(URL_SAFE, 68),
                        "WEBHOOK"),
                () -> new Secret(
                        SecretKind.SLACK_TOKEN,
                        "xox" + "b-" + digits(12) + "-" + digits(12) + "-" + some(ALPHANUMERIC, 24),
                        "SLACK_BOT_TOKEN"),
                () -> new Secret(
                        SecretKind.SLACK_TOKEN,
                        "xap" + "p-1-A" + digits(10) + "-" + digits(13) + "-" + some(HEX, 64),
                        "APP_TOKEN"),
                () -> new Secret(
                        SecretKind.SLACK_WEBHOOK,
                        "https://hooks.slack" + ".com/services/T" + digits(9) + "/B" + digits(9) + "/"
                                + some(ALPHANUMERIC, 24),
                        "HOOK"),
                () -> new Secret(SecretKind.META_ACCESS_TOKEN, "EA" + "A" + some(ALPHANUMERIC, 180), "WHATSAPP_TOKEN"),
                () -> new Secret(SecretKind.LINE_CHANNEL_SECRET, some(HEX, 32), "LINE_CHANNEL_SECRET"),
                () -> new Secret(SecretKind.LINE_ACCESS_TOKEN, some(BASE64, 171) + "=", "LINE_CHANNEL_ACCESS_TOKEN"),
                () -> new Secret(
                        SecretKind.VIBER_TOKEN,
                        some(HEX, 16) + "-" + some(HEX, 16) + "-" + some(HEX, 16),
                        "VIBER_AUTH_TOKEN"),
                () -> new Secret(
                        SecretKind.AWS_ACCESS_KEY,
                        "AK" + "IA" + some("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
                        "AWS_KEY_ID"),
                () -> new Secret(SecretKind.AWS_SECRET_KEY, some(BASE64, 40), "AWS_SECRET_ACCESS_KEY"),
                () -> new Secret(SecretKind.GOOGLE_API_KEY, "AI" + "za" + some(URL_SAFE, 35), "GOOGLE_KEY"),
                () -> new Secret(
                        SecretKind.GOOGLE_CLIENT_SECRET, "GOC" + "SPX-" + some(URL_SAFE, 28), "CLIENT_SECRET"));
        List<Case> cases = new ArrayList<>();
        for (int i = 0; cases.size() < number; i++) {
            Secret secret = makers.get(i % makers.size()).get();
            Style style = STYLES.get(random.nextInt(STYLES.size()));
            cases.add(new Case(
                    i + "/" + style.file(),
                    String.format(style.format(), secret.name(), secret.value()),
                    secret.kind()));
            if (i % 10 == 0) {
                cases.add(new Case(
                        i + "/url.txt",
                        "curl https://api.telegram.org/bot" + telegram("AA" + some(URL_SAFE, 33)) + "/getMe\n",
                        SecretKind.TELEGRAM_BOT_TOKEN));
                cases.add(new Case(i + "/key.pem", privateKey("\n"), SecretKind.PRIVATE_KEY));
                cases.add(new Case(
                        i + "/account.json",
                        "{\"private_key\": \"" + privateKey("\\n") + "\"}\n",
                        SecretKind.PRIVATE_KEY));
            }
        }
        return cases;
    }

    /** So many files without a secret. */
    List<Case> others(int number) {
        List<Supplier<String>> makers = List.of(
                () -> "id: " + new UUID(random.nextLong(), random.nextLong()),
                () -> "commit " + some(HEX, 40) + "\nAuthor: Jo <jo@example.org>\n",
                () -> "\"integrity\": \"sha512-" + some(BASE64, 86) + "==\",",
                () -> "sha256:" + some(HEX, 64) + "  bot.jar",
                () -> "Content-MD5: " + some(HEX, 32),
                () -> "BOT_TOKEN=" + digits(9) + ":" + "X".repeat(35),
                () -> "BOT_TOKEN=${BOT_TOKEN}",
                () -> "token: " + digits(9) + ":your-token-from-botfather-goes-here",
                () -> "TELEGRAM_TOKEN=" + digits(9) + ":AA" + "abcdefghijklmnopqrstuvwxyz1234567",
                () -> "image: data:image/png;base64," + some(BASE64, 400) + "=",
                () -> "ssh-rsa " + "AAAAB3NzaC1yc2E" + some(BASE64, 340) + " jo@host",
                () -> "-----BEGIN CERTIFICATE-----\n" + some(BASE64, 64) + "\n-----END CERTIFICATE-----",
                () -> "-----BEGIN PUBLIC KEY-----\n" + some(BASE64, 64) + "\n-----END PUBLIC KEY-----",
                () -> "The file begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----.",
                () -> "if (pem.startsWith(\"-----BEGIN RSA PRIVATE KEY-----\")) { return parse(pem); }",
                () -> "SLACK_TOKEN=xoxb-your-token-here-and-nothing-else",
                () -> "aws_access_key_id = AK" + "IA" + "IOSFODNN7EXAMPLE",
                () -> "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
                () -> "aws s3 cp build s3://bucket/" + some(HEX, 40),
                () -> "expires " + digits(10) + ":" + some(DIGITS, 35),
                () -> "at org.example.MTaVeryLongClassNameOfOurs.inner.AnotherVeryLongClassNameThatGoesOn(X.java:"
                        + digits(3) + ")",
                () -> "<path d=\"M" + digits(3) + "." + digits(5) + "L" + digits(3) + "." + digits(8) + "Z\"/>",
                () -> "# line " + digits(3) + " of channel map, hash " + some(HEX, 32),
                () -> "draw_line(channel, color=#" + some(HEX, 6) + ") // cache " + some(HEX, 32),
                () -> "{\"webhook\": \"https://discord.com/api/" + "webhooks/" + digits(18) + "/<token>\"}",
                () -> "https://hooks.slack" + ".com/services/T00000000/B00000000/" + "X".repeat(24),
                () -> "key=AI" + "za" + "SyExampleExampleExampleExampleExamp",
                () -> "eyJ" + some(URL_SAFE, 33) + "." + some(URL_SAFE, 60) + "." + some(URL_SAFE, 43),
                () -> "2026-11-30T12:34:56.789Z 12345678:" + digits(5) + " " + some(ALPHANUMERIC, 20),
                () -> "EAAR = \"" + "EAA".repeat(40) + "\"",
                () -> "version = " + digits(2) + "." + digits(6) + "." + some(HEX, 27),
                () -> "trace " + some(HEX, 16) + "-" + some(HEX, 16) + "-" + some(HEX, 16),
                () -> "const id = \"" + some(URL_SAFE, 35) + "\";",
                () -> "\"resolved\": \"https://registry.example.org/pkg/-/" + some(ALPHANUMERIC, 40) + ".tgz\"");
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            cases.add(new Case(
                    "none/" + i + ".txt",
                    "first line\n" + makers.get(i % makers.size()).get() + "\n",
                    null));
        }
        return cases;
    }

    String telegram(String secret) {
        return (1 + random.nextInt(8)) + digits(8 + random.nextInt(2)) + ":" + secret;
    }

    private String discord() {
        String id = (1 + random.nextInt(8)) + digits(17 + random.nextInt(2));
        return Base64.getEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.US_ASCII)) + "."
                + some(URL_SAFE, 6) + "." + some(URL_SAFE, 27 + 11 * random.nextInt(2));
    }

    private String privateKey(String lineEnd) {
        String kind = List.of("", "RSA ", "EC ", "OPENSSH ").get(random.nextInt(4));
        return "-----BEGIN " + kind + "PRIVATE " + "KEY-----" + lineEnd + some(BASE64, 64) + lineEnd + some(BASE64, 64)
                + lineEnd + "-----END " + kind + "PRIVATE " + "KEY-----" + lineEnd;
    }

    private String digits(int length) {
        return some(DIGITS, length);
    }

    private String some(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
