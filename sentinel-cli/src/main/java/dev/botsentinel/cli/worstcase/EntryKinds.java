package dev.botsentinel.cli.worstcase;

import dev.botsentinel.policy.PolicySet;
import java.util.Set;

/** What kinds of Telegram's updates can fall under an entry of a policy. */
final class EntryKinds {

    private static final String COMMAND = "/";
    private static final String TEXT = "message:text";

    /** The kinds of updates whose own object is a message. */
    private static final Set<String> MESSAGES = Set.of(
            "message",
            "channel_post",
            "business_message",
            "guest_message",
            "edited_message",
            "edited_channel_post",
            "edited_business_message");

    private EntryKinds() {}

    /** Whether updates under the entry can be parts of an album: only messages are, those with a command as caption too. */
    static boolean canBeAlbums(String entry) {
        String text = text(entry);
        return text.startsWith(COMMAND) || (!text.startsWith(TEXT) && (isMessage(text) || canBecomeMessage(entry)));
    }

    /** Whether updates under the entry can be without a chat: messages never are. */
    static boolean canLackChat(String entry) {
        String text = text(entry);
        return !text.startsWith(COMMAND) && !isMessage(text);
    }

    private static String text(String entry) {
        return entry.endsWith(PolicySet.ANY) ? entry.substring(0, entry.length() - 1) : entry;
    }

    private static boolean isMessage(String text) {
        int colon = text.indexOf(':');
        return MESSAGES.contains(colon < 0 ? text : text.substring(0, colon));
    }

    private static boolean canBecomeMessage(String entry) {
        return entry.endsWith(PolicySet.ANY) && MESSAGES.stream().anyMatch(kind -> kind.startsWith(text(entry)));
    }
}
