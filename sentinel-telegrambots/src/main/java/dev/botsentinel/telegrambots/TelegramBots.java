package dev.botsentinel.telegrambots;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.botsentinel.library.LibraryProbe;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.Telegram;
import dev.botsentinel.telegram.TelegramJson;
import dev.botsentinel.telegram.TelegramUpdate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.generics.TelegramClient;
import tools.jackson.databind.JsonNode;

/**
 * What an {@code Update} of the telegrambots library means to Sentinel: the same as its JSON would. A guard in front of a
 * bot that polls is
 *
 * <pre>{@code
 * Sentinel<Update> sentinel = Sentinel.builder(TelegramBots.mapper(client))
 *         .platform(Telegram.PLATFORM)
 *         .policy(PolicyFile.read(Path.of("policy.yml")))
 *         .store(MemoryStore.create())
 *         .build();
 * application.registerBot(token, ContainedPolling.of(sentinel.guard(bot::consume)));
 * }</pre>
 *
 * <p>Text messages and callbacks are read from the library's objects, in some 0.1 µs. Any other update is rendered as the
 * Bot API's JSON, which the library does without loss, and read by {@link TelegramUpdate}, in some 5 µs: a field or kind that
 * the library learns needs nothing here. Either way the rules are those of {@code sentinel-telegram}. What the library doesn't
 * know it doesn't carry, see docs/telegram.md.
 */
public final class TelegramBots {

    /** The action of an update of a kind that the library doesn't know: it has a number and nothing else. */
    static final String UNKNOWN = "unknown";

    private static final Logger LOG = LoggerFactory.getLogger("dev.botsentinel.telegrambots");

    /** Made with the first update that needs it, and so after the libraries were tried out. */
    private static final class Json {

        static final ObjectWriter WRITER = JsonMapper.builder()
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build()
                .writerFor(Update.class);

        private Json() {}
    }

    private TelegramBots() {}

    /**
     * The facts that Sentinel decides on; a {@link dev.botsentinel.request.RequestMapper}. An update of a kind that the
     * library doesn't know has the action {@code unknown} and nobody as its subject. Thread-safe; doesn't block.
     *
     * @throws IllegalArgumentException if the update has no number, or is nested deeper than any real one; the guard
     *     then denies it as {@code unavailable}
     */
    public static Request request(Update update) {
        return request(update, BotNames.UNKNOWN);
    }

    /**
     * The facts that Sentinel decides on, as {@link #request(Update)}, knowing what the bot is called: a command for
     * another bot is none.
     */
    public static Request request(Update update, BotNames names) {
        Request direct = DirectReading.request(update, names);
        return direct != null ? direct : byJson(update, names);
    }

    /**
     * {@link #request(Update, BotNames)} with these names.
     *
     * @throws dev.botsentinel.library.IncompatibleLibraryException if a library that it needs is missing or doesn't fit
     */
    public static RequestMapper<Update> mapper(BotNames names) {
        probeLibraries();
        return update -> request(update, names);
    }

    /**
     * {@link #request(Update, BotNames)} with the name that the API gives when asked who the bot is. It is asked here, once,
     * and blocks. If that fails, the log says so, and {@code /start@anything} is a command of this bot, as if nobody knew
     * its name.
     */
    public static RequestMapper<Update> mapper(TelegramClient client) {
        return mapper(namesOf(client));
    }

    private static BotNames namesOf(TelegramClient client) {
        try {
            User bot = client.execute(new GetMe());
            return bot == null || bot.getUserName() == null ? BotNames.UNKNOWN : BotNames.of(bot.getUserName());
        } catch (TelegramApiException | RuntimeException failure) {
            LOG.warn(
                    "The API doesn't say what the bot is called ({}): commands for other bots in its groups count as its own",
                    failure.getClass().getSimpleName());
            return BotNames.UNKNOWN;
        }
    }

    /**
     * Tries out what reading updates needs, so that a bot whose build has other versions fails when it starts and not with each update.
     *
     * @throws dev.botsentinel.library.IncompatibleLibraryException if something is missing or doesn't fit
     */
    static void probeLibraries() {
        Telegram.PLATFORM.probeLibraries();
        Request unused = LibraryProbe.of("sentinel-telegrambots", TelegramBots.class)
                .needs("org.telegram:telegrambots-meta", "10", "org.telegram.telegrambots.meta.api.objects.Update")
                .needs(
                        "com.fasterxml.jackson.core:jackson-databind",
                        "2",
                        "com.fasterxml.jackson.databind.ObjectMapper")
                .needs(
                        "com.fasterxml.jackson.core:jackson-annotations",
                        "2",
                        "com.fasterxml.jackson.annotation.JsonInclude")
                .run(() -> {
                    Update update = new Update();
                    update.setUpdateId(1);
                    return byJson(update, BotNames.UNKNOWN);
                });
    }

    /** The request of any update. */
    static Request byJson(Update update, BotNames names) {
        JsonNode json = TelegramJson.read(render(update));
        boolean empty = update.getUpdateId() != null && json.size() == 1;
        return empty
                ? Request.builder(UNKNOWN)
                        .updateId(update.getUpdateId())
                        .deliberate(false)
                        .build()
                : TelegramUpdate.of(json, names).request();
    }

    /** Text and not bytes: lone surrogates have no UTF-8, and nobody may escape the rules by sending one. */
    private static String render(Update update) {
        try {
            return Json.WRITER.writeValueAsString(update);
        } catch (JsonProcessingException failure) {
            throw new IllegalArgumentException("the update can't be rendered as JSON", failure);
        }
    }
}
