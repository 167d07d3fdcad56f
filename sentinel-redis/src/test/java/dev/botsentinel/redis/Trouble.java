package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

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

    /** What that script answers is lost, once it has run, and the connection with it. */
    static Supplier<Trouble> lossOf(Script script) {
        return () -> new Trouble() {
            private volatile boolean ran;

            @Override
            public boolean pass(byte[] bytes, int length, OutputStream rest, boolean out) throws IOException {
                if (out) {
                    ran |= new String(bytes, 0, length, ISO_8859_1).contains(script.digest());
                } else if (ran) {
                    throw new IOException("lost on its way");
                }
                rest.write(bytes, 0, length);
                return false;
            }
        };
    }
}
