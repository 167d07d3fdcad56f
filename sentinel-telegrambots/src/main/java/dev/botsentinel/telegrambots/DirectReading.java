package dev.botsentinel.telegrambots;

import dev.botsentinel.request.Request;
import dev.botsentinel.telegram.UpdateFields;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.CallbackQuery;
import org.telegram.telegrambots.meta.api.objects.MessageEntity;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.chat.Chat;
import org.telegram.telegrambots.meta.api.objects.message.MaybeInaccessibleMessage;
import org.telegram.telegrambots.meta.api.objects.message.Message;

/**
 * Reads text messages and callbacks, nearly all that a bot gets, straight from the library's objects: a twentieth of what
 * rendering them as JSON and reading that takes. The rules stay in {@link UpdateFields}; here is only which getter holds
 * which field. Other updates, and messages with anything else that a rule reads, go by JSON.
 */
final class DirectReading {

    private DirectReading() {}

    /**
     * The update's request, if this can be read here. The order is that in which the library renders kinds, should an
     * update ever have two.
     *
     * @return null for an update that has to go by JSON
     */
    static @Nullable Request request(Update update) {
        Integer updateId = update.getUpdateId();
        if (updateId == null) {
            return null;
        }
        if (update.getMessage() != null) {
            return message("message", updateId, update.getMessage());
        }
        if (update.getInlineQuery() != null || update.getChosenInlineQuery() != null) {
            return null;
        }
        if (update.getCallbackQuery() != null) {
            return callback(updateId, update.getCallbackQuery());
        }
        if (update.getEditedMessage() != null) {
            return message("edited_message", updateId, update.getEditedMessage());
        }
        if (update.getChannelPost() != null) {
            return message("channel_post", updateId, update.getChannelPost());
        }
        return update.getEditedChannelPost() == null
                ? null
                : message("edited_channel_post", updateId, update.getEditedChannelPost());
    }

    private static @Nullable Request message(String kind, int updateId, Message message) {
        String text = message.getText();
        if (text == null || hasMore(message)) {
            return null;
        }
        UpdateFields fields = UpdateFields.of(kind, updateId)
                .text(text)
                .mediaGroup(message.getMediaGroupId())
                .automaticForward(Boolean.TRUE.equals(message.getIsAutomaticForward()));
        from(fields, message.getFrom());
        chat(fields, message.getChat());
        Chat senderChat = message.getSenderChat();
        if (senderChat != null && senderChat.getId() != null) {
            fields.senderChat(senderChat.getId());
        }
        if (text.startsWith("/") && message.getEntities() != null) {
            message.getEntities().forEach(entity -> command(fields, entity));
        }
        return fields.request();
    }

    /** What counts beside a text; media beside a text don't. */
    private static boolean hasMore(Message message) {
        return message.getCaption() != null
                || message.getSuccessfulPayment() != null
                || message.getMigrateToChatId() != null
                || message.getMigrateFromChatId() != null;
    }

    private static void command(UpdateFields fields, MessageEntity entity) {
        boolean opensTheText = entity.getOffset() != null && entity.getOffset() == 0;
        if (opensTheText && "bot_command".equals(entity.getType()) && entity.getLength() != null) {
            fields.command(entity.getLength());
        }
    }

    private static Request callback(int updateId, CallbackQuery callback) {
        UpdateFields fields = UpdateFields.of("callback_query", updateId)
                .data(callback.getData())
                .inlineMessage(callback.getInlineMessageId());
        from(fields, callback.getFrom());
        MaybeInaccessibleMessage message = callback.getMessage();
        if (message != null) {
            chat(fields, message.getChat());
            if (message.getMessageId() != null) {
                fields.message(message.getMessageId());
            }
            if (message instanceof Message accessible && accessible.getEphemeralMessageId() != null) {
                fields.ephemeralMessage(accessible.getEphemeralMessageId());
            }
        }
        return fields.request();
    }

    private static void from(UpdateFields fields, @Nullable User user) {
        if (user != null && user.getId() != null) {
            fields.from(user.getId(), Boolean.TRUE.equals(user.getIsBot()));
        }
    }

    private static void chat(UpdateFields fields, @Nullable Chat chat) {
        if (chat != null && chat.getId() != null) {
            fields.chat(chat.getId());
        }
    }
}
