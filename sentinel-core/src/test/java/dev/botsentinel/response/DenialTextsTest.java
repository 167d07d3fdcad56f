package dev.botsentinel.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a denied user reads. */
class DenialTextsTest {

    private static final DenialTexts TEXTS = DenialTexts.bundled();

    private static Denied limited(long seconds) {
        Duration wait = Duration.ofSeconds(seconds);
        return new Denied(Reason.RATE_LIMITED, "secret", null, null, 0L, wait, Instant.EPOCH.plus(wait), null);
    }

    @Test
    void theDenialThatABlockBeginsWithSpeaksOfTheBlock() {
        Duration wait = Duration.ofMinutes(10);
        Instant end = Instant.EPOCH.plus(wait);
        Denied tipping = new Denied(Reason.RATE_LIMITED, "secret", null, null, 0L, wait, end, end);
        assertThat(DenialTexts.bundled().text(tipping, "en")).isEqualTo("You are blocked; that ends in 10 min.");
        assertThat(DenialTexts.bundled().text(tipping, "de")).isEqualTo("Du bist gesperrt; das endet in 10 min.");
    }

    @ParameterizedTest
    @CsvSource({
        "en, 1, That was too much; try again in 1 s.",
        "de, 61, Das war zu viel; versuche es in 61 s wieder.",
        "es, 120, Has enviado demasiado; inténtalo de nuevo en 2 min.",
        "fr, 172800, C'était trop ; réessayez dans 2 j.",
        "pt-br, 7200, Foi demais; tente novamente em 2 h.",
        "RU, 300, Слишком много запросов; повторите через 5 мин.",
    })
    void theWaitIsToldInTheUsersLanguage(String language, long seconds, String text) {
        assertThat(TEXTS.text(limited(seconds), language)).isEqualTo(text);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"xx", "", "-", "../../../etc/passwd", "tr"})
    void aLanguageThatIsNotThereIsEnglish(String language) {
        assertThat(TEXTS.text(limited(1), language)).startsWith("That was too much");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyLanguageHasATextForEachReasonAndNamesNoRule(Reason reason) {
        for (String language : new String[] {"en", "de", "es", "fr", "pt", "ru"}) {
            String text = TEXTS.text(Denied.of(reason, "secret"), language);
            if (reason == Reason.DUPLICATE || reason == Reason.STALE) {
                assertThat(text).isNull();
            } else {
                assertThat(text).endsWith(".").doesNotContain("secret", "{", "Ã");
                assertThat(text.length()).isLessThan(200);
            }
        }
    }

    @Test
    void aBundleReplacesWhatItHas() {
        DenialTexts own = TEXTS.with("de", bundle("limited.wait=Langsam! {wait}"))
                .with("pt-BR", bundle("blocked=Bloqueado"))
                .with("it", bundle("blocked=Sei bloccato."));
        assertThat(own.text(limited(5), "de-at")).isEqualTo("Langsam! 5 s");
        assertThat(own.text(Denied.of(Reason.FORBIDDEN, "x"), "de")).isEqualTo("Das darfst du nicht.");
        assertThat(own.text(limited(5), "pt-br")).as("the rest is Portuguese").startsWith("Foi demais");
        assertThat(own.text(Denied.of(Reason.BLOCKED, "x"), "it")).isEqualTo("Sei bloccato.");
        assertThat(own.text(limited(5), "it")).startsWith("That was too much");
        assertThat(TEXTS.text(limited(5), "de")).as("the bundled ones stay").startsWith("Das war zu viel");
    }

    @Test
    void aBundleWithAMistakeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEXTS.with("de", bundle("limited.wiat=x")))
                .withMessageContaining("limited.wiat")
                .withMessageContaining("limited.wait");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TEXTS.with("de", bundle("limited.wait=Warte!")))
                .withMessageContaining("{wait}");
    }

    private static ResourceBundle bundle(String properties) {
        try {
            return new PropertyResourceBundle(new StringReader(properties));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
