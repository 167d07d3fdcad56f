package dev.botsentinel.redis.client;

import io.lettuce.core.RedisException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What Redis Sentinels have answered so far to the question which server is the master. Thread-safe. */
/*
 * More than half of all that are named decide at once, so one that hangs costs nothing. Without them the ones that answered in
 * time decide together: by their number, and where that is equal by the newest epoch, for an epoch is only begun by a Sentinel
 * that a majority elected. Whoever is outvoted is still a candidate, for when the first ones turn out to be no master.
 */
final class MasterVotes {

    /** The epoch of a Sentinel that doesn't tell it. */
    static final long UNKNOWN_EPOCH = -1;

    private final int sentinels;
    private final Map<Master, Votes> votes = new LinkedHashMap<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final CompletableFuture<@Nullable Void> decided = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    private int answers;

    /** @param sentinels how many are asked */
    MasterVotes(int sentinels) {
        this.sentinels = sentinels;
    }

    /** The address of a server. */
    record Master(String host, int port) {

        @Override
        public String toString() {
            return Endpoints.name(host, port);
        }
    }

    private record Votes(int number, long epoch) {

        private static final Votes NONE = new Votes(0, UNKNOWN_EPOCH);

        private static final Comparator<Votes> FEWEST_FIRST =
                Comparator.comparingInt(Votes::number).thenComparingLong(Votes::epoch);
    }

    /** Notes whom one Sentinel names. */
    void named(Master master, long epoch) {
        synchronized (this) {
            Votes before = votes.getOrDefault(master, Votes.NONE);
            votes.put(master, new Votes(before.number + 1, Math.max(before.epoch, epoch)));
            answers++;
        }
        completed();
    }

    /** Notes that one Sentinel can't answer. */
    void failed(Throwable failure) {
        synchronized (this) {
            failures.add(failure);
        }
        completed();
    }

    /** The time for answers has run out. */
    void end() {
        over.complete(null);
        decided.complete(null);
    }

    private void completed() {
        boolean all;
        boolean majority;
        synchronized (this) {
            all = answers + failures.size() == sentinels;
            majority = votes.values().stream().anyMatch(votesOfOne -> 2 * votesOfOne.number > sentinels);
        }
        if (all) {
            end();
        } else if (majority) {
            decided.complete(null);
        }
    }

    /** Completes when further answers can't change who is the most trusted, or none will come. */
    CompletionStage<@Nullable Void> decided() {
        return decided;
    }

    /** Completes when no further answers will come. */
    CompletionStage<@Nullable Void> over() {
        return over;
    }

    boolean isOver() {
        return over.isDone();
    }

    /** Why there is no candidate. */
    synchronized Throwable failure() {
        return failures.isEmpty() ? new RedisException("no Redis Sentinel answers in time") : failures.get(0);
    }

    /** Who may be the master, the most trusted first. */
    synchronized List<Master> candidates() {
        return votes.entrySet().stream()
                .sorted(Map.Entry.<Master, Votes>comparingByValue(Votes.FEWEST_FIRST)
                        .reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The votes, for logs. */
    @Override
    public synchronized String toString() {
        return votes.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue().number + " of " + sentinels + ")")
                .collect(Collectors.joining(", "));
    }
}
