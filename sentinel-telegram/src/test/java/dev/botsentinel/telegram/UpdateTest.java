package dev.botsentinel.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an update, which of its fields is its own object, and when it happened. */
class UpdateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                 | no JSON
            `  `                                               | no JSON
            hello                                              | not readable as JSON
            {"update_id":1,"message":{}} x                     | not readable as JSON
            {"update_id":1,"message":{}} {}                    | not readable as JSON
            {"update_id":1,"message":{}                        | not readable as JSON
            {"update_id":01,"message":{}}                      | not readable as JSON
            {'update_id':1,'message':{}}                       | not readable as JSON
            {"update_id":1,"message":{"date":NaN}}             | not readable as JSON
            null                                               | no JSON object
            7                                                  | no JSON object
            [{"update_id":1,"message":{}}]                     | no JSON object
            {}                                                 | no update_id
            {"message":{}}                                     | no update_id
            {"update_id":null,"message":{}}                    | update_id is no 64-bit integer
            {"update_id":"1","message":{}}                     | update_id is no 64-bit integer
            {"update_id":1.0,"message":{}}                     | update_id is no 64-bit integer
            {"update_id":1e2,"message":{}}                     | update_id is no 64-bit integer
            {"update_id":1e999999999,"message":{}}             | update_id is no 64-bit integer
            {"update_id":9223372036854775808,"message":{}}     | update_id is no 64-bit integer
            {"update_id":{},"message":{}}                      | update_id is no 64-bit integer
            {"update_id":1}                                    | no update object
            {"update_id":1,"message":null}                     | no update object
            {"update_id":1,"message":[{}],"x":"y","z":1}       | no update object
            {"update_id":1,"":{}}                              | no update object
            """)
    void noUpdateIsAClearError(String json, String message) {
        assertThatThrownBy(() -> TelegramUpdate.parse(json))
                .isInstanceOf(TelegramFormatException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> TelegramUpdate.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(TelegramFormatException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"update_id\":1,\"message\":{\"text\":\"topsecret", "topsecret", "{\"a\":topsecret}"})
    void errorsQuoteNoInput(String json) {
        assertThatThrownBy(() -> TelegramUpdate.parse(json))
                .isInstanceOf(TelegramFormatException.class)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1})
    void anyLongIsAnUpdateId(long updateId) {
        TelegramUpdate update = TelegramUpdate.parse("{\"update_id\":" + updateId + ",\"message\":{}}\n");
        assertThat(update.updateId()).isEqualTo(updateId);
        assertThat(update.request().updateId()).isEqualTo(updateId);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"message":{},"update_id":1}                             | message
            {"update_id":1,"message":{},"poll":{}}                   | message
            {"update_id":1,"poll":{},"message":{}}                   | poll
            {"update_id":1,"novelty":{},"message":{}}                | message
            {"update_id":1,"novelty":{},"other":{}}                  | novelty
            {"update_id":1,"message":7,"edited_message":{}}          | edited_message
            {"update_id":1,"message":{},"message":7,"poll":{}}       | poll
            {"update_id":1,"":{},"novelty":{}}                       | novelty
            """)
    void firstKnownObjectIsTheKind(String json, String kind) {
        TelegramUpdate update = TelegramUpdate.parse(json);
        assertThat(update.kind()).isEqualTo(kind);
        assertThat(update.request().action().name()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            message          | 'date':1767225600                          | 2026-01-01T00:00:00Z
            message          | 'date':1767225600,'edit_date':1767225660   | 2026-01-01T00:00:00Z
            edited_message   | 'date':1767225600,'edit_date':1767225660   | 2026-01-01T00:01:00Z
            edited_message   | 'date':1767225600                          |
            edited_novelty   | 'edit_date':1767225660                     | 2026-01-01T00:01:00Z
            novelty          | 'date':1767225600                          | 2026-01-01T00:00:00Z
            callback_query   | 'message':{'date':1767225600}              |
            message          | 'date':0                                   | 1970-01-01T00:00:00Z
            message          | 'date':253402300799                        | 9999-12-31T23:59:59Z
            message          | 'date':253402300800                        |
            message          | 'date':-1                                  |
            message          | 'date':'1767225600'                        |
            message          | 'date':253402300799                        | 9999-12-31T23:59:59Z
            message          | 'date':253402300800                        |
            message          | 'date':1767225600.0                        |
            message          | 'date':1e999999999                         |
            message          | 'date':99999999999999999999                |
            message          | 'date':null                                |
            """)
    void dateIsTheOwnObjectsOne(String kind, String fields, Instant date) {
        assertThat(Samples.update(kind, fields).date()).isEqualTo(date);
    }

    @Test
    void byteOrderMarkIsNoError() {
        byte[] json = "\uFEFF{\"update_id\":1,\"message\":{}}".getBytes(StandardCharsets.UTF_8);
        assertThat(TelegramUpdate.parse(json).kind()).isEqualTo("message");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            message          | 'date':1767225600                          | 2026-01-01T00:00:00Z
            message          | 'date':1767225600,'edit_date':1767225660   | 2026-01-01T00:01:00Z
            edited_message   | 'date':1767225600,'edit_date':1767225660   | 2026-01-01T00:01:00Z
            edited_message   | 'date':1767225600                          | 2026-01-01T00:00:00Z
            message_reaction | 'date':1767225600                          | 2026-01-01T00:00:00Z
            callback_query   | 'message':{'date':1767225600,'edit_date':1767225660} |
            message          | 'date':1767225600,'edit_date':-1           | 2026-01-01T00:00:00Z
            message          | 'date':'1767225600'                        |
            message          | 'date':253402300799                        | 9999-12-31T23:59:59Z
            message          | 'date':253402300800                        |
            """)
    void sentWhenItWasEditedElseWhenItWasWritten(String kind, String fields, Instant sentAt) {
        assertThat(Samples.update(kind, fields).request().sentAt()).isEqualTo(sentAt);
    }
}
