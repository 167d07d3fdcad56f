package dev.botsentinel.data.redis;

import static dev.botsentinel.data.redis.LuaScript.argument;

import dev.botsentinel.data.storage.DataOwner;
import dev.botsentinel.data.storage.DataStorage;
import dev.botsentinel.data.storage.DataWrite;
import dev.botsentinel.store.StoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A storage for many instances: one Redis or Valkey, from 6.2, alone or behind Redis Sentinels; no Cluster. Each value is a key of
 * its own, {@code prefix:v:owner:name}, with a TTL if it ends. Beside it are an index for each owner, {@code prefix:i:owner}, and the
 * set of owners, {@code prefix:owners}, which has no TTL: an owner of whom all has expired stays there until the next sweep.
 *
 * <p>Owners' ids stand in keys in the clear. Memory is bounded by the server's {@code maxmemory} alone; with an eviction policy it
 * loses data.
 *
 * <p>Thread-safe, over one connection, which reconnects by itself. Methods block for at most the timeout of the URI, and throw a
 * {@link StoreException} then, or while there is no connection. A write that failed so may have been made.
 */
public final class RedisDataStorage implements DataStorage {

    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(2);
    private static final LuaScript WRITE = new LuaScript("write.lua");
    private static final LuaScript REMOVE = new LuaScript("remove.lua");
    private static final LuaScript KEEP = new LuaScript("keep.lua");
    private static final LuaScript SWEEP = new LuaScript("sweep.lua");
    private static final String ALL = "";
    private static final int PAGE = 1000;
    private static final byte[] NONE = {};

    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisCommands<String, byte[]> redis;
    private final String prefix;

    private RedisDataStorage(RedisClient client, RedisURI uri, String prefix) {
        this.client = client;
        this.connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), uri);
        this.redis = connection.sync();
        this.prefix = prefix;
    }

    /**
     * Connects.
     *
     * @param uri {@code redis://[[user]:password@]host[:port][/database]}, {@code redis-sentinel://…#master}, with TLS {@code
     *     rediss}; {@code ?timeout=500ms} sets the time limit of a call, 2 s unless said
     * @param prefix what all keys begin with, one for each bot and environment; 1 to 128 characters
     * @throws StoreException if there is no Redis; the message doesn't repeat the URI
     * @throws IllegalArgumentException if this is no such URI
     */
    public static RedisDataStorage connect(String uri, String prefix) {
        RedisURI parsed = RedisURI.create(uri);
        if (!uri.contains("timeout=")) {
            parsed.setTimeout(USUAL_TIMEOUT);
        }
        return connect(parsed, prefix);
    }

    /** Connects as this URI says, its timeout included. */
    public static RedisDataStorage connect(RedisURI uri, String prefix) {
        if (prefix.isEmpty() || prefix.length() > 128) {
            throw new IllegalArgumentException(
                    "the prefix has " + prefix.length() + " characters; give 1 to 128, such as shop:data");
        }
        RedisClient client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .build());
        try {
            return new RedisDataStorage(client, uri, prefix);
        } catch (RedisException unreachable) {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
            throw new StoreException(
                    "there is no Redis at " + uri.getHost() + ":" + uri.getPort() + ", or it refuses; is it running?",
                    unreachable);
        }
    }

    private String value(DataOwner owner, String name) {
        return prefix + ":v:" + owner.encoded() + ":" + name;
    }

    private String index(DataOwner owner) {
        return prefix + ":i:" + owner.encoded();
    }

    private String owners() {
        return prefix + ":owners";
    }

    @Override
    public Map<String, byte[]> read(DataOwner owner, Set<String> names, Instant now) {
        List<String> ordered = List.copyOf(names);
        String[] keys = ordered.stream().map(name -> value(owner, name)).toArray(String[]::new);
        List<String> asked = new ArrayList<>(ordered);
        asked.add(ALL);
        // Ends are asked for first: a value that was set between the two answers then seems to end too early at worst.
        RedisFuture<List<KeyValue<String, byte[]>>> ends =
                connection.async().hmget(index(owner), asked.toArray(String[]::new));
        RedisFuture<List<KeyValue<String, byte[]>>> values = connection.async().mget(keys);
        Map<String, Long> endOf = new HashMap<>();
        for (KeyValue<String, byte[]> end : await(ends)) {
            endOf.put(end.getKey(), number(end.getValueOrElse(NONE)));
        }
        List<KeyValue<String, byte[]>> answers = await(values);
        Map<String, byte[]> found = new HashMap<>();
        for (int i = 0; i < keys.length; i++) {
            KeyValue<String, byte[]> answer = answers.get(i);
            if (answer.hasValue() && !ended(endOf, ordered.get(i), now) && !ended(endOf, ALL, now)) {
                found.put(ordered.get(i), answer.getValue());
            }
        }
        return found;
    }

    private static boolean ended(Map<String, Long> endOf, String name, Instant now) {
        long end = endOf.getOrDefault(name, 0L);
        return end > 0 && end <= now.toEpochMilli();
    }

    private static long number(byte[] bytes) {
        return bytes.length == 0 ? 0 : Long.parseLong(new String(bytes, StandardCharsets.US_ASCII));
    }

    @Override
    public Map<String, byte[]> readAll(DataOwner owner, Instant now) {
        Set<String> names = Set.copyOf(names(owner));
        return names.isEmpty() ? Map.of() : read(owner, names, now);
    }

    private List<String> names(DataOwner owner) {
        return ask(() -> redis.hkeys(index(owner)).stream()
                .filter(name -> !name.equals(ALL))
                .toList());
    }

    @Override
    public boolean write(DataOwner owner, DataWrite write, Instant now) {
        if (write.value().length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "the value has " + write.value().length + " bytes, the longest has " + MAX_VALUE_BYTES);
        }
        List<String> keys = new ArrayList<>(List.of(value(owner, write.name()), index(owner), owners()));
        List<byte[]> arguments = new ArrayList<>();
        expect(arguments, write.expected());
        arguments.add(write.value());
        arguments.add(millis(write.until()));
        arguments.add(argument(write.name()));
        arguments.add(argument(owner.encoded()));
        arguments.add(millis(write.ownerUntil()));
        for (DataWrite.Unchanged other : write.unchanged()) {
            keys.add(value(owner, other.name()));
            expect(arguments, other.value());
        }
        return ask(() -> WRITE.call(redis, keys, arguments)) == 1;
    }

    private static void expect(List<byte[]> arguments, byte @Nullable [] expected) {
        arguments.add(argument(expected == null ? "n" : "y"));
        arguments.add(expected == null ? NONE : expected);
    }

    private static byte[] millis(@Nullable Instant until) {
        return argument(until == null ? "0" : Long.toString(until.toEpochMilli()));
    }

    @Override
    public boolean remove(DataOwner owner, String name) {
        return remove(owner, List.of(name)) > 0;
    }

    private int remove(DataOwner owner, List<String> names) {
        List<String> keys = new ArrayList<>(List.of(index(owner), owners()));
        List<byte[]> arguments = new ArrayList<>(List.of(argument(owner.encoded())));
        for (String name : names) {
            keys.add(value(owner, name));
            arguments.add(argument(name));
        }
        return Math.toIntExact(ask(() -> REMOVE.call(redis, keys, arguments)));
    }

    @Override
    public int removeAll(DataOwner owner) {
        int removed = 0;
        List<String> names = names(owner);
        do {
            // Also without names: an index that has expired leaves its owner in the set of owners.
            removed += remove(owner, names);
            names = names(owner);
        } while (!names.isEmpty());
        return removed;
    }

    @Override
    public void keepUntil(DataOwner owner, Instant until, Instant now) {
        List<String> names = names(owner);
        List<String> keys = new ArrayList<>(List.of(index(owner)));
        List<byte[]> arguments = new ArrayList<>(List.of(millis(until)));
        for (String name : names) {
            keys.add(value(owner, name));
            arguments.add(argument(name));
        }
        long unused = ask(() -> KEEP.call(redis, keys, arguments));
    }

    @Override
    public List<DataOwner> owners(@Nullable DataOwner after, int limit) {
        Range<byte[]> range = after == null
                ? Range.unbounded()
                : Range.from(Range.Boundary.excluding(argument(after.encoded())), Range.Boundary.unbounded());
        return ask(() -> redis.zrangebylex(owners(), range, Limit.create(0, limit)).stream()
                .map(encoded -> DataOwner.decode(new String(encoded, StandardCharsets.US_ASCII)))
                .toList());
    }

    @Override
    public int sweep(Instant now, Set<String> hollow) {
        int removed = 0;
        for (List<DataOwner> page = owners(null, PAGE);
                !page.isEmpty();
                page = owners(page.get(page.size() - 1), PAGE)) {
            for (DataOwner owner : page) {
                removed += sweep(owner, now, hollow);
            }
        }
        return removed;
    }

    private int sweep(DataOwner owner, Instant now, Set<String> hollow) {
        List<String> names = names(owner);
        List<String> keys = new ArrayList<>(List.of(index(owner), owners()));
        List<byte[]> arguments = new ArrayList<>(
                List.of(argument(owner.encoded()), millis(now), argument("," + String.join(",", hollow) + ",")));
        for (String name : names) {
            keys.add(value(owner, name));
            arguments.add(argument(name));
        }
        // -1: somebody writes just now; the next sweep comes.
        return Math.max(0, Math.toIntExact(ask(() -> SWEEP.call(redis, keys, arguments))));
    }

    private <T> T await(RedisFuture<T> answer) {
        try {
            return answer.get(connection.getTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while waiting for Redis", interrupted);
        } catch (ExecutionException failure) {
            throw failed(failure.getCause());
        } catch (TimeoutException late) {
            throw failed(late);
        }
    }

    private static <T> T ask(Supplier<T> call) {
        try {
            return call.get();
        } catch (RedisException failure) {
            throw failed(failure);
        }
    }

    private static StoreException failed(@Nullable Throwable failure) {
        return new StoreException(
                "Redis could not answer ("
                        + (failure == null ? "unknown" : failure.getClass().getSimpleName())
                        + "); is it running, and may this user run the commands that docs/personal-data.md lists?",
                failure == null ? new RedisException("unknown") : failure);
    }

    /** Closes the connection. */
    @Override
    public void close() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
