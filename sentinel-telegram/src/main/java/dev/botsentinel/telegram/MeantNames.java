package dev.botsentinel.telegram;

import dev.botsentinel.policy.DidYouMean;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Guesses which names somebody meant by one that no update can have; the likeliest reading that is possible wins. */
final class MeantNames {

    /** How a bot reads a text as a command: the slash and the longest run of these. */
    private static final Pattern COMMAND = Pattern.compile("^/[a-z0-9_]+");

    private static final String COMMAND_IN_TEXT = "message:text:/";

    private static final List<String> HEADS = List.of("callback", "message");

    private final Predicate<String> isPossible;
    private final Collection<String> names;

    /** @param names those that a typo is compared with */
    MeantNames(Predicate<String> isPossible, Collection<String> names) {
        this.isPossible = isPossible;
        this.names = names;
    }

    /** At most two names; none if there is nothing to guess. */
    List<String> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.startsWith("/")) {
            Matcher command = COMMAND.matcher(lower);
            return command.find() ? possible(command.group()) : List.of();
        }
        if (text.startsWith(COMMAND_IN_TEXT)) {
            Matcher command = COMMAND.matcher(lower.substring(COMMAND_IN_TEXT.length() - 1));
            return command.find() ? List.of(command.group()) : List.of("message:text");
        }
        if (text.startsWith("callback:")) {
            // Too long: whoever cut it would name more buttons, not this one.
            return List.of();
        }
        int colon = text.indexOf(':');
        return colon < 0 ? ofPlain(lower) : ofPath(text.substring(0, colon), text.substring(colon + 1));
    }

    /** A kind in the wrong case or with a typo; or a command without its slash. */
    private List<String> ofPlain(String lower) {
        if (isPossible.test(lower)) {
            return List.of(lower);
        }
        return possible(DidYouMean.nearest(lower, names).orElse(""), "/" + lower);
    }

    private List<String> ofPath(String head, String rest) {
        String known = knownHead(head.toLowerCase(Locale.ROOT));
        return Stream.of(
                        known + ":" + rest,
                        known + ":" + rest.toLowerCase(Locale.ROOT),
                        known.equals("message") ? nearestField(rest) : "",
                        shortened(known + ":" + rest),
                        "callback:" + head + ":" + rest)
                .filter(isPossible)
                .limit(1)
                .toList();
    }

    private String knownHead(String head) {
        if (head.equals("callback_query")) {
            return "callback";
        }
        return names.contains(head) ? head : DidYouMean.nearest(head, HEADS).orElse("");
    }

    private String nearestField(String field) {
        Optional<String> nearest = DidYouMean.nearest(field, ContentField.names());
        return nearest.map(name -> "message:" + name).orElse("");
    }

    /** The name without what no path of its kind says: {@code edited_message} of {@code edited_message:photo}. */
    private String shortened(String text) {
        String shorter = text;
        while (!isPossible.test(shorter)) {
            int colon = shorter.lastIndexOf(':');
            if (colon < 0) {
                return "";
            }
            shorter = shorter.substring(0, colon);
        }
        return shorter;
    }

    private List<String> possible(String... guesses) {
        return Stream.of(guesses).filter(isPossible).toList();
    }
}
