package dev.botsentinel;

import dev.botsentinel.store.StoreAdmin;

/**
 * Who changes something, and why. Immutable.
 *
 * @param actor who, 1 to 256 characters
 * @param reason why, at most 256 characters
 */
record ActorAndReason(String actor, String reason) {

    /** For whoever needs no more than the check. */
    static void check(String actor, String reason) {
        ActorAndReason unused = new ActorAndReason(actor, reason);
    }

    /** @throws IllegalArgumentException if a text has a wrong length */
    ActorAndReason {
        int longest = StoreAdmin.MAX_TEXT_LENGTH;
        if (actor.isEmpty() || actor.length() > longest || reason.length() > longest) {
            throw new IllegalArgumentException("an actor has 1 to " + longest + " characters, a reason at most "
                    + longest + "; these have " + actor.length() + " and " + reason.length());
        }
    }
}
