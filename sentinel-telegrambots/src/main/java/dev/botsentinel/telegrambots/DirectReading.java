package dev.botsentinel.telegrambots;

import dev.botsentinel.request.Request;
import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.UpdateFields;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.CallbackQuery;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.chat.Chat;
import org.telegram.telegrambots.meta.api.objects.message.DirectMessagesTopic;
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
     * @param names what the bot itself is called
     * @return null for an update that has to go by JSON
     */
    static @Nullable Request request(Update update, BotNames names) {
        Integer updateId = update.getUpdateId();
        if (updateId == null) {
            return null;
        }
        if (update.getMessage() != null) {
            return message("message", updateId, update.getMessage(), names);
        }
        if (update.getInlineQuery() != null || update.getChosenInlineQuery() != null) {
            return null;
        }
        if (update.getCallbackQuery() != null) {
            return callback(updateId, update.getCallbackQuery(), names);
        }
        if (update.getEditedMessage() != null) {
            return message("edited_message", updateId, update.getEditedMessage(), names);
        }
        if (update.getChannelPost() != null) {
            return message("channel_post", updateId, update.getChannelPost(), names);
        }
        return update.getEditedChannelPost() == null
                ? null
                : message("edited_channel_post", updateId, update.getEditedChannelPost(), names);
    }

    private static @Nullable Request message(String kind, int updateId, Message message, BotNames names) {
        String text = message.getText();
        if (text == null || hasMore(message)) {
            return null;
        }
        UpdateFields fields = UpdateFields.of(kind, updateId)
                .text(text)
                .mediaGroup(message.getMediaGroupId())
                .automaticForward(Boolean.TRUE.equals(message.getIsAutomaticForward()));
        ids(fields, message);
        topic(fields, message);
        from(fields, message.getFrom());
        chat(fields, message.getChat());
        Chat senderChat = message.getSenderChat();
        if (senderChat != null && senderChat.getId() != null) {
            fields.senderChat(senderChat.getId());
        }
        if (message.getDate() != null) {
            fields.date(message.getDate());
        }
        if (message.getEditDate() != null) {
            fields.editDate(message.getEditDate());
        }
        Message reply = message.getReplyToMessage();
        if (reply != null && reply.getMessageId() != null) {
            fields.replyTo(reply.getMessageId(), reply.getEphemeralMessageId());
        }
        return fields.request(names);
    }

    /** What counts beside a text; media and captions beside a text don't. */
    private static boolean hasMore(Message message) {
        return message.getBusinessConnectionId() != null
                || message.getSuccessfulPayment() != null
                || message.getRefundedPayment() != null
                || message.getSuggestedPostApproved() != null
                || message.getSuggestedPostApprovalFailed() != null
                || message.getSuggestedPostPaid() != null
                || message.getSuggestedPostRefunded() != null
                || message.getMigrateToChatId() != null
                || message.getMigrateFromChatId() != null;
    }

    private static Request callback(int updateId, CallbackQuery callback, BotNames names) {
        UpdateFields fields = UpdateFields.of("callback_query", updateId)
                .data(callback.getData())
                .inlineMessage(callback.getInlineMessageId());
        from(fields, callback.getFrom());
        MaybeInaccessibleMessage message = callback.getMessage();
        if (message instanceof Message accessible) {
            ids(fields, accessible);
            topic(fields, accessible);
            fields.businessConnection(accessible.getBusinessConnectionId());
            if (accessible.getEditDate() != null) {
                fields.messageEdited(accessible.getEditDate());
            }
        } else if (message != null && message.getMessageId() != null) {
            fields.message(message.getMessageId());
        }
        if (message != null) {
            chat(fields, message.getChat());
        }
        return fields.request(names);
    }

    private static void ids(UpdateFields fields, Message message) {
        if (message.getMessageId() != null) {
            fields.message(message.getMessageId());
        }
        if (message.getEphemeralMessageId() != null) {
            fields.ephemeralMessage(message.getEphemeralMessageId());
        }
    }

    private static void topic(UpdateFields fields, Message message) {
        if (Boolean.TRUE.equals(message.getIsTopicMessage()) && message.getMessageThreadId() != null) {
            fields.topic(message.getMessageThreadId());
        }
        DirectMessagesTopic topic = message.getDirectMessagesTopic();
        if (topic != null && topic.getTopicId() != null) {
            fields.directMessagesTopic(topic.getTopicId());
        }
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
