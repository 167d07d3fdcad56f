package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a {@link Wire} does to the bytes of one connection. Each direction has its own thread. */
interface WireFault {

    /**
     * Passes bytes on, or not.
     *
     * @param out whether the client sent them
     * @return whether they were damaged
     * @throws IOException to reset the connection
     */
    boolean pass(byte[] bytes, int length, OutputStream rest, boolean out) throws IOException;

    /** Delays replies. */
    static Supplier<WireFault> latency(Duration latency) {
        return () -> (bytes, length, rest, out) -> {
            if (!out) {
                LockSupport.parkNanos(latency.toNanos());
            }
            rest.write(bytes, 0, length);
            return !out;
        };
    }

    /** Delivers replies byte by byte. */
    static Supplier<WireFault> trickle(Duration pause) {
        return () -> (bytes, length, rest, out) -> {
            for (int i = 0; !out && i < length; i++) {
                rest.write(bytes[i]);
                rest.flush();
                LockSupport.parkNanos(pause.toNanos());
            }
            if (out) {
                rest.write(bytes, 0, length);
            }
            return !out;
        };
    }

    /** Drops everything silently. */
    static Supplier<WireFault> silence() {
        return () -> (bytes, length, rest, out) -> true;
    }

    /**
     * Delivers one more reply, late, and then nothing.
     *
     * @param inTransit runs when that reply is delayed
     */
    static Supplier<WireFault> silenceAfterOneReply(Duration late, Runnable inTransit) {
        return () -> new WireFault() {
            private final AtomicInteger replies = new AtomicInteger();

            @Override
            public boolean pass(byte[] bytes, int length, OutputStream rest, boolean out) throws IOException {
                if (out) {
                    rest.write(bytes, 0, length);
                } else if (replies.getAndIncrement() == 0) {
                    inTransit.run();
                    LockSupport.parkNanos(late.toNanos());
                    rest.write(bytes, 0, length);
                }
                return true;
            }
        };
    }

    /** Strikes this share of the client's calls with random faults. */
    static Supplier<WireFault> mixed(double share, Duration late) {
        return () -> new WireFault() {
            private volatile @Nullable Mishap ofReply;

            @Override
            public boolean pass(byte[] bytes, int length, OutputStream rest, boolean out) throws IOException {
                Mishap mishap = out ? Mishap.among(share) : ofReply;
                ofReply = null;
                if (out && (mishap == Mishap.LATE_REPLY || mishap == Mishap.LOST_REPLY)) {
                    ofReply = mishap;
                    mishap = null;
                }
                if (mishap == Mishap.HALF_A_REQUEST) {
                    rest.write(bytes, 0, length / 2);
                }
                if (mishap == Mishap.HALF_A_REQUEST || mishap == Mishap.LOST_REPLY) {
                    throw new IOException("lost on its way");
                }
                if (mishap != null) {
                    LockSupport.parkNanos(late.toNanos());
                }
                rest.write(bytes, 0, length);
                return mishap != null;
            }
        };
    }

    /** The faults of a call. */
    enum Mishap {
        LATE_REQUEST,
        HALF_A_REQUEST,
        LATE_REPLY,
        LOST_REPLY;

        private static @Nullable Mishap among(double share) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return random.nextDouble() < share ? values()[random.nextInt(values().length)] : null;
        }
    }

    /** Drops the answers to calls about users after they ran, and the connection with them. */
    static Supplier<WireFault> lossOfDecisions() {
        return () -> new WireFault() {
            private volatile boolean ran;

            @Override
            public boolean pass(byte[] bytes, int length, OutputStream rest, boolean out) throws IOException {
                if (out) {
                    ran |= new String(bytes, 0, length, ISO_8859_1).contains("{u:");
                } else if (ran) {
                    throw new IOException("lost on its way");
                }
                rest.write(bytes, 0, length);
                return false;
            }
        };
    }
}
