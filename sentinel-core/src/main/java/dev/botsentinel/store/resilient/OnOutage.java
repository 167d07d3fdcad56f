package dev.botsentinel.store.resilient;

/** What a stage does during an outage of its storage. */
public enum OnOutage {
    /** It continues with what this instance knows. */
    LOCAL,
    /** It lets updates pass. */
    OPEN,
    /** It refuses: the update is denied as {@code unavailable}, unless it is of a kind that is never dropped. */
    CLOSED
}
