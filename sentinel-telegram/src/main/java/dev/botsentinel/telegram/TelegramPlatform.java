package dev.botsentinel.telegram;

import dev.botsentinel.library.LibraryProbe;
import dev.botsentinel.policy.Platform;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.request.Exemption;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names that the Bot API's updates can have. A kind or a field that the API adds later is unknown here and warned of,
 * though the reader takes it: a typo is by far the likelier reason for such a name.
 */
final class TelegramPlatform implements Platform {

    private static final String CALLBACK = "callback";
    private static final String CALLBACK_DATA = "callback:";
    private static final String MESSAGE_CONTENT = "message:";
    private static final String MESSAGE_TEXT = "message:text:";

    /** What adapters call an update of a kind that their library can't read. */
    private static final String UNKNOWN = "unknown";

    private static final int MOST_CALLBACK_BYTES = 64;
    private static final int MOST_TEXT_CHARACTERS = 64;

    /** Has a value of each type, and one that the fast way of reading keeps as a tree. */
    private static final String PROBE =
            "{\"update_id\":1,\"message\":{\"text\":\"/a\",\"location\":{\"latitude\":1.5,\"a\":[1,true,null]}}}";

    private static final Pattern COMMAND = Pattern.compile("/[a-z0-9_]+");
    private static final Pattern COMMAND_START = Pattern.compile("/[a-z0-9_]*");
    /** A text that is a command, whoever the bot is; {@code /pay@other} can be a text, for a bot that knows its name. */
    private static final Pattern COMMAND_TEXT = Pattern.compile("/[A-Za-z0-9_]+(?!@?[A-Za-z0-9_]).*", Pattern.DOTALL);

    private static final String ID = "-?[1-9][0-9]*";
    private static final Pattern SUBJECT_OR_CHAT = Pattern.compile(ID);
    /** A business account's chat, which has its connection before it, and one in which the bot is a guest. */
    private static final Pattern CHAT_APART = Pattern.compile("[^/@\\s]+/" + ID);

    /** Made when they are needed, and so after the libraries were tried out: updates are read for them. */
    private static final class Names {

        /** All names but commands, callback data and texts, which are without number. */
        static final Set<String> ALL = new TreeSet<>(Kind.KNOWN.keySet());

        /** Those of them whose updates are exempt. */
        static final Set<String> EXEMPT;

        static {
            ALL.add(CALLBACK);
            ALL.add(UNKNOWN);
            ContentField.names().forEach(field -> ALL.add(MESSAGE_CONTENT + field));
            EXEMPT = ALL.stream().filter(TelegramPlatform::isReadAsExempt).collect(Collectors.toSet());
        }

        private Names() {}
    }

    /** {@code jackson-annotations} isn't among them: only Jackson's mapper needs that, which reads nothing here. */
    @Override
    public void probeLibraries() {
        TelegramUpdate unused = LibraryProbe.of("sentinel-telegram", TelegramPlatform.class)
                .needs("tools.jackson.core:jackson-core", "3.0", "tools.jackson.core.JsonParser")
                .needs("tools.jackson.core:jackson-databind", "3.0", "tools.jackson.databind.JsonNode")
                .run(() -> TelegramUpdate.of(TelegramJson.read(PROBE)));
    }

    /**
     * Asks the rules themselves, by an update that has nothing but this. A field of the wrong type counts as absent, so
     * each is tried as an object and as a number.
     */
    private static boolean isReadAsExempt(String name) {
        if (!name.startsWith(MESSAGE_CONTENT)) {
            return isExemptUpdate("{\"update_id\":1,\"" + name + "\":{}}");
        }
        String field = name.substring(MESSAGE_CONTENT.length());
        return List.of("{}", "1").stream()
                .anyMatch(value -> isExemptUpdate("{\"update_id\":1,\"message\":{\"" + field + "\":" + value + "}}"));
    }

    private static boolean isExemptUpdate(String json) {
        return TelegramUpdate.parse(json).request().exemption() != Exemption.NONE;
    }

    @Override
    public Optional<String> faultOfEntry(String entry) {
        boolean prefix = entry.endsWith(PolicySet.ANY);
        String text = prefix ? entry.substring(0, entry.length() - 1) : entry;
        if (isPossible(text, prefix)) {
            return Optional.empty();
        }
        String meant = new MeantNames(candidate -> isPossible(candidate, prefix), Names.ALL)
                .of(text).stream()
                        .map(name -> Quote.of(prefix ? name + PolicySet.ANY : name))
                        .collect(Collectors.joining(" or "));
        return Optional.of("no update falls under " + Quote.of(entry) + ": " + reason(text)
                + (meant.isEmpty() ? "; correct or remove it" : "; did you mean " + meant + "?"));
    }

    private static boolean isPossible(String text, boolean prefix) {
        if (text.isEmpty()) {
            return false;
        }
        if (text.startsWith("/")) {
            return (prefix ? COMMAND_START : COMMAND).matcher(text).matches();
        }
        if (text.startsWith(CALLBACK_DATA) || text.startsWith(MESSAGE_TEXT)) {
            return !isTooLong(text) && (prefix || !isCommandText(text));
        }
        return prefix ? Names.ALL.stream().anyMatch(name -> name.startsWith(text)) : Names.ALL.contains(text);
    }

    private static boolean isCommandText(String text) {
        return text.startsWith(MESSAGE_TEXT)
                && COMMAND_TEXT.matcher(text.substring(MESSAGE_TEXT.length())).matches();
    }

    private static boolean isTooLong(String text) {
        if (text.startsWith(CALLBACK_DATA)) {
            String data = text.substring(CALLBACK_DATA.length());
            return data.getBytes(StandardCharsets.UTF_8).length > MOST_CALLBACK_BYTES;
        }
        return text.codePointCount(MESSAGE_TEXT.length(), text.length()) > MOST_TEXT_CHARACTERS;
    }

    private static String reason(String text) {
        if (text.startsWith("/")) {
            return "a command is / and letters a to z, digits and _, in lower case and without @bot";
        }
        if (text.startsWith(CALLBACK_DATA)) {
            return "callback data has at most " + MOST_CALLBACK_BYTES + " bytes";
        }
        if (isCommandText(text)) {
            return "a text that begins with a command is that command";
        }
        if (text.startsWith(MESSAGE_TEXT)) {
            return "texts of more than " + MOST_TEXT_CHARACTERS + " characters have no name of their own";
        }
        return text.startsWith(MESSAGE_CONTENT)
                ? "what follows message: is the Bot API's field that holds the content"
                : "it is no command, no callback and no kind of update of the Bot API";
    }

    @Override
    public boolean isExempt(String entry) {
        boolean prefix = entry.endsWith(PolicySet.ANY);
        String text = prefix ? entry.substring(0, entry.length() - 1) : entry;
        List<String> matched = Names.ALL.stream()
                .filter(name -> prefix ? name.startsWith(text) : name.equals(text) || name.startsWith(text + ":"))
                .toList();
        return !matched.isEmpty() && Names.EXEMPT.containsAll(matched);
    }

    @Override
    public Optional<String> faultOfId(String id) {
        if (SUBJECT_OR_CHAT.matcher(id).matches() || CHAT_APART.matcher(id).matches()) {
            return Optional.empty();
        }
        String number = id.strip().replaceFirst("^\\+?0*", "");
        return Optional.of(Quote.of(id) + " is nobody's id: an id is a whole number, negative for a group or channel; "
                + (SUBJECT_OR_CHAT.matcher(number).matches()
                        ? "did you mean " + Quote.of(number) + "?"
                        : "write the number, not a name"));
    }
}
