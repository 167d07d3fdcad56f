package dev.botsentinel.data;

import com.google.gson.JsonObject;
import dev.botsentinel.data.storage.DataOwner;
import java.util.List;

/**
 * All that is kept of one owner, for handing it out. Fields that are {@link Sensitivity#SECRET}, or that can't be read, are named
 * without their value. Immutable.
 *
 * @param unreadable the fields whose value was refused
 */
public record OwnerData(DataOwner owner, List<Item> items, List<String> unreadable, boolean optedOut) {

    /**
     * One field's value.
     *
     * @param json the field, its purpose, its end and its value as JSON
     */
    public record Item(String field, String json) {}

    static Item item(JsonObject json) {
        return new Item(json.get("field").getAsString(), json.toString());
    }
}
