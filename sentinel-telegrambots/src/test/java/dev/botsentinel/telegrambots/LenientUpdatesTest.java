package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/** One update that the library can't read takes nothing but itself away. */
class LenientUpdatesTest {

    private static final String GOOD = "{'update_id':1,'poll_answer':{'poll_id':'1'}}";

    private final LenientUpdates updates = new LenientUpdates();

    private List<Update> read(String answer) throws TelegramApiRequestException {
        return updates.apply(0).deserializeResponse(answer);
    }

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
        List<Update> read = read(answer);
        assertThat(read).extracting(Update::getUpdateId).containsExactly(1, 2, 3);
        assertThat(read.get(0).getPollAnswer()).isNotNull();
        assertThat(read.get(1).getMessage()).isNull();
        assertThat(read.get(2).getMessage().getText()).isEqualTo("hi");
        assertThat(updates.unreadable()).isEqualTo(1);
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
    void anyOtherAnswerIsAndFailsAsWithTheLibrary(String answer) {
        assertThat(outcome(updates.apply(0), answer)).isEqualTo(outcome(new GetUpdates(), answer));
        assertThat(updates.unreadable()).isZero();
    }

    /** The updates, or what is thrown instead. */
    private static Object outcome(GetUpdates request, String answer) {
        try {
            List<Update> updates = request.deserializeResponse(answer);
            return updates == null ? "null" : updates;
        } catch (TelegramApiRequestException | RuntimeException failure) {
            return failure.toString();
        }
    }

    @Test
    void whatCanBeReadIsHandedOnAsItCame() throws TelegramApiRequestException {
        String answer = result(GOOD, "{'update_id':2,'of_tomorrow':{'x':1}}");
        assertThat(read(answer))
                .isEqualTo(new GetUpdates().deserializeResponse(answer))
                .hasSize(2);
        assertThat(updates.unreadable()).isZero();
    }

    @Test
    void whatIsAskedForIsAsked() throws JsonProcessingException {
        GetUpdates own = new GetUpdates(7, 10, 5, List.of("message", "message_reaction"));
        ObjectMapper library = new ObjectMapper();
        assertThat(library.writeValueAsString(new LenientUpdates(last -> own).apply(6)))
                .isEqualTo(library.writeValueAsString(own));
        assertThat(new LenientUpdates(last -> own).apply(6).getMethod()).isEqualTo(own.getMethod());
        assertThat(updates.apply(6).getOffset()).isEqualTo(7);
    }
}
