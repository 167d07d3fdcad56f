package dev.botsentinel.examples.botapi;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Updates as Telegram keeps them: delivered again and again, until a call with a higher offset confirms them. Thread-safe. */
final class UpdateQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final TreeMap<Integer, String> updates = new TreeMap<>();
    private int nextId = 1;
    private boolean closed;

    /** Adds an update; its fields are JSON members without {@code update_id}. Answers the id it gets. */
    int add(String fields) {
        lock.lock();
        try {
            int id = nextId++;
            updates.put(id, "{\"update_id\":" + id + "," + fields + "}");
            arrived.signalAll();
            return id;
        } finally {
            lock.unlock();
        }
    }

    /** A JSON array of what there is from the offset on, waited for if there is nothing; confirms all below. */
    String poll(int offset, int limit, long timeoutSeconds) throws InterruptedException {
        lock.lock();
        try {
            updates.headMap(offset).clear();
            arrived.signalAll();
            long left = TimeUnit.SECONDS.toNanos(timeoutSeconds);
            while (updates.isEmpty() && left > 0 && !closed) {
                left = arrived.awaitNanos(left);
            }
            StringBuilder array = new StringBuilder("[");
            updates.entrySet().stream()
                    .limit(limit)
                    .map(Map.Entry::getValue)
                    .forEach(update ->
                            array.append(array.length() == 1 ? "" : ",").append(update));
            return array.append(']').toString();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all has been confirmed, for at most this long; whether it has. */
    boolean awaitConfirmed(long seconds) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(seconds);
            while (!updates.isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return updates.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** How many are not confirmed. */
    int unconfirmed() {
        lock.lock();
        try {
            return updates.size();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits any longer. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
