package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/** One update that the library can't read takes nothing but itself away. */
class ReadableAnswersTest {

    private static final String GOOD = "{'update_id':1,'poll_answer':{'poll_id':'1'}}";

    private final ReadableAnswers answers = new ReadableAnswers();

    private static String result(String... updates) {
        return ("{'ok':true,'result':[" + String.join(",", updates) + "]}").replace('\'', '"');
    }

    private static String message(int number, String fields) {
        return "{'update_id':" + number + ",'message':{'message_id':1,'date':1,'chat':{'id':1,'type':'private'},"
                + fields + "}}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'chat_background_set':{'type':{'type':'of tomorrow'}}",
                "'text':{'an':'object'}",
                "'reply_to_message':{'message_id':99999999999}"
            })
    void whatCanNotBeReadKeepsItsNumberAlone(String fields) throws TelegramApiRequestException {
        String answer = result(GOOD, message(2, fields), message(3, "'text':'hi'"));
        List<Update> read = new GetUpdates().deserializeResponse(answers.readable(answer));
        assertThat(read).extracting(Update::getUpdateId).containsExactly(1, 2, 3);
        assertThat(read.get(0).getPollAnswer()).isNotNull();
        assertThat(read.get(1).getMessage()).isNull();
        assertThat(read.get(2).getMessage().getText()).isEqualTo("hi");
        assertThat(answers.unreadable()).isEqualTo(1);
        assertThat(TelegramBots.request(read.get(1)).subject()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>502</html>",
                "null",
                "7",
                "{}",
                "{\"ok\":true,\"result\":[]}",
                "{\"ok\":true,\"result\":{}}",
                "{\"ok\":true,\"result\":null}",
                "{\"ok\":true,\"result\":[null]}",
                "{\"ok\":true,\"result\":[{\"message\":{\"message_id\":1}}]}",
                "{\"ok\":true,\"result\":[{\"update_id\":99999999999}]}",
                "{\"ok\":false,\"error_code\":409,\"description\":\"Conflict\"}"
            })
    void allElseIsLeftToTheLibrary(String answer) {
        assertThat(answers.readable(answer)).isEqualTo(answer);
        assertThat(answers.unreadable()).isZero();
    }

    @Test
    void whatCanBeReadIsHandedOnAsItCame() {
        String answer = result(GOOD, "{'update_id':2,'of_tomorrow':{'x':1}}");
        assertThat(answers.readable(answer)).isSameAs(answer);
    }
}
