package dev.botsentinel.telegram;

import dev.botsentinel.request.Exemption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What must not be dropped: money on its way, and the identity of a chat. */
final class Exemptions {

    /** Service messages about money that was moved. */
    static final List<String> PAYMENTS =
            List.of("successful_payment", "refunded_payment", "suggested_post_paid", "suggested_post_refunded");

    /** Service messages about money if they have a price: a suggested post can be free. */
    static final List<String> PRICED = List.of("suggested_post_approved", "suggested_post_approval_failed");

    private Exemptions() {}

    static Exemption of(UpdateFields fields) {
        return switch (fields.kind.shape()) {
            case MEMBERSHIP, PAYMENT -> Exemption.ALWAYS;
            case PAYMENT_QUESTION -> Exemption.UNLESS_BLOCKED;
            case MESSAGE ->
                fields.rest != null && reportsPaymentOrMigration(fields.rest) ? Exemption.ALWAYS : Exemption.NONE;
            // Service messages can't be edited: an edit that looks like one pays nobody.
            case EDIT, CALLBACK, INLINE_QUERY, OTHER -> Exemption.NONE;
        };
    }

    private static boolean reportsPaymentOrMigration(JsonNode message) {
        return PAYMENTS.stream().anyMatch(name -> Fields.object(message, name) != null)
                || PRICED.stream().anyMatch(name -> isPriced(Fields.object(message, name)))
                || Fields.id(message, "migrate_to_chat_id") != null
                || Fields.id(message, "migrate_from_chat_id") != null;
    }

    private static boolean isPriced(@Nullable JsonNode post) {
        return post != null && Fields.object(post, "price") != null;
    }
}
