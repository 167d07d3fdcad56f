package dev.botsentinel.telegrambots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.telegram.telegrambots.meta.api.objects.Update;

/** Updates as the library makes them from the API's JSON, and short ways to write that. */
final class Updates {

    private static final ObjectMapper LIBRARY = new ObjectMapper();

    private Updates() {}

    static Update read(String json) {
        try {
            return LIBRARY.readValue(json, Update.class);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException(json, failure);
        }
    }

    /** An update of a kind; JSON is written with ' for ". */
    static Update of(int updateId, String kind, String fields) {
        return read(("{'update_id':" + updateId + ",'" + kind + "':{" + fields + "}}").replace('\'', '"'));
    }

    /** A private message of a user. */
    static Update text(int updateId, long user, String text) {
        return of(
                updateId,
                "message",
                "'message_id':" + updateId + ",'from':{'id':" + user
                        + ",'is_bot':false,'first_name':'Zo'},'chat':{'id':" + user
                        + ",'type':'private'},'date':1767225600,'text':'" + text + "'");
    }

    /** A press of a button in the user's private chat. */
    static Update callback(int updateId, long user, String data) {
        return of(
                updateId,
                "callback_query",
                "'id':'c" + updateId + "','from':{'id':" + user
                        + ",'is_bot':false,'first_name':'Zo'},'message':{'message_id':9,'chat':{'id':" + user
                        + ",'type':'private'},'date':1767225600,'text':'Buy?'},'chat_instance':'1','data':'" + data
                        + "'");
    }
}
