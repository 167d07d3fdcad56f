package dev.botsentinel.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRedactorTest {

    @Test
    void aTelegramTokenIsHiddenAndItsIdStays() {
        assertThat(TokenRedactor.redact("GET https://api.telegram.org/bot" + Tokens.TELEGRAM + "/getMe failed"))
                .isEqualTo("GET https://api.telegram.org/bot123456789:[redacted]/getMe failed");
        assertThat(TokenRedactor.redact("/bot" + Tokens.TELEGRAM + "/a /bot" + Tokens.TELEGRAM + "/b"))
                .isEqualTo("/bot123456789:[redacted]/a /bot123456789:[redacted]/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%3A", "%3a", "%253A", "\\u003a"})
    void anEncodedColonHidesNoToken(String colon) {
        assertThat(TokenRedactor.redact("?url=%2Fbot" + Tokens.TELEGRAM.replace(":", colon) + "%2FgetMe"))
                .startsWith("?url=%2Fbot123456789" + colon + "[redacted]")
                .doesNotContain(Tokens.SECRET);
    }

    @Test
    void percentEncodedDashesAndUnderscoresHideNoToken() {
        String encoded = Tokens.TELEGRAM.replace("-", "%2D").replace("_", "%5F");
        assertThat(TokenRedactor.redact(encoded)).isEqualTo("123456789:[redacted]");
    }

    @Test
    void tokensOfOtherPlatformsAreHidden() {
        assertThat(TokenRedactor.redact("a " + Tokens.slack("b") + ".")).isEqualTo("a xoxb-[redacted].");
        assertThat(TokenRedactor.redact("a " + Tokens.whatsApp() + ".")).isEqualTo("a EAA[redacted].");
        assertThat(TokenRedactor.redact("a " + Tokens.discord() + " b"))
                .isEqualTo("a MTIzNDU2Nzg5MDEyMzQ1Njc4.[redacted] b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer %s",
                "authorization=Bot %s",
                "{\"Authorization\":[\"Basic %s\"]}",
                "X-Telegram-Bot-Api-Secret-Token: %s",
                "x-viber-auth-token: %s",
                "secret_token=%s&url=x",
                "{\"access_token\": \"%s\"}",
                "hub.verify_token=%s",
                "client_secret='%s'"
            })
    void whatANameAnnouncesIsHidden(String line) {
        String value = "made+up/val-ue_1~2.3=";
        assertThat(TokenRedactor.redact(String.format(line, value))).isEqualTo(String.format(line, "[redacted]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text, nothing more",
                "12:34:56.789 [main] INFO started in 1234567:89 ms",
                "at dev.botsentinel.webhook.WebhookGuard.handle(WebhookGuard.java:100)",
                "at com.example.AVeryLongPackageNameOfSomebody.inner.AnotherVeryLongClassNameThatGoesOnAndOn.run(X.java:1)",
                "xoxo, love",
                "authorization failed for user 42",
                "https://example.org/a:b%3Ac",
                "550e8400-e29b-41d4-a716-446655440000",
                "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            })
    void ordinaryLinesStayTheSameObject(String line) {
        assertThat(TokenRedactor.redact(line)).isSameAs(line);
    }

    /** Tokens at random places between words and punctuation: no token's secret is left. */
    @Property(tries = 5_000)
    void noSecretIsLeft(@ForAll("lines") String line) {
        String redacted = TokenRedactor.redact(line);
        assertThat(Tokens.secrets()).noneMatch(redacted::contains);
        assertThat(TokenRedactor.redact(redacted)).isEqualTo(redacted);
    }

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> glue =
                Arbitraries.of(" ", "\n", "\"", "'", "/", "=", "&", "?", ",", "(", "<", ": ", "→", "/bot");
        Arbitrary<String> word = Arbitraries.of("id", "a.b.c", "42", "%20", "token", "ü", "x", "authorization", "::");
        Arbitrary<String> token = Arbitraries.of(Tokens.all());
        return Arbitraries.oneOf(
                        glue, word, token.map(it -> " " + it + " "), glue.flatMap(g -> token.map(t -> g + t + g)))
                .list()
                .ofMaxSize(20)
                .map(it -> String.join("", it));
    }

    @Test
    void aHostileLineCostsNoMoreThanItsLength() {
        String digits = "1234567:".repeat(50_000);
        assertThat(TokenRedactor.redact(digits)).isSameAs(digits);
        String nested = "authorization=".repeat(20_000);
        assertThat(TokenRedactor.redact(nested)).hasSizeLessThan(nested.length() + 100);
        String dots = String.join(".", Collections.nCopies(20_000, "MTIzNDU2Nzg5MDEyMzQ1Njc4"));
        assertThat(TokenRedactor.redact(dots)).isSameAs(dots);
    }

    /** Prints what a line costs, for docs/secrets.md. */
    @Tag("slow")
    @Test
    void costPerLine() {
        List<String> ordinary = List.of(
                "2026-11-30 12:34:56.789 INFO dev.botsentinel.examples - handled update 123456 of user 42 in 17 ms",
                "2026-11-30 12:34:56.789 DEBUG org.example.http - POST https://api.example.org/v1/messages 200 OK in 131 ms",
                "\tat org.example.service.SomeServiceImplementation.handle(SomeServiceImplementation.java:123)");
        List<String> withToken =
                List.of("GET https://api.telegram.org/bot" + Tokens.TELEGRAM + "/getUpdates?offset=1 failed: timeout");
        System.out.printf("ordinary line: %d ns, line with a token: %d ns%n", nanos(ordinary), nanos(withToken));
        assertThat(TokenRedactor.redact(withToken.get(0))).doesNotContain(Tokens.SECRET);
    }

    private static long nanos(List<String> lines) {
        long best = Long.MAX_VALUE;
        long length = 0;
        for (int round = 0; round < 20; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 200_000; i++) {
                length += TokenRedactor.redact(lines.get(i % lines.size())).length();
            }
            best = Math.min(best, (System.nanoTime() - start) / 200_000);
        }
        assertThat(length).isPositive();
        return best;
    }
}
