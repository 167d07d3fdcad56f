package dev.botsentinel.store.resilient;

/** What a stage does while its storage can't be asked. */
public enum OnOutage {
    /** It goes on with what this instance knows by itself. */
    LOCAL,
    /** It lets pass. */
    OPEN,
    /** It refuses: the update is denied as {@code unavailable}, unless it is of a kind that is never dropped. */
    CLOSED
}
