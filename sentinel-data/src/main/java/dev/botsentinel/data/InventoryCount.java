package dev.botsentinel.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.botsentinel.data.key.MasterKeys;
import dev.botsentinel.data.storage.DataOwner;
import dev.botsentinel.data.storage.DataStorage;
import dev.botsentinel.data.storage.DataWrite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Goes through a storage and counts. The schema lies there as a note, so that a command line without the bot's classes can name the fields. */
final class InventoryCount {

    private static final int PAGE = 1000;

    private InventoryCount() {}

    /** What is kept, as the bot's schema declares it. */
    static DataInventory of(DataSchema schema, DataStorage storage, Instant now) {
        return count(json(schema), storage, now);
    }

    /** What is kept, as the note in the storage declares it. */
    static DataInventory ofNote(DataStorage storage, Instant now) {
        byte[] note =
                storage.read(DataOwner.BOT, Set.of(PersonalData.SCHEMA), now).get(PersonalData.SCHEMA);
        JsonObject schema = note == null
                ? json(DataSchema.of())
                : JsonParser.parseString(new String(note, StandardCharsets.UTF_8))
                        .getAsJsonObject();
        return count(schema, storage, now);
    }

    /** Leaves the note, if it isn't there. */
    static void note(DataSchema schema, DataStorage storage, Instant now) {
        byte[] note = json(schema).toString().getBytes(StandardCharsets.UTF_8);
        byte[] before =
                storage.read(DataOwner.BOT, Set.of(PersonalData.SCHEMA), now).get(PersonalData.SCHEMA);
        if (!Arrays.equals(note, before)) {
            // Another instance may be quicker; then it has left the same, or leaves it next time.
            boolean unused = storage.write(
                    DataOwner.BOT, new DataWrite(PersonalData.SCHEMA, before, note, null, null, List.of()), now);
        }
    }

    private static JsonObject json(DataSchema schema) {
        JsonArray fields = new JsonArray();
        for (DataField<?> field : schema.fields()) {
            if (!field.isForOneUpdate()) {
                JsonObject json = new JsonObject();
                json.addProperty("field", field.name());
                json.addProperty("owner", field.owner().name());
                json.addProperty("type", field.type());
                json.addProperty("sensitivity", field.sensitivity().name());
                json.addProperty("retention", text(field.retention()));
                json.addProperty("optional", field.isOptional());
                json.addProperty("purpose", field.purpose());
                fields.add(json);
            }
        }
        JsonObject json = new JsonObject();
        json.add("fields", fields);
        json.addProperty("untouched", text(schema.untouched()));
        return json;
    }

    private static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : duration.toString();
    }

    private static @Nullable Duration duration(@Nullable JsonElement json) {
        return json == null || json.isJsonNull() ? null : Duration.parse(json.getAsString());
    }

    private static DataInventory count(JsonObject schema, DataStorage storage, Instant now) {
        Map<String, Map<DataOwner.Kind, Long>> counts = new TreeMap<>();
        Map<Integer, Long> wrappedBy = new TreeMap<>();
        long owners = 0;
        for (List<DataOwner> page = storage.owners(null, PAGE);
                !page.isEmpty();
                page = storage.owners(page.get(page.size() - 1), PAGE)) {
            for (DataOwner owner : page) {
                if (owner.kind() == DataOwner.Kind.BOT) {
                    continue;
                }
                Map<String, byte[]> all = storage.readAll(owner, now);
                owners += all.isEmpty() ? 0 : 1;
                all.keySet().stream()
                        .filter(name -> !name.startsWith("#"))
                        .forEach(name -> counts.computeIfAbsent(name, any -> new HashMap<>())
                                .merge(owner.kind(), 1L, Long::sum));
                byte[] keys = all.get(PersonalData.KEYS);
                if (keys != null) {
                    MasterKeys.wrappedBy(keys).ifPresent(id -> wrappedBy.merge(id, 1L, Long::sum));
                }
            }
        }
        List<DataInventory.Entry> entries = new ArrayList<>();
        for (JsonElement element : schema.getAsJsonArray("fields")) {
            entries.add(declared(element.getAsJsonObject(), counts));
        }
        counts.forEach((name, left) -> left.forEach(
                (kind, count) -> entries.add(new DataInventory.Entry(name, kind, null, null, null, false, "", count))));
        return new DataInventory(
                List.copyOf(entries), owners, duration(schema.get("untouched")), Map.copyOf(wrappedBy));
    }

    private static DataInventory.Entry declared(JsonObject field, Map<String, Map<DataOwner.Kind, Long>> counts) {
        String name = field.get("field").getAsString();
        DataOwner.Kind owner = DataOwner.Kind.valueOf(field.get("owner").getAsString());
        Map<DataOwner.Kind, Long> found = counts.getOrDefault(name, Map.of());
        Long count = found.isEmpty() ? null : found.remove(owner);
        return new DataInventory.Entry(
                name,
                owner,
                field.get("type").getAsString(),
                Sensitivity.valueOf(field.get("sensitivity").getAsString().toUpperCase(Locale.ROOT)),
                duration(field.get("retention")),
                field.get("optional").getAsBoolean(),
                field.get("purpose").getAsString(),
                count == null ? 0 : count);
    }
}
