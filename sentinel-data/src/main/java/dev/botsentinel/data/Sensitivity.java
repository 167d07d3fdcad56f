package dev.botsentinel.data;

import java.util.Locale;

/** How a field is treated. */
public enum Sensitivity {
    /** Stored as it is. */
    PLAIN,
    /** Encrypted, and handed out to its owner. */
    SENSITIVE,
    /** Encrypted, and handed out to nobody, its owner included: secrets of a second factor, say. */
    SECRET;

    /** The name in inventories: {@code sensitive}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
