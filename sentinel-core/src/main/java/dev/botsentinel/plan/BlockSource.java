package dev.botsentinel.plan;

/** What made a block. */
public enum BlockSource {
    /** A person or the application, through the block operation. */
    MANUAL,
    /** The escalation of violations. */
    AUTOMATIC
}
