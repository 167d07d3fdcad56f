package dev.botsentinel.data;

import dev.botsentinel.data.key.MasterKeys;
import dev.botsentinel.data.storage.DataStorage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configures a {@link PersonalData}. For one thread. */
public final class PersonalDataBuilder {

    final DataSchema schema;
    final DataStorage storage;
    final List<DataListener> listeners = new ArrayList<>();
    String tenant = "";

    @Nullable
    MasterKeys keys;

    InstantSource time = InstantSource.system();

    @Nullable
    Duration maintenance = Duration.ofMinutes(10);

    PersonalDataBuilder(DataSchema schema, DataStorage storage) {
        this.schema = schema;
        this.storage = storage;
    }

    /** Whose bot it is: values of one tenant can't be read by another, though they have a storage and keys in common. Empty unless said. */
    public PersonalDataBuilder tenant(String tenant) {
        this.tenant = tenant;
        return this;
    }

    /** The keys of encrypted fields; needed if the schema has any. */
    public PersonalDataBuilder keys(MasterKeys keys) {
        this.keys = keys;
        return this;
    }

    /** Hears of all that is done. */
    public PersonalDataBuilder listener(DataListener listener) {
        listeners.add(listener);
        return this;
    }

    /** The time by which data ends: the system's unless said. Instances that share a storage need clocks that agree to a second. */
    public PersonalDataBuilder time(InstantSource time) {
        this.time = time;
        return this;
    }

    /** How often a thread of its own sweeps and reads the keyset again: every 10 minutes unless said, 1 s or more. */
    public PersonalDataBuilder maintenance(Duration interval) {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("maintenance every " + interval + " is too often; give 1 s or more");
        }
        this.maintenance = interval;
        return this;
    }

    /** Without a thread of its own: call {@link PersonalData#maintain} yourself. */
    public PersonalDataBuilder withoutMaintenance() {
        this.maintenance = null;
        return this;
    }

    /**
     * Starts.
     *
     * @throws IllegalStateException if the schema has encrypted fields and there are no keys
     */
    public PersonalData build() {
        return new PersonalData(this);
    }
}
