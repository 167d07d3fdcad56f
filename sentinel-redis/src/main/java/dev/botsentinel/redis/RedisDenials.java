package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.DenialRing;
import dev.botsentinel.store.Offender;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.RecentDenial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The last denials, a key for each subject in its slot, written behind. Thread-safe.
 *
 * <p>A denial must cost a decision nothing that the decision waits for, and a flood must not cost Redis a write for each denial. So a
 * denial waits here for a second, joined with the subject's next ones. 10 times a second at most 100 subjects are written. At most
 * 10,000 wait; what is beyond is dropped, and logged. What waits when the process dies is lost.
 */
final class RedisDenials implements DenialHistory, PeerNews.Listener, AutoCloseable {

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 100;
    private static final long PERIOD_MILLIS = 100;
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int FIELDS = 6;

    /** The most keys in one script, since it delays all other calls. */
    private static final int BATCH = 250;

    private final ThrottledLog log = ThrottledLog.of(RedisDenials.class);

    private final RedisStore store;
    private final Keys keys;
    private final int perSubject;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final @Nullable ScheduledThreadPoolExecutor writer;

    private record Waiting(DenialRing ring, long sinceNanos) {}

    /** @param perSubject 0 to keep none and only read what others keep */
    RedisDenials(RedisStore store, Keys keys, int perSubject) {
        this.store = store;
        this.keys = keys;
        this.perSubject = perSubject;
        this.writer = perSubject == 0 ? null : writer();
    }

    private ScheduledThreadPoolExecutor writer() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(null, task, "sentinel-denials", 0, false);
            made.setDaemon(true);
            return made;
        });
        var unused = thread.scheduleWithFixedDelay(this::writeDue, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return thread;
    }

    @Override
    public int perSubject() {
        return perSubject;
    }

    @Override
    public void record(Subject subject, RecentDenial denial) {
        if (perSubject == 0) {
            return;
        }
        boolean kept;
        synchronized (waiting) {
            Waiting known = waiting.get(subject.id());
            kept = known != null || waiting.size() < MOST_WAITING;
            if (known == null && kept) {
                known = new Waiting(new DenialRing(perSubject), System.nanoTime());
                waiting.put(subject.id(), known);
            }
            if (known != null) {
                known.ring.add(denial);
            }
        }
        if (!kept) {
            log.warn("Denials are not kept: too many subjects are denied at once", MOST_WAITING + " wait already");
        }
    }

    private void writeDue() {
        for (Map.Entry<String, Waiting> due : takeDue().entrySet()) {
            CompletionStage<Boolean> unused = write(due.getKey(), due.getValue().ring)
                    .exceptionally(failure -> {
                        log.warn("Denials are not kept: they can't be written", Stages.cause(failure));
                        return false;
                    });
        }
    }

    private Map<String, Waiting> takeDue() {
        Map<String, Waiting> due = new LinkedHashMap<>();
        long now = System.nanoTime();
        synchronized (waiting) {
            Iterator<Map.Entry<String, Waiting>> oldest = waiting.entrySet().iterator();
            while (oldest.hasNext() && due.size() < MOST_AT_ONCE) {
                Map.Entry<String, Waiting> next = oldest.next();
                if (now - next.getValue().sinceNanos < WAIT_NANOS) {
                    break;
                }
                due.put(next.getKey(), next.getValue());
                oldest.remove();
            }
        }
        return due;
    }

    private CompletionStage<Boolean> write(String subject, DenialRing ring) {
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(text(perSubject + " " + KEPT.toMillis() + " " + Micros.of(RecentDenial.LONGEST_RUN)));
        for (RecentDenial run : ring.oldestFirst()) {
            arguments.add(text(Long.toString(Micros.of(run.first()))));
            arguments.add(text(Long.toString(Micros.of(run.last()))));
            arguments.add(text(Long.toString(run.times())));
            arguments.add(Cesu8.bytes(run.action()));
            arguments.add(Cesu8.bytes(run.reason()));
            arguments.add(Cesu8.bytes(run.rule()));
        }
        return store.run(new ScriptArgs(Scripts.RECORD_DENIALS, List.of(keys.denials(subject)), arguments))
                .thenApply(done -> true);
    }

    private static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }

    /** What waits here is written first, so that whoever asks this instance sees its own. */
    @Override
    public CompletionStage<List<RecentDenial>> of(Subject subject) {
        Waiting own;
        synchronized (waiting) {
            own = waiting.remove(subject.id());
        }
        CompletionStage<Boolean> written =
                own == null ? CompletableFuture.completedFuture(true) : write(subject.id(), own.ring);
        return written.thenCompose(done -> store.runForAdministrator(
                        new ScriptArgs(Scripts.DENIALS_OF, List.of(keys.denials(subject.id())), List.of())))
                .thenApply(RedisDenials::newestFirst);
    }

    private static List<RecentDenial> newestFirst(Reply reply) {
        List<RecentDenial> runs = new ArrayList<>();
        for (int at = Reply.REST; at + FIELDS <= reply.size(); at += FIELDS) {
            runs.add(new RecentDenial(
                    Micros.instant(reply.number(at)),
                    Micros.instant(reply.number(at + 1)),
                    reply.number(at + 2),
                    text(reply, at + 3),
                    text(reply, at + 4),
                    text(reply, at + 5)));
        }
        Collections.reverse(runs);
        return List.copyOf(runs);
    }

    private static String text(Reply reply, int index) {
        return Cesu8.text(Objects.requireNonNull(reply.bytes(index)));
    }

    /** Goes through all keys. What waits in the instances isn't counted yet. */
    @Override
    public CompletionStage<List<Offender>> top(Instant since, @Nullable String reason, int most) {
        List<byte[]> arguments =
                List.of(text(Long.toString(Micros.of(since))), reason == null ? new byte[0] : text(reason));
        return store.find(keys.patternOfDenials()).thenCompose(found -> {
            Map<Integer, List<byte[]>> bySlot = found.stream().collect(Collectors.groupingBy(store::slot));
            CompletionStage<List<Offender>> counted = CompletableFuture.completedFuture(List.of());
            for (List<byte[]> inSlot : bySlot.values()) {
                for (int from = 0; from < inSlot.size(); from += BATCH) {
                    List<byte[]> batch = inSlot.subList(from, Math.min(from + BATCH, inSlot.size()));
                    counted = counted.thenCompose(
                            worst -> store.runForAdministrator(new ScriptArgs(Scripts.COUNT_DENIALS, batch, arguments))
                                    .thenApply(reply -> worst(worst, batch, reply, most)));
                }
            }
            return counted;
        });
    }

    private List<Offender> worst(List<Offender> soFar, List<byte[]> batch, Reply reply, int most) {
        List<Offender> all = new ArrayList<>(soFar);
        for (int i = 0; i < batch.size(); i++) {
            long denials = reply.number(Reply.REST + i);
            if (denials > 0) {
                all.add(new Offender(new Subject(keys.subjectOfDenials(batch.get(i))), denials));
            }
        }
        return all.stream().sorted(Offender.MOST_DENIED_FIRST).limit(most).toList();
    }

    /** What waits is dropped: the subject may have been erased. */
    @Override
    public void forget(String subject) {
        synchronized (waiting) {
            waiting.remove(subject);
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.shutdownNow();
        }
        log.close();
    }
}
