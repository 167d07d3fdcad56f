package dev.botsentinel.memory;

import dev.botsentinel.access.User;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.request.DisplayName;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.MonotonicTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Users in memory, gone when the process ends. Users who were only seen are bounded, because anybody can make them: when
 * there are too many, the least recently seen is forgotten. Registered ones are never forgotten, so don't let whoever
 * asks register without end.
 *
 * <p>Thread-safe: one lock, held for some hundred nanoseconds. Every stage is complete when it is returned.
 */
public final class MemoryUserRepository implements UserRepository {

    private static final int DEFAULT_SEEN = 100_000;

    private final InstantSource time;
    private final int maximumSeen;
    private final Map<String, User> registered = new HashMap<>();
    /** In order of {@link #ensure}, the least recently seen first. */
    private final Map<String, User> seen = new LinkedHashMap<>();

    private MemoryUserRepository(InstantSource time, int maximumSeen) {
        this.time = Objects.requireNonNull(time, "time");
        this.maximumSeen = maximumSeen;
    }

    /** An empty repository with a {@link MonotonicTime}, for 100,000 users who are not registered. */
    public static MemoryUserRepository create() {
        return new MemoryUserRepository(new MonotonicTime(), DEFAULT_SEEN);
    }

    /**
     * An empty repository.
     *
     * @param maximumSeen how many users who are not registered are kept at most
     * @throws IllegalArgumentException if {@code maximumSeen} is negative
     */
    public static MemoryUserRepository create(InstantSource time, int maximumSeen) {
        if (maximumSeen < 0) {
            throw new IllegalArgumentException("maximumSeen is " + maximumSeen
                    + ", but must be 0 (keep the registered alone) or more; 100000 is the default");
        }
        return new MemoryUserRepository(time, maximumSeen);
    }

    @Override
    public CompletionStage<User> ensure(String id, DisplayName name) {
        Objects.requireNonNull(name, "name");
        return done(change(id, user -> user.seen(name, time.instant())));
    }

    @Override
    public CompletionStage<User> register(String id, Set<String> roles) {
        Set<String> held = Set.copyOf(roles);
        return done(change(id, user -> user.registered(held)));
    }

    @Override
    public CompletionStage<Boolean> unregister(String id) {
        checked(id);
        synchronized (this) {
            boolean was = registered.containsKey(id);
            if (was) {
                change(id, User::unregistered);
            }
            return done(was);
        }
    }

    @Override
    public CompletionStage<Boolean> stepUp(String id, Instant at) {
        Objects.requireNonNull(at, "at");
        checked(id);
        synchronized (this) {
            boolean known = registered.containsKey(id);
            if (known) {
                change(id, user -> user.stepUpAt(at));
            }
            return done(known);
        }
    }

    @Override
    public synchronized CompletionStage<Optional<User>> get(String id) {
        return done(Optional.ofNullable(find(checked(id))));
    }

    private synchronized User change(String id, UnaryOperator<User> change) {
        User before = find(checked(id));
        User after = change.apply(before == null ? User.unknown(id) : before);
        seen.remove(id);
        if (after.registered()) {
            registered.put(id, after);
        } else {
            registered.remove(id);
            seen.put(id, after);
            forgetBeyondTheBound();
        }
        return after;
    }

    private void forgetBeyondTheBound() {
        if (seen.size() > maximumSeen) {
            seen.remove(seen.keySet().iterator().next());
        }
    }

    private @Nullable User find(String id) {
        User user = registered.get(id);
        return user != null ? user : seen.get(id);
    }

    private static String checked(String id) {
        return new Subject(id).id();
    }

    private static <T> CompletionStage<T> done(T result) {
        return CompletableFuture.completedFuture(result);
    }
}
