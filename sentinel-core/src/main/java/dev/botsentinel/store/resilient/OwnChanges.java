package dev.botsentinel.store.resilient;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.PeerNews;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the changes that this instance makes from those that it learns of, and logs the latter: who made them and why is in the
 * audit log of the instance that did. At most {@value #LINES} lines a minute, since whoever may send news can invent any.
 * Without ids. Thread-safe.
 */
final class OwnChanges implements PeerNews.Listener {

    private static final Logger log = LoggerFactory.getLogger(ResilientStore.class);

    private static final long HEARD_WITHIN_MICROS = 10_000_000;
    private static final long A_MINUTE_MICROS = 60_000_000;
    private static final int LINES = 20;
    private static final int MOST = 1000;

    private final InstantSource time;
    private final ConcurrentHashMap<String, Long> noted = new ConcurrentHashMap<>();
    private final AtomicInteger lines = new AtomicInteger();
    private volatile long minute;

    OwnChanges(InstantSource time) {
        this.time = time;
    }

    /** This instance is about to block or unblock somebody; news of it within ten seconds are its own. */
    void note(String subject) {
        long now = now();
        if (noted.size() >= MOST) {
            noted.values().removeIf(at -> now - at > HEARD_WITHIN_MICROS);
        }
        if (noted.size() < MOST) {
            noted.put(subject, now);
        }
    }

    @Override
    public void blocked(String subject, BlockSource source, long nowMicros, long untilMicros) {
        if (source == BlockSource.MANUAL && isOfAnother(subject)) {
            log.info(
                    "Another instance has blocked a subject by hand {}; its audit log says who and why",
                    untilMicros == Verdict.NEVER ? "for ever" : "until " + Micros.instant(untilMicros));
        }
    }

    @Override
    public void lifted(String subject) {
        if (isOfAnother(subject)) {
            log.info("Another instance has lifted a block, or looked for one to lift; its audit log says who and why");
        }
    }

    private boolean isOfAnother(String subject) {
        long now = now();
        Long at = noted.get(subject);
        if (at != null && now - at <= HEARD_WITHIN_MICROS) {
            return false;
        }
        if (now - minute >= A_MINUTE_MICROS) {
            minute = now;
            lines.set(0);
        }
        return lines.incrementAndGet() <= LINES;
    }

    private long now() {
        return Micros.of(time.instant());
    }
}
