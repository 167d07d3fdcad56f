package dev.botsentinel.cli.attack;

import dev.botsentinel.cli.worstcase.EntryKinds;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import dev.botsentinel.telegram.Telegram;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An action to attack: one that falls under an entry of the policy.
 *
 * @param entry what it falls under
 * @param action its name
 * @param path its path
 */
public record AttackTarget(EffectivePolicy entry, String action, String path) {

    private static final String INVENTED = "zz";

    /** The kinds of updates that people send; an entry such as {@code edited_*} is attacked by one of them. */
    private static final List<String> KINDS = List.of(
            "message",
            "message:text:zz",
            "message:photo",
            "edited_message",
            "business_message",
            "guest_message",
            "channel_post",
            "edited_channel_post",
            "edited_business_message",
            "inline_query",
            "message_reaction",
            "poll_answer",
            "callback:zz");

    /** The kinds of updates that aren't sent as a request. */
    private static final Set<String> NO_REQUESTS = Set.of("inline_query", "message_reaction", "poll_answer");

    /** One for each entry that an attacker's updates can fall under; what is exempt is not limited at all. */
    static List<AttackTarget> of(PolicySet policy) {
        List<AttackTarget> targets = new ArrayList<>();
        for (EffectivePolicy entry : policy.effective()) {
            if (!Telegram.PLATFORM.isExempt(entry.entry()) && EntryKinds.canHaveSubject(entry.entry())) {
                paths(entry.entry())
                        .filter(path -> policy.effective(path).entry().equals(entry.entry()))
                        .findFirst()
                        .ifPresent(path -> targets.add(new AttackTarget(entry, action(path), path)));
            }
        }
        return targets;
    }

    private static Stream<String> paths(String entry) {
        if (!entry.endsWith(PolicySet.ANY)) {
            return Stream.of(entry);
        }
        String prefix = entry.substring(0, entry.length() - 1);
        String invented = prefix.isEmpty() ? "/" + INVENTED : prefix + INVENTED;
        return Stream.concat(Stream.of(invented), KINDS.stream().filter(kind -> kind.startsWith(prefix)));
    }

    /** As an adapter for Telegram names it: callback data up to the first colon, a message's kind. */
    private static String action(String path) {
        int colon = path.indexOf(':');
        if (colon < 0 || path.startsWith("/")) {
            return path;
        }
        if (!path.startsWith("callback:")) {
            return path.substring(0, colon);
        }
        int end = path.indexOf(':', colon + 1);
        return end < 0 ? path : path.substring(0, end);
    }

    /** An update for this target by nobody so far, in no chat. */
    Request.Builder request() {
        Request.Builder builder = Request.builder(action).path(path);
        return builder.deliberate(!action.startsWith("edited_") && !NO_REQUESTS.contains(action));
    }
}
