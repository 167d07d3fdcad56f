package dev.botsentinel.data;

import java.io.Serial;

/** A stored value, or its owner's keys, were changed by somebody who may not, or can't be read any more. The message has no value in it. */
public final class RefusedValueException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    /** Why. */
    public enum Refusal {
        /** It is no value that this library has written. */
        MALFORMED("is no value that was written here; was it cut, or written by a newer version?"),
        /** It fails authentication: changed, moved here from another place, or its key is gone. */
        FORGED("fails authentication: it was changed, belongs to another owner or field, or its key is gone"),
        /** It is stored in the clear, though the field is encrypted. */
        IN_THE_CLEAR("is stored in the clear, though the field is declared sensitive"),
        /** It is older than one that this instance has seen. */
        REPLAYED("is older than one that was seen before: somebody put it back, or the storage lost writes;"
                + " after a restored backup call forgetVersions()"),
        /** It has ended, though the storage says that it hasn't. */
        EXPIRED("has ended, though the storage still returns it as live"),
        /** Its owner's keys can't be unwrapped. */
        KEYS_UNREADABLE("can't be read, because no enabled master key unwraps its owner's keys: is one missing, or were"
                + " they changed?"),
        /** Its owner has no keys. */
        KEYS_MISSING("can't be read, because its owner's keys are gone; erase the owner's data to start anew"),
        /** It is no value of the field's type. */
        OTHER_TYPE("is no value of the field's type; was the type changed under the same name?");

        private final String why;

        Refusal(String why) {
            this.why = why;
        }
    }

    RefusedValueException(Refusal refusal, String field) {
        super("the stored value of " + field + " " + refusal.why);
        this.refusal = refusal;
    }

    /** Why it was refused. */
    public Refusal refusal() {
        return refusal;
    }
}
