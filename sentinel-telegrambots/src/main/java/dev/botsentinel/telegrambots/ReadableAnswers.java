package dev.botsentinel.telegrambots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/**
 * Makes answers of {@code getUpdates} such that the library can read them. It is asked itself, first for the whole and, only if
 * that fails, for each update, so that nothing is lost but what it would have lost. Thread-safe.
 */
final class ReadableAnswers {

    private static final Logger LOG = LoggerFactory.getLogger("dev.botsentinel.telegrambots");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GetUpdates LIBRARY = new GetUpdates();

    private final AtomicLong unreadable = new AtomicLong();

    /** The answer, with numbers alone in place of updates that can't be read; unchanged where that isn't the trouble. */
    String readable(String answer) {
        if (failure(answer) == null) {
            return answer;
        }
        try {
            JsonNode root = JSON.readTree(answer);
            if (root.get("result") instanceof ArrayNode updates) {
                for (int i = 0; i < updates.size(); i++) {
                    updates.set(i, readable(updates.get(i)));
                }
                return root.toString();
            }
        } catch (JsonProcessingException noJson) {
            // The library says so itself, and tries again.
        }
        return answer;
    }

    private JsonNode readable(JsonNode update) {
        JsonNode number = update.path("update_id");
        Exception failure = failure("{\"ok\":true,\"result\":[" + update + "]}");
        if (failure == null || !number.canConvertToInt()) {
            return update;
        }
        note(number.intValue(), failure);
        return JSON.createObjectNode().put("update_id", number.intValue());
    }

    /** Why the library can't read the answer; null if it can. */
    private static @Nullable Exception failure(String answer) {
        try {
            LIBRARY.deserializeResponse(answer).forEach(update -> Objects.requireNonNull(update.getUpdateId()));
            return null;
        } catch (TelegramApiRequestException | RuntimeException failure) {
            return failure;
        }
    }

    /** Says where it stands and not what: messages of exceptions quote what was sent. */
    private void note(int number, Exception failure) {
        long count = unreadable.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            String place = failure.getCause() instanceof JsonMappingException at
                    ? at.getPathReference()
                    : failure.getClass().getSimpleName();
            LOG.warn(
                    "The library can't read update {} and got its number alone; a newer version may. It is no. {}, at {}",
                    number,
                    count,
                    place);
        }
    }

    long unreadable() {
        return unreadable.get();
    }
}
