package dev.botsentinel.telegram;

import java.util.HashMap;
import java.util.Map;

/**
 * The kind of an update: the field of {@code Update} that holds its own object, and the shape by which the rules read
 * that. Kinds as of Bot API 10.3; one that isn't known yet has the shape {@code OTHER} and is otherwise like any.
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
        /** A payment that was made, changed or has ended. */
        PAYMENT,
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
        know(Shape.PAYMENT, "purchased_paid_media", "subscription");
        know(Shape.OTHER, "business_connection", "deleted_business_messages");
        know(Shape.OTHER, "message_reaction", "message_reaction_count");
        know(Shape.OTHER, "chosen_inline_result", "stopped_message_generation");
        know(Shape.OTHER, "poll", "poll_answer");
        know(Shape.OTHER, "chat_join_request", "chat_boost", "removed_chat_boost");
        know(Shape.OTHER, "managed_bot");
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

    /** Whether the own object is a message in a chat of a business account. */
    boolean isBusinessMessage() {
        return field.equals("business_message") || field.equals("edited_business_message");
    }

    /** Whether the chat of the own object is one of a business account. */
    boolean isOfBusiness() {
        return isBusinessMessage() || field.equals("deleted_business_messages");
    }

    /** Whether a person sends it as a request. Edits, reactions and a query that is being typed are none. */
    boolean isDeliberate() {
        return shape == Shape.MESSAGE || shape == Shape.CALLBACK;
    }

    /** Whether the path says what the message is. */
    boolean hasContentPath() {
        return field.equals("message");
    }
}
