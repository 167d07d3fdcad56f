package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.botsentinel.access.User;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.request.DisplayName;
import dev.botsentinel.request.Subject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Users beside the guard's state: one value per user, one call per operation. Thread-safe. */
final class RedisUserRepository implements UserRepository {

    /** Anyone can create these, so they expire; long enough for a user who writes once a month. */
    private static final Duration UNREGISTERED_TTL = Duration.ofDays(30);

    private static final byte[] TTL_MILLIS =
            Long.toString(UNREGISTERED_TTL.toMillis()).getBytes(US_ASCII);
    private static final byte[] NOTHING = {};

    private static final int WAS_REGISTERED = Reply.REST;
    private static final int NAME = Reply.REST + 1;
    private static final int REGISTERED = NAME + 1;
    private static final int ROLES = REGISTERED + 1;
    private static final int STEPPED_UP = ROLES + 1;
    private static final int SEEN = STEPPED_UP + 1;

    private final RedisStore store;
    private final Keys keys;

    RedisUserRepository(RedisStore store, Keys keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public CompletionStage<User> ensure(String id, DisplayName name) {
        return run('E', id, Cesu8.bytes(name.text())).thenApply(reply -> user(id, reply));
    }

    @Override
    public CompletionStage<User> register(String id, Set<String> roles) {
        StructWriter packed = new StructWriter();
        for (String role : Set.copyOf(roles)) {
            byte[] bytes = Cesu8.bytes(role);
            packed.medium(bytes.length).raw(bytes);
        }
        return run('R', id, packed.bytes()).thenApply(reply -> user(id, reply));
    }

    @Override
    public CompletionStage<Boolean> unregister(String id) {
        return run('U', id, NOTHING).thenApply(RedisUserRepository::wasRegistered);
    }

    /** @param at truncated to microseconds */
    @Override
    public CompletionStage<Boolean> stepUp(String id, Instant at) {
        Objects.requireNonNull(at, "at");
        long micros = Micros.of(at);
        return run('S', id, new StructWriter().number(micros).bytes()).thenApply(RedisUserRepository::wasRegistered);
    }

    @Override
    public CompletionStage<Optional<User>> get(String id) {
        return run('G', id, NOTHING)
                .thenApply(reply -> reply.size() > NAME ? Optional.of(user(id, reply)) : Optional.empty());
    }

    private CompletionStage<Reply> run(char operation, String id, byte[] argument) {
        byte[] key = keys.user(new Subject(id).id());
        return store.run(new ScriptArgs(
                Scripts.USER,
                List.of(key),
                List.of(new StructWriter().letter(operation).bytes(), argument, TTL_MILLIS)));
    }

    private static boolean wasRegistered(Reply reply) {
        return reply.number(WAS_REGISTERED) == 1;
    }

    private static User user(String id, Reply reply) {
        return new User(
                id,
                DisplayName.of(Cesu8.text(bytes(reply, NAME))),
                reply.number(REGISTERED) == 1,
                roles(bytes(reply, ROLES)),
                instant(reply, STEPPED_UP),
                instant(reply, SEEN));
    }

    private static Set<String> roles(byte[] packed) {
        Set<String> roles = new HashSet<>();
        ByteBuffer rest = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        while (rest.hasRemaining()) {
            int start = Short.BYTES + rest.position();
            int end = start + Short.toUnsignedInt(rest.getShort());
            roles.add(Cesu8.text(packed, start, end));
            rest.position(end);
        }
        return roles;
    }

    private static byte[] bytes(Reply reply, int index) {
        return Objects.requireNonNull(reply.bytes(index));
    }

    private static @Nullable Instant instant(Reply reply, int index) {
        return reply.isNil(index) ? null : Micros.instant(reply.number(index));
    }
}
