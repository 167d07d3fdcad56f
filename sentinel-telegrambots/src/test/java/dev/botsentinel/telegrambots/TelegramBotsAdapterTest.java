package dev.botsentinel.telegrambots;

import dev.botsentinel.adapter.tests.AdapterContract;
import dev.botsentinel.adapter.tests.Delivery;
import dev.botsentinel.request.RequestMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.Update;

/** The adapter contract on the library's updates, and on its consumer that polls. */
class TelegramBotsAdapterTest extends AdapterContract<Update> {

    private int number;

    private Update update(String kind, String fields) {
        return Updates.of(++number, kind, fields);
    }

    private static String from(int person, boolean bot) {
        return "'from':{'id':" + person + ",'is_bot':" + bot + ",'first_name':'Zo'}";
    }

    private static String chat(int chat) {
        return "'chat':{'id':-100" + chat + ",'type':'supergroup'}";
    }

    private String written(int person, int chat, String text) {
        return "'message_id':" + (number + 1) + ",'date':1767225600," + from(person, false) + "," + chat(chat)
                + ",'text':'" + text + "'";
    }

    @Override
    protected RequestMapper<Update> mapper() {
        return TelegramBots::request;
    }

    @Override
    protected Update message(int person, int chat, String text) {
        return update("message", written(person, chat, text));
    }

    @Override
    protected Update command(int person, int chat, String name) {
        return message(person, chat, "/" + name);
    }

    @Override
    protected Update button(int person, int chat, String data) {
        return update(
                "callback_query",
                from(person, false) + ",'id':'7','chat_instance':'1','data':'" + data
                        + "','message':{'message_id':5,'date':1767225600," + chat(chat) + ",'text':'Buy?'}");
    }

    @Override
    protected Update inTopic(int person, int chat, int topic, String text) {
        return update("message", written(person, chat, text) + ",'is_topic_message':true,'message_thread_id':" + topic);
    }

    @Override
    protected @Nullable Update inSpace(int person, int space, int chat, String text) {
        return null;
    }

    @Override
    protected Update byBot(int chat, String text) {
        return update(
                "message",
                "'message_id':5,'date':1767225600," + from(9, true) + "," + chat(chat) + ",'text':'" + text + "'");
    }

    @Override
    protected List<Update> notDeliberate() {
        return List.of(update("edited_message", written(1, 1, "a") + ",'edit_date':1767225601"));
    }

    @Override
    protected List<Update> exempt() {
        return List.of(update(
                "pre_checkout_query",
                from(1, false) + ",'id':'1','currency':'XTR','total_amount':1,'invoice_payload':'x'"));
    }

    @Override
    protected Delivery<Update> delivery() {
        return (sentinel, handler, update) -> {
            ContainedPolling polling = ContainedPolling.of(sentinel.guard(handler));
            polling.consume(List.of(update));
            return true;
        };
    }
}
