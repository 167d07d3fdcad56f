package dev.botsentinel.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs what may happen in floods, so that nobody has to wait for it and nobody can fill a disk with it: each kind of trouble at WARN
 * the first time, then one line a minute with how often it has happened since. After a whole minute without it, the next one is a
 * first one again. What is no trouble goes the same way at INFO.
 *
 * <pre>{@code
 * private final ThrottledLog log = ThrottledLog.of("dev.botsentinel.mystore");
 * …
 * log.warn("a message from the server could not be read", failure);
 * }</pre>
 *
 * <p>What only happens in masses is counted by a {@link Counter}, which logs nothing the first time.
 *
 * <p>Never throws, not even if the logging does. Thread-safe. Starts no thread: the JDK's own timer has the common pool write the
 * summary, and only while there is something to summarise.
 */
/*
 * A kind is what happened and the class of the cause, so one cause can't hide another. Both are words of code. Should there be more
 * than MOST_KINDS all the same, the rest is one kind.
 *
 * One timer runs at most. `armed` says whether it does; whoever counts looks at it after counting, and the summary resets it before
 * it takes the counts. So no count waits without a timer.
 */
public final class ThrottledLog implements AutoCloseable {

    /** How many kinds of trouble are told apart at once; the rest is logged as one kind. */
    static final int MOST_KINDS = 50;

    /** How many counters of one subject there are at most; the rest is counted as {@code other}. */
    public static final int MOST_COUNTERS = 1_000;

    /** How many of a subject's counters a summary names. */
    static final int MOST_NAMED = 10;

    private static final String MORE_KINDS = "other kinds of trouble";

    private record Kind(Level level, String what, String cause) {}

    /** How often since the last line, and what the latest said; guarded by {@link #kinds}. */
    private static final class Occurrences {

        private long more;
        private String latest = "";
        private boolean hadSummary;
    }

    private final Logger logger;
    private final MinuteTimer timer;
    private final Map<Kind, Occurrences> kinds = new LinkedHashMap<>();
    private final Map<String, Map<String, Counter>> counters = new ConcurrentHashMap<>();
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile Runnable callOff = () -> {};
    private volatile boolean closed;

    ThrottledLog(Logger logger, MinuteTimer timer) {
        this.logger = logger;
        this.timer = timer;
    }

    /** A log under this name. */
    public static ThrottledLog of(String name) {
        return new ThrottledLog(LoggerFactory.getLogger(name), MinuteTimer.REAL);
    }

    /** A log under the name of this class. */
    public static ThrottledLog of(Class<?> named) {
        return of(named.getName());
    }

    /**
     * Something went wrong whose cause says enough by its class and message: a server that refuses.
     *
     * @param what happened, in constant words, for these are what is counted together
     */
    public void warn(String what, Throwable cause) {
        log(new Kind(Level.WARN, what, cause.getClass().getName()), CauseText.of(cause), null);
    }

    /**
     * Something went wrong in code that somebody has to find: the first time its stack trace is logged too, unless a message in it
     * would break the log's lines.
     *
     * @param what happened, in constant words
     */
    public void warnWithTrace(String what, Throwable cause) {
        log(new Kind(Level.WARN, what, cause.getClass().getName()), CauseText.of(cause), cause);
    }

    /**
     * Something went wrong that has no exception.
     *
     * @param what happened, in constant words
     * @param detail what this one time was like, without content and line breaks; empty for nothing
     */
    public void warn(String what, String detail) {
        log(new Kind(Level.WARN, what, ""), detail, null);
    }

    /**
     * Something happened that is no trouble by itself, and may still happen in floods: a connection that is made again and again.
     * Logged at INFO.
     *
     * @param what happened, in constant words
     * @param detail what this one time was like, without content and line breaks; empty for nothing
     */
    public void info(String what, String detail) {
        log(new Kind(Level.INFO, what, ""), detail, null);
    }

    private void log(Kind kind, String detail, @Nullable Throwable trace) {
        boolean first;
        Kind counted;
        synchronized (kinds) {
            counted =
                    kinds.containsKey(kind) || kinds.size() < MOST_KINDS ? kind : new Kind(Level.WARN, MORE_KINDS, "");
            Occurrences known = kinds.get(counted);
            first = known == null;
            if (known == null) {
                kinds.put(counted, new Occurrences());
            } else {
                known.more++;
                known.latest = detail;
            }
        }
        arm();
        if (first) {
            write(counted.level, detail.isEmpty() ? counted.what : counted.what + ": " + detail, trace);
        }
    }

    /**
     * Counts what is only worth a summary.
     *
     * @param subject what is summed up in one line: {@code "updates denied"}
     * @param name what is told apart in it. At most {@value #MOST_COUNTERS} names of a subject are; a summary has the {@value
     *     #MOST_NAMED} most frequent
     * @return to be kept, for looking it up costs more than counting
     */
    public Counter counter(String subject, String name) {
        Map<String, Counter> named = counters.computeIfAbsent(subject, first -> new ConcurrentHashMap<>());
        Counter known = named.get(name);
        if (known != null) {
            return known;
        }
        String bounded = named.size() < MOST_COUNTERS ? name : "other";
        return named.computeIfAbsent(bounded, Counter::new);
    }

    /** Counts one thing. Costs an addition. Thread-safe. */
    public final class Counter {

        private final String name;
        private final LongAdder count = new LongAdder();

        private Counter(String name) {
            this.name = name;
        }

        /** One more. */
        public void increment() {
            count.increment();
            arm();
        }
    }

    private void arm() {
        if (closed || armed.get() || !armed.compareAndSet(false, true)) {
            return;
        }
        try {
            callOff = timer.in(this::minutePassed);
            if (closed) {
                callOff.run();
            }
        } catch (Throwable noTimer) {
            armed.set(false); // the next one tries again; the first of each kind has been logged
        }
    }

    private void minutePassed() {
        armed.set(false);
        if (!closed && summarise()) {
            arm();
        }
    }

    /** Logs what was counted since the last summary; whether anything is going on. */
    private boolean summarise() {
        List<Line> lines = new ArrayList<>();
        boolean goingOn;
        synchronized (kinds) {
            kinds.values().removeIf(occurrences -> occurrences.more == 0 && occurrences.hadSummary);
            kinds.forEach((kind, occurrences) -> {
                if (occurrences.more > 0) {
                    lines.add(new Line(
                            kind.level, kind.what + ", " + occurrences.more + " more" + latest(occurrences.latest)));
                }
                occurrences.more = 0;
                occurrences.hadSummary = true;
            });
            goingOn = !kinds.isEmpty();
        }
        counters.forEach((subject, named) -> {
            String counts = counts(named.values());
            if (!counts.isEmpty()) {
                lines.add(new Line(Level.WARN, subject + ": " + counts));
            }
        });
        lines.forEach(line -> write(line.level, "In the last minute: " + line.text, null));
        return goingOn;
    }

    private record Line(Level level, String text) {}

    private record Count(String name, long number) {}

    private static String counts(Iterable<Counter> counters) {
        List<Count> counts = new ArrayList<>();
        for (Counter counter : counters) {
            long number = counter.count.sumThenReset();
            if (number > 0) {
                counts.add(new Count(counter.name, number));
            }
        }
        counts.sort(Comparator.comparing(Count::number).reversed().thenComparing(Count::name));
        String named = counts.stream()
                .limit(MOST_NAMED)
                .map(count -> count.number + " " + count.name)
                .collect(Collectors.joining(", "));
        long rest = counts.stream().skip(MOST_NAMED).mapToLong(Count::number).sum();
        return rest == 0 ? named : named + ", " + rest + " by " + (counts.size() - MOST_NAMED) + " more";
    }

    private static String latest(String detail) {
        return detail.isEmpty() ? "" : ", the latest: " + detail;
    }

    private void write(Level level, String line, @Nullable Throwable trace) {
        try {
            if (level == Level.INFO) {
                logger.info("{}", line);
            } else if (trace != null && CauseText.hasPlainTrace(trace)) {
                logger.warn("{}", line, trace);
            } else {
                logger.warn("{}", line);
            }
        } catch (Throwable unloggable) {
            // Where memory is short, logging fails too; it has been counted, and nobody is left to tell.
        }
    }

    /**
     * Logs the summary that is due, and counts no more. What happens afterwards is logged the first time alone. Idempotent.
     */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            callOff.run();
            boolean unused = summarise();
        }
    }
}
