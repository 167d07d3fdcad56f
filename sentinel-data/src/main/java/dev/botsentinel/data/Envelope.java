package dev.botsentinel.data;

import dev.botsentinel.data.storage.DataOwner;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value as it is stored: a format, whether it is encrypted, its version, its end, and the payload. All but the payload is in the
 * clear and authenticated with it, together with tenant, owner and field, if the value is encrypted.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Envelope(boolean encrypted, long version, long untilMillis, byte[] payload) {

    private static final byte FORMAT = 1;
    private static final int HEADER = 2 + 2 * Long.BYTES;
    private static final long NEVER = 0;

    static long millis(@Nullable Instant until) {
        return until == null ? NEVER : until.toEpochMilli();
    }

    /** Null if these bytes are none. */
    static @Nullable Envelope parse(byte[] bytes) {
        if (bytes.length < HEADER || bytes[0] != FORMAT || (bytes[1] != 0 && bytes[1] != 1)) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 2, HEADER - 2);
        return new Envelope(
                bytes[1] == 1, buffer.getLong(), buffer.getLong(), Arrays.copyOfRange(bytes, HEADER, bytes.length));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER + payload.length)
                .put(FORMAT)
                .put((byte) (encrypted ? 1 : 0))
                .putLong(version)
                .putLong(untilMillis)
                .put(payload)
                .array();
    }

    @Nullable
    Instant until() {
        return untilMillis == NEVER ? null : Instant.ofEpochMilli(untilMillis);
    }

    boolean ended(Instant now) {
        return untilMillis != NEVER && untilMillis <= now.toEpochMilli();
    }

    /** What an encrypted payload is bound to. */
    byte[] associated(String tenant, DataOwner owner, String field) {
        return associated("value", version, untilMillis, tenant, owner, field);
    }

    /** What an owner's wrapped keys are bound to. */
    static byte[] associatedWithKeys(String tenant, DataOwner owner) {
        return associated("keys", 0, NEVER, tenant, owner, "");
    }

    private static byte[] associated(
            String purpose, long version, long untilMillis, String tenant, DataOwner owner, String field) {
        String[] texts = {purpose, tenant, owner.encoded(), field};
        int length = 1 + 2 * Long.BYTES;
        for (String text : texts) {
            length += Integer.BYTES + 2 * text.length();
        }
        ByteBuffer buffer =
                ByteBuffer.allocate(length).put(FORMAT).putLong(version).putLong(untilMillis);
        for (String text : texts) {
            buffer.putInt(text.length());
            for (int i = 0; i < text.length(); i++) {
                buffer.putChar(text.charAt(i));
            }
        }
        return buffer.array();
    }
}
