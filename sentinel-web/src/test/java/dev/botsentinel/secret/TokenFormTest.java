package dev.botsentinel.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens are put together here, so that nothing that searches for tokens finds any. */
class TokenFormTest {

    private static final String TAIL = "aB3-_".repeat(7);
    private static final String TELEGRAM = "123456789" + ":" + TAIL;
    private static final String SLACK = "xox" + "b-" + "1".repeat(12) + "-" + "a".repeat(24);
    private static final String VIBER = "a1b2c3d4e5f6a7b8-".repeat(2) + "a1b2c3d4e5f6a7b8";

    static Stream<Arguments> good() {
        return Stream.of(
                Arguments.of(TokenForm.TELEGRAM, TELEGRAM),
                Arguments.of(TokenForm.DISCORD, "M".repeat(26) + "." + "Gabc12" + "." + "x".repeat(38)),
                Arguments.of(TokenForm.SLACK, SLACK),
                Arguments.of(TokenForm.SLACK, "xap" + "p-1-A123-456-" + "f".repeat(64)),
                Arguments.of(TokenForm.SLACK, "xoxe." + SLACK),
                Arguments.of(TokenForm.WHATSAPP, "EA" + "A" + "x1".repeat(60)),
                Arguments.of(TokenForm.LINE, "ab+/".repeat(42) + "1="),
                Arguments.of(TokenForm.VIBER, VIBER),
                Arguments.of(TokenForm.OTHER, "anything!"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void tokensOfThePlatformPass(TokenForm form, String token) {
        assertThat(BotToken.of(form, token).secret().reveal()).isEqualTo(token);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(TokenForm.TELEGRAM, "bot" + TELEGRAM, "give the token alone"),
                Arguments.of(TokenForm.TELEGRAM, "\"" + TELEGRAM + "\"", "remove the quotes"),
                Arguments.of(TokenForm.TELEGRAM, TELEGRAM + "\n", "line end"),
                Arguments.of(TokenForm.TELEGRAM, TELEGRAM.replace(":", ""), "a colon"),
                Arguments.of(TokenForm.TELEGRAM, SLACK, "looks like one of Slack"),
                Arguments.of(TokenForm.SLACK, TELEGRAM, "looks like one of Telegram"),
                Arguments.of(TokenForm.DISCORD, "Bot abc.def.ghi", "it has a space"),
                Arguments.of(TokenForm.DISCORD, VIBER, "looks like one of Viber"),
                Arguments.of(TokenForm.OTHER, "schlüssel", "visible ASCII"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void otherFormsAreRefusedWithoutTheToken(TokenForm form, String token, String advice) {
        assertThatThrownBy(() -> BotToken.of(form, token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(advice)
                .hasMessageNotContaining(TAIL)
                .hasMessageNotContaining(token);
    }

    @Test
    void closingATokenClosesItsSecret() {
        BotToken token = BotToken.of(TokenForm.TELEGRAM, TELEGRAM);
        token.close();
        assertThat(token.secret().isClosed()).isTrue();
    }
}
