package dev.botsentinel.telegram;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The bot's own user names, by which {@code /start@shop_bot} is told from a command for another bot in the same group.
 * Names are compared without regard to case. Immutable.
 *
 * <pre>{@code
 * TelegramUpdate update = TelegramUpdate.parse(body, BotNames.of("shop_bot"));
 * }</pre>
 */
public final class BotNames {

    /** Nobody has said what the bot is called: {@code /start@anything} is its command. */
    public static final BotNames UNKNOWN = new BotNames(Set.of());

    /** In lower case. */
    private final Set<String> names;

    private BotNames(Set<String> names) {
        this.names = names;
    }

    /**
     * These names, with or without the {@code @} before them. An empty one is no name.
     *
     * @throws IllegalArgumentException if a name has other characters than ASCII letters, digits and {@code _}
     */
    public static BotNames of(String... names) {
        return of(Arrays.asList(names));
    }

    /** These names, as {@link #of(String...)} takes them. */
    public static BotNames of(Collection<String> names) {
        Set<String> own = new HashSet<>();
        for (String name : names) {
            String bare = name.startsWith("@") ? name.substring(1) : name;
            if (endOfName(bare, 0) < bare.length()) {
                throw new IllegalArgumentException("a bot's user name has letters, digits and _, such as shop_bot;"
                        + " this one has something else at position " + (endOfName(bare, 0) + 1));
            }
            if (!bare.isEmpty()) {
                own.add(bare.toLowerCase(Locale.ROOT));
            }
        }
        return own.isEmpty() ? UNKNOWN : new BotNames(Set.copyOf(own));
    }

    /** Whether this is a name, and none of the bot's own. */
    boolean isAnother(String name) {
        return !names.isEmpty() && !name.isEmpty() && !names.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether any name is known. */
    public boolean areKnown() {
        return !names.isEmpty();
    }

    /** Where the letters, digits and underscores end that begin here. */
    static int endOfName(String text, int start) {
        int end = start;
        while (end < text.length() && isInName(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isInName(char letter) {
        return (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || (letter >= '0' && letter <= '9')
                || letter == '_';
    }

    @Override
    public String toString() {
        return "BotNames" + names;
    }
}
