package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows whether servers still have the state that they had, and tells when one hasn't. Thread-safe. */
/*
 * Each server has a marker: a key with a random value that nobody ever changes. A state that was lost lost its marker too,
 * and whoever finds none makes another one, so it also tells instances that come later.
 *
 * A new connection reads it before it is used: that is how a restart and another server are found out. A server that keeps
 * its state but runs anew, or a replica with the same marker, may lack what was written last; so another run is a loss as
 * well. A flush breaks no connection. So whoever is about to believe that a block is gone has the marker read once more: if
 * it stands after the answer, it stood when the answer was given.
 *
 * Rejected: a GET of the marker after each call, or a look at it inside the scripts. Every decision would pay for what
 * matters only to the few whose block the storage denies; and on a Cluster no call can have it beside the keys of another
 * slot.
 */
final class StateWatch {

    private static final Logger log = LoggerFactory.getLogger(StateWatch.class);

    private final News news;
    private final Runnable onAnotherRun;
    private final Map<ByteBuffer, Marker> markers = new HashMap<>();

    /** @param onAnotherRun what to do, quickly, when a server runs anew or another one took over */
    StateWatch(News news, Runnable onAnotherRun) {
        this.news = news;
        this.onAnotherRun = onAnotherRun;
    }

    static byte[] newMarker() {
        return UUID.randomUUID().toString().getBytes(US_ASCII);
    }

    /** A marker as a new connection found it; tells of a loss before the connection is used. */
    synchronized Marker found(byte[] key, byte[] value, byte[] run) {
        Marker before = markers.get(ByteBuffer.wrap(key));
        Marker now = new Marker(key, value, run);
        markers.put(ByteBuffer.wrap(key), now);
        if (before != null && !(Arrays.equals(before.value, value) && Arrays.equals(before.run, run))) {
            lost(
                    Arrays.equals(before.value, value)
                            ? "it was started anew, or another one took over"
                            : "it has another");
        }
        if (before != null && !Arrays.equals(before.run, run)) {
            onAnotherRun.run();
        }
        return now;
    }

    /**
     * A server of a Cluster has no slots any more. Whoever has them now may have been there all the time, with a marker and a
     * run that say nothing of these slots.
     */
    void serverLeft() {
        lost("a server has left the Cluster, perhaps with what was in its slots");
    }

    private void lost(String why) {
        log.warn("Redis lost the guard's state, or may have: {}; blocks known here stay in force", why);
        news.stateLost();
    }

    /** By what one server's state is known. */
    final class Marker {

        private final byte[] key;
        private final byte[] run;
        private volatile byte @Nullable [] value;

        private Marker(byte[] key, byte @Nullable [] value, byte[] run) {
            this.key = key.clone();
            this.value = value;
            this.run = run.clone();
        }

        byte[] key() {
            return key.clone();
        }

        /** The marker as it stands; has told of a loss when it returns. */
        void read(byte @Nullable [] found) {
            if (!Arrays.equals(value, found)) {
                changed(found);
            }
        }

        /** One at a time, so that nobody goes on before it was told. */
        private void changed(byte @Nullable [] found) {
            synchronized (StateWatch.this) {
                byte[] before = value;
                if (before != null && !Arrays.equals(before, found)) {
                    lost("it was emptied");
                }
                value = found;
            }
        }
    }
}
