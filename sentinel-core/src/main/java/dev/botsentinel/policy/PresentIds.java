package dev.botsentinel.policy;

/**
 * Which ids an update has: they decide whose budgets its limits are, see {@link Scope#inEffect}. Immutable.
 *
 * @param subject whether somebody acts
 * @param chat whether it happened in a chat
 * @param topic whether it happened in a topic of the chat; a topic's id means nothing without its chat
 * @param space whether the space is known
 */
public record PresentIds(boolean subject, boolean chat, boolean topic, boolean space) {

    /** No id at all. */
    public static final PresentIds NONE = new PresentIds(false, false, false, false);

    /** @throws IllegalArgumentException for a topic without a chat */
    public PresentIds {
        if (topic && !chat) {
            throw new IllegalArgumentException("there is a topic, but no chat; a topic needs the chat it is in");
        }
    }
}
