package dev.botsentinel.telegram;

import dev.botsentinel.request.Exemption;
import tools.jackson.databind.JsonNode;

/** What must not be dropped: money on its way, and the identity of a chat. */
final class Exemptions {

    private Exemptions() {}

    static Exemption of(Kind kind, JsonNode own) {
        return switch (kind.shape()) {
            case MEMBERSHIP -> Exemption.ALWAYS;
            case PAYMENT_QUESTION -> Exemption.UNLESS_BLOCKED;
            case MESSAGE -> reportsPaymentOrMigration(own) ? Exemption.ALWAYS : Exemption.NONE;
            // Service messages can't be edited: an edit that looks like one pays nobody.
            case EDIT, CALLBACK, INLINE_QUERY, OTHER -> Exemption.NONE;
        };
    }

    private static boolean reportsPaymentOrMigration(JsonNode message) {
        return Fields.object(message, "successful_payment") != null
                || Fields.id(message, "migrate_to_chat_id") != null
                || Fields.id(message, "migrate_from_chat_id") != null;
    }
}
