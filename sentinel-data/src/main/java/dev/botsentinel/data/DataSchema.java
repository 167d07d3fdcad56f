package dev.botsentinel.data;

import dev.botsentinel.data.storage.DataOwner;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All fields that a bot keeps, and after how long without any use their owner's data goes. Immutable. */
public final class DataSchema {

    private final Map<String, DataField<?>> fields;
    private final @Nullable Duration untouched;

    private DataSchema(Map<String, DataField<?>> fields, @Nullable Duration untouched) {
        this.fields = fields;
        this.untouched = untouched;
    }

    /**
     * A schema of these fields.
     *
     * @throws IllegalArgumentException if two fields have one name
     */
    public static DataSchema of(DataField<?>... fields) {
        return new DataSchema(Map.of(), null).with(List.of(fields));
    }

    /** With these fields too. @throws IllegalArgumentException if two fields have one name */
    public DataSchema with(Collection<? extends DataField<?>> more) {
        Map<String, DataField<?>> all = new LinkedHashMap<>(fields);
        for (DataField<?> field : more) {
            if (all.putIfAbsent(field.name(), field) != null) {
                throw new IllegalArgumentException("two fields are called " + field.name() + "; rename one of them");
            }
        }
        return new DataSchema(all, untouched);
    }

    /**
     * Deletes all of an owner's data that nobody has read or written for so long, 1 minute to 36,500 days. The time of the last use is
     * kept to a twentieth of that, a day at most: data may go that much early, never late but for the sweep.
     */
    public DataSchema untouched(Duration duration) {
        if (duration.compareTo(Duration.ofMinutes(1)) < 0 || duration.compareTo(Duration.ofDays(36_500)) > 0) {
            throw new IllegalArgumentException(
                    "data is deleted after " + duration + " without use; give 1 minute to 36,500 days");
        }
        return new DataSchema(fields, duration);
    }

    /** The fields, in the order in which they were declared. */
    public List<DataField<?>> fields() {
        return List.copyOf(fields.values());
    }

    /** After how long without use an owner's data is deleted; null for never. */
    public @Nullable Duration untouched() {
        return untouched;
    }

    @Nullable
    DataField<?> field(String name) {
        return fields.get(name);
    }

    void require(DataOwner owner, DataField<?> field) {
        if (fields.get(field.name()) != field) {
            throw new IllegalArgumentException("the field " + field.name()
                    + " isn't in the schema; declare it there, or use the constant that was declared");
        }
        if (field.owner() != owner.kind()) {
            throw new IllegalArgumentException("the field " + field.name() + " is kept of a " + kind(field.owner())
                    + ", not of a " + kind(owner.kind()) + "; declare it with ofChat() or without");
        }
        if (field.isForOneUpdate()) {
            throw new IllegalArgumentException("the field " + field.name()
                    + " lives for one update and is never stored; keep it in PersonalData.forUpdate()");
        }
    }

    private static String kind(DataOwner.Kind kind) {
        return switch (kind) {
            case USER -> "user";
            case CHAT -> "chat";
            case BOT -> "bot";
        };
    }
}
