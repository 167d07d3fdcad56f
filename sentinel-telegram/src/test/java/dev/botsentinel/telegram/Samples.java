package dev.botsentinel.telegram;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Updates as the API sends them, and short ways to make more. */
final class Samples {

    private Samples() {}

    /** One update of each kind of Bot API 10.3 and one of a kind that doesn't exist, one a line. */
    static List<String> kinds() {
        try (InputStream in = Samples.class.getResourceAsStream("kinds.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON of an update; JSON is written with ' for ". */
    static String json(String kind, String fields) {
        return ("{'update_id':7,'" + kind + "':{" + fields + "}}").replace('\'', '"');
    }

    static TelegramUpdate update(String kind, String fields) {
        return TelegramUpdate.parse(json(kind, fields));
    }

    /** A message of user 42 in chat -100 with more fields. */
    static TelegramUpdate message(String fields) {
        return update("message", "'message_id':1,'from':{'id':42},'chat':{'id':-100},'date':1767225600," + fields);
    }
}
