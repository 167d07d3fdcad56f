package dev.botsentinel.telegram;

import java.util.HashMap;
import java.util.Map;

/**
 * The kind of an update: the field of {@code Update} that holds its own object, and the shape by which the rules read
 * that. Kinds as of Bot API 10.2; one that isn't known yet has the shape {@code OTHER} and is otherwise like any.
 */
record Kind(String field, Shape shape) {

    enum Shape {
        /** A new {@code Message}. */
        MESSAGE,
        /** A {@code Message} again, after an edit. */
        EDIT,
        CALLBACK,
        INLINE_QUERY,
        /** A question whose answer opens a payment. */
        PAYMENT_QUESTION,
        /** A {@code ChatMemberUpdated}. */
        MEMBERSHIP,
        OTHER
    }

    static final Map<String, Kind> KNOWN = new HashMap<>();

    static {
        know(Shape.MESSAGE, "message", "channel_post", "business_message", "guest_message");
        know(Shape.EDIT, "edited_message", "edited_channel_post", "edited_business_message");
        know(Shape.CALLBACK, "callback_query");
        know(Shape.INLINE_QUERY, "inline_query");
        know(Shape.PAYMENT_QUESTION, "pre_checkout_query", "shipping_query");
        know(Shape.MEMBERSHIP, "my_chat_member", "chat_member");
        know(Shape.OTHER, "business_connection", "deleted_business_messages");
        know(Shape.OTHER, "message_reaction", "message_reaction_count");
        know(Shape.OTHER, "chosen_inline_result", "purchased_paid_media");
        know(Shape.OTHER, "poll", "poll_answer");
        know(Shape.OTHER, "chat_join_request", "chat_boost", "removed_chat_boost");
        know(Shape.OTHER, "managed_bot", "subscription");
    }

    private static void know(Shape shape, String... fields) {
        for (String field : fields) {
            KNOWN.put(field, new Kind(field, shape));
        }
    }

    static Kind of(String field) {
        Kind known = KNOWN.get(field);
        return known != null ? known : new Kind(field, Shape.OTHER);
    }

    static boolean isKnown(String field) {
        return KNOWN.containsKey(field);
    }

    /** Whether the kind dates what happened by {@code edit_date}; {@code date} is then that of the original. */
    boolean isEdit() {
        return field.startsWith("edited_");
    }

    /** Whether the own object is a {@code Message}, new or edited. */
    boolean isMessage() {
        return shape == Shape.MESSAGE || shape == Shape.EDIT;
    }
}
