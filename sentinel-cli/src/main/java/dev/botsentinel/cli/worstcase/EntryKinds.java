package dev.botsentinel.cli.worstcase;

import dev.botsentinel.policy.PolicySet;
import java.util.Set;

/** What kinds of Telegram's updates can fall under an entry of a policy. */
public final class EntryKinds {

    private static final String COMMAND = "/";
    private static final String TEXT = "message:text";

    /** The kinds of updates that a person sends as a request, see Request.deliberate. */
    private static final Set<String> REQUESTS =
            Set.of("message", "channel_post", "business_message", "guest_message", "callback");

    /** The kinds of updates whose own object is a message. */
    private static final Set<String> MESSAGES = Set.of(
            "message",
            "channel_post",
            "business_message",
            "guest_message",
            "edited_message",
            "edited_channel_post",
            "edited_business_message");

    /** The kinds of updates that are in nobody's name. */
    private static final Set<String> NOBODYS = Set.of("poll", "message_reaction_count");

    private EntryKinds() {}

    /** Whether updates under the entry can be by somebody: a poll's count is by nobody. */
    public static boolean canHaveSubject(String entry) {
        return !NOBODYS.contains(entry);
    }

    /** Whether updates under the entry can be parts of an album: only messages are, those with a command as caption too. */
    public static boolean canBeAlbums(String entry) {
        String text = text(entry);
        return text.startsWith(COMMAND) || (!text.startsWith(TEXT) && (isMessage(text) || canBecomeMessage(entry)));
    }

    /** Whether updates under the entry can be without a chat: messages never are. */
    public static boolean canLackChat(String entry) {
        String text = text(entry);
        return !text.startsWith(COMMAND) && !isMessage(text);
    }

    /** Whether updates under the entry can be ones that a person sends as a request, so that their denials are violations. */
    public static boolean canBeRequests(String entry) {
        String text = text(entry);
        return text.startsWith(COMMAND)
                || REQUESTS.contains(kind(text))
                || (entry.endsWith(PolicySet.ANY) && REQUESTS.stream().anyMatch(kind -> kind.startsWith(text)));
    }

    private static String kind(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    private static String text(String entry) {
        return entry.endsWith(PolicySet.ANY) ? entry.substring(0, entry.length() - 1) : entry;
    }

    private static boolean isMessage(String text) {
        return MESSAGES.contains(kind(text));
    }

    private static boolean canBecomeMessage(String entry) {
        return entry.endsWith(PolicySet.ANY) && MESSAGES.stream().anyMatch(kind -> kind.startsWith(text(entry)));
    }
}
