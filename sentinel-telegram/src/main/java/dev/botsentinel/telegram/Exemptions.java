package dev.botsentinel.telegram;

import dev.botsentinel.request.Exemption;

/** What must not be dropped: money on its way, and the identity of a chat. */
final class Exemptions {
    private Exemptions() {}

    static Exemption of(UpdateFields fields) {
        return switch (fields.kind.shape()) {
            case MEMBERSHIP -> Exemption.ALWAYS;
            case PAYMENT_QUESTION -> Exemption.UNLESS_BLOCKED;
            case MESSAGE -> reportsPaymentOrMigration(fields) ? Exemption.ALWAYS : Exemption.NONE;
            // Service messages can't be edited: an edit that looks like one pays nobody.
            case EDIT, CALLBACK, INLINE_QUERY, OTHER -> Exemption.NONE;
        };
    }

    private static boolean reportsPaymentOrMigration(UpdateFields fields) {
        return fields.rest != null
                && (Fields.object(fields.rest, "successful_payment") != null
                        || Fields.id(fields.rest, "migrate_to_chat_id") != null
                        || Fields.id(fields.rest, "migrate_from_chat_id") != null);
    }
}
