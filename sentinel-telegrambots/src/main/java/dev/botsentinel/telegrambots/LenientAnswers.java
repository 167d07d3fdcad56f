package dev.botsentinel.telegrambots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.botsentinel.log.ThrottledLog;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/**
 * Reads answers of {@code getUpdates} as the library does: the whole at once and, only if that fails, each update by itself,
 * so that nothing is lost but what the library can't read. Thread-safe.
 */
@SuppressWarnings("NonApiType") // lists are as the library declares them
final class LenientAnswers {

    private final ThrottledLog log = ThrottledLog.of("dev.botsentinel.telegrambots");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GetUpdates LIBRARY = new GetUpdates();

    private final AtomicLong unreadable = new AtomicLong();

    /**
     * The updates of an answer; numbers alone in place of those that can't be read.
     *
     * @throws TelegramApiRequestException as the library's own reading, for an answer that is more than partly unreadable
     */
    ArrayList<Update> read(String answer) throws TelegramApiRequestException {
        try {
            return LIBRARY.deserializeResponse(answer);
        } catch (TelegramApiRequestException | RuntimeException failure) {
            ArrayList<Update> updates = readEach(answer);
            if (updates == null) {
                throw failure;
            }
            return updates;
        }
    }

    /** Null if the answer has no updates, or one that can't even be numbered. */
    private @Nullable ArrayList<Update> readEach(String answer) {
        JsonNode result = result(answer);
        if (result == null) {
            return null;
        }
        ArrayList<Update> updates = new ArrayList<>(result.size());
        for (JsonNode json : result) {
            Update update = readOne(json);
            if (update == null) {
                return null;
            }
            updates.add(update);
        }
        return updates;
    }

    private static @Nullable JsonNode result(String answer) {
        try {
            return JSON.readTree(answer).get("result") instanceof ArrayNode updates ? updates : null;
        } catch (JsonProcessingException noJson) {
            return null;
        }
    }

    private @Nullable Update readOne(JsonNode json) {
        try {
            return LIBRARY.deserializeResponse("{\"ok\":true,\"result\":[" + json + "]}")
                    .get(0);
        } catch (TelegramApiRequestException | RuntimeException failure) {
            JsonNode number = json.path("update_id");
            if (!number.canConvertToInt()) {
                return null;
            }
            note(number.intValue(), failure);
            Update update = new Update();
            update.setUpdateId(number.intValue());
            return update;
        }
    }

    /** Logs where the failure is and not what: messages of exceptions quote what was sent. */
    private void note(int number, Exception failure) {
        unreadable.incrementAndGet();
        String place = failure.getCause() instanceof JsonMappingException at
                ? at.getPathReference()
                : failure.getClass().getSimpleName();
        log.warn(
                "The library can't read an update and got its number alone; a newer version may",
                "update " + number + ", at " + place);
    }

    long unreadable() {
        return unreadable.get();
    }
}
