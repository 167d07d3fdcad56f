package dev.botsentinel.redis.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.botsentinel.log.ThrottledLog;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notices when a server has lost its state, and reports it. Thread-safe. */
/*
 * Each server has a marker: a key with a random value that never changes. When the state is lost, so is the marker; a client
 * that finds none writes a new one, which also tells clients that connect later.
 *
 * A new connection reads the marker before it is used, which reveals a restart or another server. A server that restarted
 * with its state, or a replica with the same marker, may still lack the latest writes; so a different run counts as a loss
 * too. A flush breaks no connection; so before a caller believes that something is gone, it has the marker read again
 * (confirmState). If the marker is there after an answer, it was there when the answer was given.
 *
 * Rejected: a GET of the marker after each call, or a check inside the scripts. Every call would pay for what matters to
 * few, and on a Cluster no call can read the marker beside keys of another slot.
 */
final class StateWatch {

    private final ChannelListener listener;
    private final Runnable onNewRun;
    private final ThrottledLog log;
    private final Map<ByteBuffer, Marker> markers = new HashMap<>();

    /** @param onNewRun called when a server restarted or another one took over; must be quick */
    StateWatch(ChannelListener listener, Runnable onNewRun, ThrottledLog log) {
        this.listener = listener;
        this.onNewRun = onNewRun;
        this.log = log;
    }

    static byte[] newMarker() {
        return UUID.randomUUID().toString().getBytes(US_ASCII);
    }

    /** Compares the marker that a new connection found with the last one. Reports a loss before it returns. */
    synchronized Marker found(byte[] key, byte[] value, byte[] run) {
        Marker before = markers.get(ByteBuffer.wrap(key));
        Marker now = new Marker(key, value, run);
        markers.put(ByteBuffer.wrap(key), now);
        if (before == null) {
            return now;
        }
        boolean sameRun = Arrays.equals(before.run, run);
        if (!Arrays.equals(before.value, value)) {
            lost("its marker has changed");
        } else if (!sameRun) {
            lost("the server restarted, or another one took over");
        }
        if (!sameRun) {
            onNewRun.run();
        }
        return now;
    }

    /**
     * A node of a Cluster no longer has any slots. The nodes that have them now may have been there all along, with a marker
     * and a run that say nothing about these slots.
     */
    void nodeLeft() {
        lost("a node has left the Cluster, perhaps with the state of its slots");
    }

    private void lost(String why) {
        log.warn("Redis has lost its state, or may have", why);
        listener.stateLost();
    }

    /** The marker of one server. Thread-safe. */
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

        /** Takes the value that is stored now. Reports a loss before it returns. */
        void read(byte @Nullable [] found) {
            if (!Arrays.equals(value, found)) {
                changed(found);
            }
        }

        /** Locks, so that no caller returns before the loss has been reported. */
        private void changed(byte @Nullable [] found) {
            synchronized (StateWatch.this) {
                byte[] before = value;
                if (before != null && !Arrays.equals(before, found)) {
                    lost("the server was emptied");
                }
                value = found;
            }
        }
    }
}
