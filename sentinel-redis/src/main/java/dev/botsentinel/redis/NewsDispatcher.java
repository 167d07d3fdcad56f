package dev.botsentinel.redis;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.redis.client.ChannelListener;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.PeerNews;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages that {@code news.lua} sends, and passes them to listeners. Anyone with access to the channel can send
 * anything, so an unreadable message is counted, logged, and ignored. Thread-safe.
 */
final class NewsDispatcher implements ChannelListener {

    private final ThrottledLog log = ThrottledLog.of(NewsDispatcher.class);

    private static final int VERSION = 1;

    /** The longest id, with three bytes per UTF-16 unit, and what precedes it. */
    private static final int MAX_BYTES = 3 * 128 + 32;

    private final List<PeerNews.Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong unreadable = new AtomicLong();

    Runnable follow(PeerNews.Listener listener) {
        PeerNews.Listener added = new Contained(listener, log);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    /** Ignores empty messages; the connection check sends them to test the right to publish. */
    @Override
    public void received(byte[] message) {
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

    /** Notifies all listeners of what this instance has found out by itself. */
    void tell(Consumer<PeerNews.Listener> news) {
        listeners.forEach(news);
    }

    @Override
    public void resubscribed() {
        listeners.forEach(PeerNews.Listener::missed);
    }

    @Override
    public void stateLost() {
        listeners.forEach(PeerNews.Listener::stateLost);
    }

    /** The number of unreadable messages so far. */
    long unreadable() {
        return unreadable.get();
    }

    private static @Nullable Consumer<PeerNews.Listener> read(byte[] message) {
        if (message.length > MAX_BYTES || message[0] != VERSION) {
            return null;
        }
        try {
            ByteBuffer rest =
                    ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).position(1);
            return switch (rest.get()) {
                case 'B' -> blocked(rest);
                case 'L' -> {
                    String subject = subject(rest);
                    yield listener -> listener.lifted(subject);
                }
                case 'F' -> {
                    String subject = subject(rest);
                    yield listener -> listener.forget(subject);
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
            default -> throw new IllegalArgumentException("unknown source of a block");
        };
        long now = StructWriter.instant(rest);
        long end = StructWriter.instant(rest);
        if (now >= StructWriter.NEVER || end > StructWriter.NEVER) {
            throw new IllegalArgumentException("instant out of range");
        }
        long until = end == StructWriter.NEVER ? Verdict.NEVER : end;
        String subject = subject(rest);
        return listener -> listener.blocked(subject, source, now, until);
    }

    /** Accepts only what {@link Cesu8#bytes} writes. */
    private static String subject(ByteBuffer rest) {
        byte[] bytes = new byte[rest.remaining()];
        rest.get(bytes);
        String id = Cesu8.text(bytes);
        if (!Arrays.equals(bytes, Cesu8.bytes(id))) {
            throw new IllegalArgumentException("malformed id");
        }
        return new Subject(id).id();
    }

    private void ignored(int length) {
        unreadable.incrementAndGet();
        log.warn(
                "Ignored an unreadable message on the news channel; check who may publish there",
                "it has " + length + " bytes");
    }

    /** Contains a listener's exceptions, so that the others still get the news. */
    private record Contained(PeerNews.Listener listener, ThrottledLog log) implements PeerNews.Listener {

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

        @Override
        public void blockLost(String subject) {
            contain(() -> listener.blockLost(subject));
        }

        private void contain(Runnable notification) {
            try {
                notification.run();
            } catch (Throwable failure) {
                log.warnWithTrace("A news listener failed and may have missed news", failure);
            }
        }
    }
}
