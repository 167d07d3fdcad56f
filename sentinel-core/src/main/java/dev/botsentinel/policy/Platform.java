package dev.botsentinel.policy;

import java.util.Optional;

/**
 * What the updates of a platform can be, as far as a policy names it. An adapter implements this, so that a guard can warn
 * of what is valid and yet never has an effect: an action that no update has, an id that nobody has. Thread-safe; each
 * answer depends on its argument alone.
 */
public interface Platform {

    /**
     * Why no update falls under an entry of {@code actions}, and what was probably meant.
     *
     * @param entry a name, or {@code prefix*}; never {@code *}
     * @return one line for people to read; empty if some update can fall under it
     */
    Optional<String> faultOfEntry(String entry);

    /**
     * Whether all updates that fall under an entry are exempt, so that limits, debounce and requirements never concern
     * them.
     *
     * @param entry as in {@link #faultOfEntry}
     */
    boolean isExempt(String entry);

    /**
     * Tries out the libraries by which updates of this platform are read; a guard that is built asks for it, so that it fails at once
     * and not with each update. Does nothing by default.
     *
     * @throws RuntimeException if one is missing or doesn't fit, with what was found and what is needed
     */
    default void probeLibraries() {}

    /**
     * Why no subject and no chat has this id, and what was probably meant.
     *
     * @return one line for people to read; empty if somebody can have it
     */
    Optional<String> faultOfId(String id);
}
