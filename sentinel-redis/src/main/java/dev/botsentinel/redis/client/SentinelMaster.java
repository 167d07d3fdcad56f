package dev.botsentinel.redis.client;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.redis.client.MasterVotes.Master;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.lettuce.core.sentinel.api.async.RedisSentinelAsyncCommands;
import io.netty.util.Timer;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The master that Redis Sentinels name. Thread-safe; never blocks. */
/*
 * Lettuce asks one Sentinel after the other and believes the first that answers. So a hung one costs its whole time limit, a
 * minute, in each attempt, and one that has missed a failover sends everybody to a replica for ever. Here all are asked side
 * by side, MasterVotes decides whom to believe, and a server that calls itself a replica isn't believed to be the master
 * whoever says so: then the next candidate is tried.
 */
final class SentinelMaster implements Destination {

    private static final Logger debug = LoggerFactory.getLogger(SentinelMaster.class);

    /** Long enough for a TLS handshake with another continent. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final String EPOCH = "config-epoch";

    private final RedisClient client;
    private final Endpoints endpoints;
    private final String master;
    private final Timer timer;
    private final Duration connectTimeout;
    private final Duration wait;
    private final ThrottledLog log;

    /** @param connectTimeout of a server; Sentinels have half of it, and a second at most */
    SentinelMaster(RedisClient client, Endpoints endpoints, Timer timer, Duration connectTimeout, ThrottledLog log) {
        this.client = client;
        this.endpoints = endpoints;
        this.master = Objects.requireNonNull(endpoints.master());
        this.timer = timer;
        this.connectTimeout = connectTimeout;
        this.log = log;
        Duration half = connectTimeout.dividedBy(2);
        this.wait = half.compareTo(LONGEST_WAIT) < 0 ? half : LONGEST_WAIT;
    }

    @Override
    public String name() {
        return endpoints.name();
    }

    @Override
    public <C extends StatefulRedisConnection<byte[], byte[]>> CompletionStage<C> connect(
            Function<RedisURI, CompletionStage<C>> dial) {
        MasterVotes votes = new MasterVotes(endpoints.uris().size());
        timer.newTimeout(due -> votes.end(), wait.toMillis(), TimeUnit.MILLISECONDS);
        for (RedisURI sentinel : endpoints.uris()) {
            ask(sentinel, votes).exceptionally(failure -> {
                votes.failed(named(sentinel, failure));
                return null;
            });
        }
        return votes.decided().thenCompose(done -> {
            report(votes);
            return connect(votes, Set.of(), dial);
        });
    }

    private void report(MasterVotes votes) {
        if (votes.candidates().size() > 1) {
            log.warn("The Redis Sentinels disagree on the master " + master, votes.toString());
        }
    }

    private CompletionStage<Void> ask(RedisURI sentinel, MasterVotes votes) {
        sentinel.setTimeout(wait);
        try {
            return client.connectSentinelAsync(StringCodec.UTF8, sentinel)
                    .thenCompose(connection ->
                            ask(connection, votes).whenComplete((done, failure) -> Session.close(connection)));
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private CompletionStage<Void> ask(StatefulRedisSentinelConnection<String, String> connection, MasterVotes votes) {
        RedisSentinelAsyncCommands<String, String> commands = connection.async();
        CompletionStage<Long> epoch = commands.master(master)
                .thenApply(state -> Long.parseLong(state.getOrDefault(EPOCH, "-1")))
                .exceptionally(notTold -> MasterVotes.UNKNOWN_EPOCH);
        return commands.getMasterAddrByName(master)
                .toCompletableFuture()
                .copy()
                .orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS)
                .thenCombine(epoch, (address, known) -> {
                    votes.named(address(address), known);
                    return null;
                });
    }

    private Master address(SocketAddress address) {
        if (address instanceof InetSocketAddress found) {
            return new Master(found.getHostString(), found.getPort());
        }
        throw new RedisException("it knows no master of the name " + master);
    }

    /** Says which Sentinel it was, and stays a refusal if it is one. */
    private static Throwable named(RedisURI sentinel, Throwable failure) {
        String message = "the Redis Sentinel at " + Endpoints.name(sentinel) + ": " + Failures.reason(failure);
        return Failures.isRefusal(failure) ? new RedisCommandExecutionException(message) : new RedisException(message);
    }

    /** Connects to the most trusted candidate that is up and is a master; fails as the most trusted of all did. */
    private <C extends StatefulRedisConnection<byte[], byte[]>> CompletionStage<C> connect(
            MasterVotes votes, Set<Master> tried, Function<RedisURI, CompletionStage<C>> dial) {
        Master next = votes.candidates().stream()
                .filter(candidate -> !tried.contains(candidate))
                .findFirst()
                .orElse(null);
        if (next == null && votes.isOver()) {
            return CompletableFuture.failedStage(votes.failure());
        }
        if (next == null) { // those that have yet to answer may name another
            return votes.over().thenCompose(done -> connect(votes, tried, dial));
        }
        Set<Master> andThis = new HashSet<>(tried);
        andThis.add(next);
        return connect(next, dial)
                .exceptionallyCompose(failure -> connect(votes, andThis, dial)
                        .exceptionallyCompose(other -> CompletableFuture.failedStage(failure)));
    }

    private <C extends StatefulRedisConnection<byte[], byte[]>> CompletionStage<C> connect(
            Master candidate, Function<RedisURI, CompletionStage<C>> dial) {
        RedisURI uri = endpoints.server(candidate.host(), candidate.port());
        uri.setTimeout(connectTimeout);
        return Destination.dialled(dial, uri)
                .thenCompose(connection -> connection
                        .async()
                        .info("replication")
                        .handle((role, failure) -> {
                            if (failure == null && role.contains("role:master")) {
                                debug.debug("The master {} is at {}", master, candidate);
                                return CompletableFuture.completedStage(connection);
                            }
                            Session.close(connection);
                            return CompletableFuture.<C>failedStage(
                                    failure != null
                                            ? failure
                                            : new RedisException("the server at " + candidate
                                                    + " is a replica, though Redis Sentinels name it as the master"));
                        })
                        .thenCompose(Function.identity()));
    }
}
