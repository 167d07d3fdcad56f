package dev.botsentinel.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * Reads a body of bounded length within a bounded time. The time is looked at between reads: who sends a byte now and then is cut off.
 * A read that never returns is for the server to end, by its own time limit.
 */
final class BodyReader {

    private static final int CHUNK = 8192;
    private static final int MOST_DIGITS = 18;

    private final int longest;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;

    BodyReader(int longest, long timeoutNanos, LongSupplier nanoTime) {
        this.longest = longest;
        this.timeoutNanos = timeoutNanos;
        this.nanoTime = nanoTime;
    }

    /** Refuses by the header alone what says that it is too long. */
    void checkLength(WebhookRequest request) throws RefusedException {
        if (request.header("Content-Length").isEmpty()) {
            return;
        }
        String length = request.only("Content-Length");
        if (length == null || length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new RefusedException(Refusal.BROKEN);
        }
        if (length.length() > MOST_DIGITS || Long.parseLong(length) > longest) {
            throw new RefusedException(Refusal.TOO_LARGE);
        }
    }

    byte[] read(WebhookRequest request) throws RefusedException {
        long start = nanoTime.getAsLong();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = request.body();
            int count = in.read(chunk);
            while (count >= 0) {
                body.write(chunk, 0, count);
                if (body.size() > longest) {
                    throw new RefusedException(Refusal.TOO_LARGE);
                }
                if (nanoTime.getAsLong() - start > timeoutNanos) {
                    throw new RefusedException(Refusal.SLOW);
                }
                count = in.read(chunk);
            }
        } catch (IOException ended) {
            throw new RefusedException(nanoTime.getAsLong() - start > timeoutNanos ? Refusal.SLOW : Refusal.BROKEN);
        }
        return body.toByteArray();
    }
}
