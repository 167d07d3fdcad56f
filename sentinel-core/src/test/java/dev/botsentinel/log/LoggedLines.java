package dev.botsentinel.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A log whose lines a test reads and whose minutes it lets pass. */
public final class LoggedLines extends LegacyAbstractLogger implements MinuteTimer {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines = new ArrayList<>();
    private final transient List<Throwable> traces = new ArrayList<>();
    private final transient List<Runnable> waiting = new ArrayList<>();
    private boolean broken;

    /** A throttled log that writes here. */
    public ThrottledLog log() {
        return new ThrottledLog(this, this);
    }

    /** The lines since the last time this was asked. */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    /** What stack traces were logged of so far. */
    List<Throwable> traces() {
        return traces;
    }

    /** From now on logging itself fails. */
    void breaks() {
        broken = true;
    }

    /** Runs what waits for the end of the minute. */
    public void passMinute() {
        List<Runnable> due = List.copyOf(waiting);
        waiting.clear();
        due.forEach(Runnable::run);
    }

    /** How many timers run. */
    int timers() {
        return waiting.size();
    }

    @Override
    public Runnable in(Runnable task) {
        waiting.add(task);
        return () -> waiting.remove(task);
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable trace) {
        if (broken) {
            throw new IllegalStateException("the disk is full");
        }
        lines.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments));
        if (trace != null) {
            traces.add(trace);
        }
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return true;
    }

    @Override
    public boolean isInfoEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }
}
