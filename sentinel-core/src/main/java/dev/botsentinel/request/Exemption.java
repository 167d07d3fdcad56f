package dev.botsentinel.request;

/** Whether an update may be dropped at all. Money and the identity of a chat must reach the handler. */
public enum Exemption {
    /** An ordinary update: the whole chain applies. */
    NONE,
    /** Never dropped, unless its subject is blocked: a question that opens a payment. */
    UNLESS_BLOCKED,
    /** Never dropped: a payment made, a membership changed, a chat migrated. */
    ALWAYS
}
