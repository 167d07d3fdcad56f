package dev.botsentinel.telegram;

import dev.botsentinel.adapter.tests.AdapterContract;
import dev.botsentinel.adapter.tests.Delivery;
import dev.botsentinel.request.RequestMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The adapter contract on the Bot API's JSON. */
class TelegramAdapterTest extends AdapterContract<TelegramUpdate> {

    private int number;

    /** An update of a kind; JSON is written with ' for ". */
    private TelegramUpdate update(String kind, String fields) {
        number++;
        return TelegramUpdate.parse(
                ("{'update_id':" + number + ",'" + kind + "':{" + fields + "}}").replace('\'', '"'));
    }

    private static String from(int person) {
        return "'from':{'id':" + person + ",'is_bot':false,'first_name':'Zo'}";
    }

    private static String chat(int chat) {
        return "'chat':{'id':-100" + chat + ",'type':'supergroup'}";
    }

    @Override
    protected RequestMapper<TelegramUpdate> mapper() {
        return TelegramUpdate::request;
    }

    @Override
    protected TelegramUpdate message(int person, int chat, String text) {
        return update("message", from(person) + "," + chat(chat) + ",'text':'" + text + "'");
    }

    @Override
    protected TelegramUpdate command(int person, int chat, String name) {
        return message(person, chat, "/" + name);
    }

    @Override
    protected TelegramUpdate button(int person, int chat, String data) {
        return update(
                "callback_query",
                from(person) + ",'id':'7','data':'" + data + "','message':{'message_id':5,'date':1," + chat(chat)
                        + "}");
    }

    @Override
    protected TelegramUpdate inTopic(int person, int chat, int topic, String text) {
        return update(
                "message",
                from(person) + "," + chat(chat) + ",'text':'" + text + "','is_topic_message':true,'message_thread_id':"
                        + topic);
    }

    @Override
    protected @Nullable TelegramUpdate inSpace(int person, int space, int chat, String text) {
        return null;
    }

    @Override
    protected TelegramUpdate byBot(int chat, String text) {
        return update(
                "message", "'from':{'id':9,'is_bot':true,'first_name':'Bo'}," + chat(chat) + ",'text':'" + text + "'");
    }

    @Override
    protected List<TelegramUpdate> notDeliberate() {
        return List.of(
                update("edited_message", from(1) + "," + chat(1) + ",'text':'a'"),
                update("inline_query", from(1) + ",'id':'1','query':'a','offset':''"),
                update("message_reaction", "'user':{'id':1,'is_bot':false,'first_name':'Zo'}," + chat(1)));
    }

    @Override
    protected List<TelegramUpdate> exempt() {
        return List.of(
                update("message", from(1) + "," + chat(1) + ",'successful_payment':{'currency':'XTR'}"),
                update("pre_checkout_query", from(1) + ",'id':'1'"),
                update("my_chat_member", from(1) + "," + chat(1)));
    }

    @Override
    protected @Nullable Delivery<TelegramUpdate> delivery() {
        return null;
    }
}
