package dev.botsentinel.examples.day;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The output: numbers the updates and writes one envelope a line, as it comes. */
final class UpdateLog {

    /** The log's mapper, for all files of the day: {@code /} stays as it is, and so does everything beyond ASCII. */
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private static final long FIRST_UPDATE_ID = 518_204_331;
    private static final int PROGRESS_EVERY = 100_000;

    private final DayTimeline timeline;
    private final Writer out;
    private long nextUpdateId = FIRST_UPDATE_ID;
    private long lines;

    UpdateLog(DayTimeline timeline, Writer out) {
        this.timeline = timeline;
        this.out = out;
    }

    long lines() {
        return lines;
    }

    /** Writes a new update that has {@code payload} in the field {@code kind}, and gives it back. */
    ObjectNode write(String kind, ObjectNode payload) {
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        update.put("update_id", nextUpdateId++);
        update.set(kind, payload);
        writeAgain(update);
        return update;
    }

    /** A webhook that was answered too late is delivered again: same id, same body, later. */
    void writeAgain(ObjectNode update) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("at", DayTime.format(timeline.now()));
        envelope.set("update", update);
        try {
            out.write(JSON.writeValueAsString(envelope));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines++;
        if (lines % PROGRESS_EVERY == 0) {
            System.err.println(lines + " updates, " + DayTime.format(timeline.now()));
        }
    }
}
