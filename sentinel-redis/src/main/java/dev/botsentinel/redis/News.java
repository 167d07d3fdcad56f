package dev.botsentinel.redis;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.PeerNews;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what {@code news.lua} writes and tells it on. Whoever may publish can send anything: what can't be read is counted,
 * logged once a minute at most, and ignored. Thread-safe.
 */
final class News {

    private static final Logger log = LoggerFactory.getLogger(News.class);

    private static final int VERSION = 1;

    /** The longest id, each UTF-16 unit as three bytes, and what stands before it. */
    private static final int LONGEST = 3 * 128 + 32;

    private static final long NANOS_BETWEEN_WARNINGS = TimeUnit.MINUTES.toNanos(1);

    private final List<PeerNews.Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong unreadable = new AtomicLong();
    private final AtomicLong warnedNanos = new AtomicLong(System.nanoTime() - NANOS_BETWEEN_WARNINGS);

    Runnable follow(PeerNews.Listener listener) {
        PeerNews.Listener one = new Contained(listener);
        listeners.add(one);
        return () -> listeners.remove(one);
    }

    /** A message came. Never throws. An empty one only tries whether it may be sent. */
    void received(byte[] message) {
        if (message.length == 0) {
            return;
        }
        Consumer<PeerNews.Listener> news = read(message);
        if (news == null) {
            ignored(message.length);
        } else {
            listeners.forEach(news);
        }
    }

    void missed() {
        listeners.forEach(PeerNews.Listener::missed);
    }

    void stateLost() {
        listeners.forEach(PeerNews.Listener::stateLost);
    }

    /** How many messages could not be read. */
    long unreadable() {
        return unreadable.get();
    }

    private static @Nullable Consumer<PeerNews.Listener> read(byte[] message) {
        if (message.length > LONGEST || message[0] != VERSION) {
            return null;
        }
        try {
            ByteBuffer rest =
                    ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).position(1);
            return switch (rest.get()) {
                case 'B' -> blocked(rest);
                case 'L' -> {
                    String lifted = subject(rest);
                    yield listener -> listener.lifted(lifted);
                }
                case 'F' -> {
                    String forgotten = subject(rest);
                    yield listener -> listener.forget(forgotten);
                }
                default -> null;
            };
        } catch (RuntimeException malformed) {
            return null;
        }
    }

    private static Consumer<PeerNews.Listener> blocked(ByteBuffer rest) {
        BlockSource source = switch (rest.get()) {
            case 'A' -> BlockSource.AUTOMATIC;
            case 'M' -> BlockSource.MANUAL;
            default -> throw new IllegalArgumentException("neither by hand nor by violations");
        };
        long now = StructWriter.instant(rest);
        long ends = StructWriter.instant(rest);
        if (now >= StructWriter.NEVER || ends > StructWriter.NEVER) {
            throw new IllegalArgumentException("an instant beyond all");
        }
        long until = ends == StructWriter.NEVER ? Verdict.NEVER : ends;
        String subject = subject(rest);
        return listener -> listener.blocked(subject, source, now, until);
    }

    /** Only what {@link Cesu8#bytes} writes is an id. */
    private static String subject(ByteBuffer rest) {
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        String id = Cesu8.text(bytes);
        if (!Arrays.equals(bytes, Cesu8.bytes(id))) {
            throw new IllegalArgumentException("no id");
        }
        return new Subject(id).id();
    }

    private void ignored(int length) {
        long count = unreadable.incrementAndGet();
        long now = System.nanoTime();
        long warned = warnedNanos.get();
        if (now - warned >= NANOS_BETWEEN_WARNINGS && warnedNanos.compareAndSet(warned, now)) {
            log.warn(
                    "Ignored a message of {} bytes on the channel of news, {} so far: it is no news of this version; who"
                            + " may publish there?",
                    length,
                    count);
        }
    }

    /** A listener whose exceptions harm nobody. */
    private record Contained(PeerNews.Listener listener) implements PeerNews.Listener {

        @Override
        public void blocked(String subject, BlockSource source, long nowMicros, long untilMicros) {
            contain(() -> listener.blocked(subject, source, nowMicros, untilMicros));
        }

        @Override
        public void lifted(String subject) {
            contain(() -> listener.lifted(subject));
        }

        @Override
        public void forget(String subject) {
            contain(() -> listener.forget(subject));
        }

        @Override
        public void missed() {
            contain(listener::missed);
        }

        @Override
        public void stateLost() {
            contain(listener::stateLost);
        }

        private static void contain(Runnable telling) {
            try {
                telling.run();
            } catch (Throwable failure) {
                log.warn("A listener failed on news; it may have missed some", failure);
            }
        }
    }
}
