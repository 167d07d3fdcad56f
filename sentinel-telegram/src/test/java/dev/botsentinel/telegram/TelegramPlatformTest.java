package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names a policy can use on Telegram, and what is said of the others. */
class TelegramPlatformTest {

    private static final Platform PLATFORM = Telegram.PLATFORM;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ban",
                "/a1_b",
                "/a_command_of_more_than_the_thirty_two_characters_that_a_menu_allows",
                "/*",
                "/admin*",
                "callback",
                "callback:buy",
                "callback:admin:wipe",
                "callback:Buy Now",
                "callback:*",
                "call*",
                "callback_query",
                "message",
                "message:photo",
                "message:new_chat_members",
                "message:text",
                "message:text:🛒 Buy",
                "message:text:ten o'clock: *",
                "message:text:/",
                "message:text:/кик",
                "message:text:/pay@other_bot",
                "message:text:/p*",
                "message:p*",
                "mess*",
                "my_chat_member",
                "inline_query",
                "unknown"
            })
    void isPossible(String entry) {
        assertThat(PLATFORM.faultOfEntry(entry)).isEmpty();
    }

    @Test
    void eachKindOfUpdateIsPossible() {
        assertThat(Samples.kinds())
                .map(json -> TelegramUpdate.parse(json).request())
                .filteredOn(request -> !request.action().name().equals("telepathy"))
                .hasSizeGreaterThan(20)
                .allSatisfy(request -> {
                    assertThat(PLATFORM.faultOfEntry(request.action().name())).isEmpty();
                    assertThat(PLATFORM.faultOfEntry(request.path())).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # entry                | what was meant
            /Ban                   | '/ban'
            /ban@shop_bot          | '/ban'
            /give money            | '/give'
            /give-money            | '/give'
            /ban:42                | '/ban'
            /Admin*                | '/admin*'
            /ban@*                 | '/ban*'
            kick                   | '/kick'
            Kick                   | '/kick'
            admin*                 | '/admin*'
            mesage                 | 'message' or '/mesage'
            mesage*                | 'message*' or '/mesage*'
            Message                | 'message'
            inline-query           | 'inline_query'
            my_chat_membr          | 'my_chat_member' or '/my_chat_membr'
            Callback:buy           | 'callback:buy'
            calback:Buy            | 'callback:Buy'
            callback_query:buy     | 'callback:buy'
            buy:17                 | 'callback:buy:17'
            message:Photo          | 'message:photo'
            message:foto           | 'message:photo'
            message:photo:big      | 'message:photo'
            edited_message:photo   | 'edited_message'
            message:text:/start    | '/start'
            message:text:/Pay now  | '/pay'
            message:text:/pay@     | '/pay'
            message:text:/pay:7    | '/pay'
            """)
    void guessesWhatWasMeant(String entry, String meant) {
        assertThat(PLATFORM.faultOfEntry(entry))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .startsWith("no update falls under '" + entry + "': ")
                        .endsWith("; did you mean " + meant + "?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/кик", "/@shop_bot", "что-то", "message:quantum_entanglement_of_two_chats_"})
    void guessesNothingWhereThereIsNothingToGuess(String entry) {
        assertThat(PLATFORM.faultOfEntry(entry)).isPresent();
    }

    @Test
    void namesNoCallbackOrTextThatIsTooLong() {
        assertThat(PLATFORM.faultOfEntry("callback:" + "é".repeat(32))).isEmpty();
        assertThat(PLATFORM.faultOfEntry("callback:" + "é".repeat(32) + "x"))
                .hasValueSatisfying(fault -> assertThat(fault).contains("at most 64 bytes"));
        assertThat(PLATFORM.faultOfEntry("message:text:" + "🛒".repeat(64))).isEmpty();
        assertThat(PLATFORM.faultOfEntry("message:text:" + "🛒".repeat(65)))
                .hasValueSatisfying(fault ->
                        assertThat(fault).contains("more than 64 characters").endsWith("did you mean 'message:text'?"));
    }

    @ParameterizedTest
    @CsvSource({
        "my_chat_member, true",
        "chat_member, true",
        "chat_member*, true",
        "pre_checkout_query, true",
        "shipping_query, true",
        "message:successful_payment, true",
        "message:migrate_to_chat_id, true",
        "message, false",
        "message:photo, false",
        "message:*, false",
        "my_*, true",
        "m*, false",
        "chat_*, false",
        "/start, false",
        "callback:my_chat_member, false"
    })
    void isExempt(String entry, boolean exempt) {
        assertThat(PLATFORM.isExempt(entry)).isEqualTo(exempt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "-1001234567890", "9007199254740993", "guest/-100", "Bc7_x-1/42"})
    void isAnId(String id) {
        assertThat(PLATFORM.faultOfId(id)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            @spammer | write the number, not a name
            spammer  | write the number, not a name
            4 2      | write the number, not a name
            0        | write the number, not a name
            --1      | write the number, not a name
            +42      | did you mean '42'?
            042      | did you mean '42'?
            guest/@a | write the number, not a name
            /42      | write the number, not a name
            guest/   | write the number, not a name
            ` 42`    | did you mean '42'?
            """)
    void isNobodysId(String id, String advice) {
        assertThat(PLATFORM.faultOfId(id))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .startsWith("'" + id + "' is nobody's id")
                        .endsWith(advice));
    }
}
