package dev.botsentinel.telegrambots;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.AnswerInlineQuery;
import org.telegram.telegrambots.meta.api.methods.AnswerPreCheckoutQuery;
import org.telegram.telegrambots.meta.api.methods.AnswerShippingQuery;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;
import org.telegram.telegrambots.meta.api.methods.groupadministration.AnswerChatJoinRequestQuery;
import org.telegram.telegrambots.meta.api.objects.CallbackQuery;
import org.telegram.telegrambots.meta.api.objects.inlinequery.InlineQuery;
import org.telegram.telegrambots.meta.api.objects.payments.PreCheckoutQuery;
import org.telegram.telegrambots.meta.api.objects.payments.ShippingQuery;

/** The calls of the API that refuse a query. The user's app waits for one of them, whether or not its user is told why. */
final class Refusals {

    /** What the API takes for a callback. */
    private static final int LONGEST_NOTE = 200;

    /** The API keeps an answer for 5 min unless told otherwise, far longer than most denials last. */
    private static final int INLINE_CACHE_SECONDS = 1;

    private Refusals() {}

    /** Stops the button from spinning, with a note or without. */
    static AnswerCallbackQuery callback(CallbackQuery query, @Nullable String text) {
        AnswerCallbackQuery answer = new AnswerCallbackQuery(query.getId());
        answer.setText(text == null || text.length() <= LONGEST_NOTE ? text : text.substring(0, LONGEST_NOTE));
        return answer;
    }

    /** Nothing was found. For this user alone: by default the API gives the answer to everybody who asks the same. */
    static BotApiMethod<?> inline(InlineQuery query) {
        AnswerInlineQuery answer = new AnswerInlineQuery(query.getId(), List.of());
        answer.setIsPersonal(true);
        answer.setCacheTime(INLINE_CACHE_SECONDS);
        return answer;
    }

    /** The payment ends, and the user is told why. */
    static BotApiMethod<?> checkout(PreCheckoutQuery query, String text) {
        AnswerPreCheckoutQuery answer = new AnswerPreCheckoutQuery(query.getId(), false);
        answer.setErrorMessage(text);
        return answer;
    }

    /** Nothing is sent there, and the user is told why. */
    static BotApiMethod<?> shipping(ShippingQuery query, String text) {
        AnswerShippingQuery answer = new AnswerShippingQuery(query.getId(), false);
        answer.setErrorMessage(text);
        return answer;
    }

    /** Leaves the request to the chat's administrators, as if no bot looked after them: a limit is no verdict on a person. */
    static BotApiMethod<?> joining(String queryId) {
        return new AnswerChatJoinRequestQuery(queryId, "queue");
    }
}
