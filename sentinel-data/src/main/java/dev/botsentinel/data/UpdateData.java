package dev.botsentinel.data;

import java.util.IdentityHashMap;
import java.util.Optional;

/**
 * What lives for one update: values of fields {@link DataField#forOneUpdate}. It has no storage, and closing it forgets all. For one
 * thread at a time.
 */
public final class UpdateData implements AutoCloseable {

    private final DataSchema schema;
    private final IdentityHashMap<DataField<?>, Object> values = new IdentityHashMap<>();
    private boolean closed;

    UpdateData(DataSchema schema) {
        this.schema = schema;
    }

    /**
     * Sets a value for this update.
     *
     * @throws IllegalArgumentException if the field is another kind, isn't declared, or the value is too long
     */
    public <T> void set(DataField<T> field, T value) {
        require(field);
        byte[] fits = field.encode(value);
        assert fits != null;
        values.put(field, value);
    }

    /** The value; empty if there is none. */
    @SuppressWarnings("unchecked") // set put a T there
    public <T> Optional<T> get(DataField<T> field) {
        require(field);
        return Optional.ofNullable((T) values.get(field));
    }

    private void require(DataField<?> field) {
        if (closed) {
            throw new IllegalStateException("the update is over, and its data gone; read it before");
        }
        if (!field.isForOneUpdate() || schema.field(field.name()) != field) {
            throw new IllegalArgumentException("the field " + field.name()
                    + " isn't declared to live for one update; declare it with forOneUpdate(), or store it");
        }
    }

    /** Forgets all values. */
    @Override
    public void close() {
        closed = true;
        values.clear();
    }
}
