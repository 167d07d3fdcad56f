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

/** What a wire does to the bytes of one connection. Called by a thread for each direction. */
interface Trouble {

    /**
     * Passes bytes on, or doesn't.
     *
     * @param out whether they are the client's
     * @return whether they came to harm
     * @throws IOException to reset the connection
     */
    boolean pass(byte[] bytes, int length, OutputStream rest, boolean out) throws IOException;

    /** Replies take so long. */
    static Supplier<Trouble> latency(Duration latency) {
        return () -> (bytes, length, rest, out) -> {
            if (!out) {
                LockSupport.parkNanos(latency.toNanos());
            }
            rest.write(bytes, 0, length);
            return !out;
        };
    }

    /** Replies come byte by byte. */
    static Supplier<Trouble> trickle(Duration pause) {
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

    /** Nothing arrives, and nobody is told. */
    static Supplier<Trouble> silence() {
        return () -> (bytes, length, rest, out) -> true;
    }

    /** One more reply arrives, late, and nothing ever after. */
    static Supplier<Trouble> silenceAfterOneReply(Duration late) {
        return () -> new Trouble() {
            private final AtomicInteger replies = new AtomicInteger();

            @Override
            public boolean pass(byte[] bytes, int length, OutputStream rest, boolean out) throws IOException {
                if (out) {
                    rest.write(bytes, 0, length);
                } else if (replies.getAndIncrement() == 0) {
                    LockSupport.parkNanos(late.toNanos());
                    rest.write(bytes, 0, length);
                }
                return true;
            }
        };
    }

    /** That share of what the client says comes to harm, of any kind. */
    static Supplier<Trouble> mixed(double share, Duration late) {
        return () -> new Trouble() {
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

    /** What can befall a call. */
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

    /** The answers to calls that concern a user are lost, once they have run, and the connection with them. */
    static Supplier<Trouble> lossOfDecisions() {
        return () -> new Trouble() {
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
