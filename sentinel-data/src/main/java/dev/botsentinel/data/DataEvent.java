package dev.botsentinel.data;

import dev.botsentinel.data.RefusedValueException.Refusal;
import dev.botsentinel.data.storage.DataOwner;
import java.time.Instant;

/** Something was done with personal data. Never has a value. Immutable. */
public sealed interface DataEvent {

    /** When. */
    Instant at();

    /** Whose data. */
    DataOwner owner();

    /** The kind of event in logs: {@code field_read}. */
    String label();

    /** A field that had a value was read. */
    record FieldRead(Instant at, DataOwner owner, String field) implements DataEvent {
        @Override
        public String label() {
            return "field_read";
        }
    }

    /** A field was set. */
    record FieldSet(Instant at, DataOwner owner, String field) implements DataEvent {
        @Override
        public String label() {
            return "field_set";
        }
    }

    /** A field that had a value was removed. */
    record FieldRemoved(Instant at, DataOwner owner, String field) implements DataEvent {
        @Override
        public String label() {
            return "field_removed";
        }
    }

    /** A stored value was refused: read on, this is an attack or a fault. */
    record ValueRefused(Instant at, DataOwner owner, String field, Refusal refusal) implements DataEvent {
        @Override
        public String label() {
            return "value_refused";
        }
    }

    /** All of an owner's data was handed out. */
    record OwnerExported(Instant at, DataOwner owner) implements DataEvent {
        @Override
        public String label() {
            return "owner_exported";
        }
    }

    /**
     * All of an owner's data was erased, its keys first.
     *
     * @param values how many values there were
     */
    record OwnerErased(Instant at, DataOwner owner, int values) implements DataEvent {
        @Override
        public String label() {
            return "owner_erased";
        }
    }

    /** An owner opted out of optional fields, or in again. */
    record OptOutChanged(Instant at, DataOwner owner, boolean optedOut) implements DataEvent {
        @Override
        public String label() {
            return "opt_out_changed";
        }
    }
}
