package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Values in Redis that something has damaged: whatever the bytes, each operation ends soon, with an answer or a {@link
 * StoreException}, the value doesn't swell, and nobody else is affected. {@code -Dfuzz.minutes=10} goes on for so long, with
 * {@code -Dfuzz.seed}.
 */
class DamagedValuesTest {

    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final Duration LONG = Duration.ofMinutes(Integer.getInteger("fuzz.minutes", 0));
    private static final int FEW = 3_000;
    private static final int MOST_BYTES = 1 << 16;
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String USER = "42";
    private static final String OTHER = "43";

    private static final Escalation ESCALATION = Escalation.of(
            3, Duration.ofMinutes(10), List.of(Duration.ofMinutes(1), Duration.ofHours(1)), Duration.ofHours(2));
    private static final AppliedLimit BUCKET = applied("bucket", RateLimit.tokenBucket(5, Duration.ofMinutes(1), 9));
    private static final AppliedLimit WINDOW =
            applied("window", RateLimit.slidingWindow(4, Duration.ofMinutes(1)).lockout(Duration.ofMinutes(2)));
    private static final AppliedLimit FIXED = applied("fixed", RateLimit.fixedWindow(6, Duration.ofMinutes(1)));

    private final TestRedis server = TestRedis.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final Keys keys = new Keys(prefix);
    private final RedisStore store = RedisStore.builder(server.uri())
            .keyPrefix(prefix)
            .fingerprintKey(RedisHarness.KEY)
            .timeout(SOON)
            .build();
    private final Random random = new Random(SEED);

    private static AppliedLimit applied(String name, RateLimit limit) {
        return new AppliedLimit(name, "=" + name, limit.scope(), limit);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static BoundPlan plan(String user, long content, boolean probe) {
        List<Step> steps = List.of(
                Step.NotBlocked.ENFORCE,
                new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.USER, content, 60_000_000L, Mode.ENFORCE),
                new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, content % 5, 2_000_000L, Mode.ENFORCE),
                new Step.TakePermits(BUCKET),
                new Step.TakePermits(WINDOW),
                new Step.TakePermits(FIXED));
        return BoundPlan.of(steps, user, null, ESCALATION, probe);
    }

    /** Values as use makes them: with every kind of part. */
    private List<byte[]> sound() throws Exception {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            answer(plan(USER, i, false).on(store));
            values.add(value());
        }
        answer(store.admin().cooldown(budget(BUCKET), Duration.ofMinutes(1)));
        answer(store.admin().refund(budget(FIXED), 1, 7));
        values.add(value());
        answer(store.admin().block(new Subject(USER), Duration.ofMinutes(1), "admin", "for a test"));
        values.add(value());
        return values;
    }

    private static Budget budget(AppliedLimit limit) {
        return new Budget(Owner.user(USER), limit);
    }

    private byte[] key() {
        return keys.owner(Owner.user(USER));
    }

    private byte[] value() {
        byte[] value = server.admin().sync().get(key());
        assertThat(value).isNotNull();
        return value;
    }

    @Test
    void whateverTheBytesAreAnOperationEndsSoonAndHarmsNobodyElse() throws Exception {
        List<byte[]> sound = sound();
        long end = System.nanoTime() + LONG.toNanos();
        int answered = 0;
        int failed = 0;
        for (int i = 0; i < FEW || System.nanoTime() - end < 0; i++) {
            byte[] damaged = damaged(sound);
            server.admin().sync().set(key(), damaged);
            int operation = random.nextInt(10);
            try {
                answer(operation(operation, i));
                answered++;
            } catch (StoreException refused) {
                failed++;
            } catch (Exception | Error surprise) {
                throw new AssertionError(
                        "operation " + operation + " on " + HexFormat.of().formatHex(damaged) + ", seed " + SEED,
                        surprise);
            }
            byte[] after = server.admin().sync().get(key());
            assertThat(after == null ? 0 : after.length)
                    .as("operation %d on %s", operation, HexFormat.of().formatHex(damaged))
                    .isLessThan(MOST_BYTES);
            if (i % 100 == 0) {
                server.admin().sync().del(keys.owner(Owner.user(OTHER)));
                assertThat(answer(plan(OTHER, i, false).on(store))).isInstanceOf(Verdict.Admitted.class);
            }
        }
        // Both happen; otherwise the damage would be too light, or too heavy to get anywhere.
        assertThat(answered).isPositive();
        assertThat(failed).isPositive();
        System.out.println((answered + failed) + " damaged values: " + answered + " answers, " + failed + " failures");
    }

    private CompletionStage<?> operation(int number, int content) {
        Subject subject = new Subject(USER);
        return switch (number) {
            case 0, 1 -> plan(USER, content, false).on(store);
            case 2 -> plan(USER, content, true).on(store);
            case 3 -> store.admin().inspect(Owner.user(USER), List.of(BUCKET, WINDOW, FIXED));
            case 4 -> store.admin().blockOf(subject);
            case 5 -> store.admin().export(subject);
            case 6 -> store.admin().reset(budget(WINDOW));
            case 7 -> store.admin().refund(budget(FIXED), 1, content);
            case 8 -> store.admin().cooldown(budget(BUCKET), Duration.ofMinutes(1));
            default -> store.admin().block(subject, Duration.ofMinutes(1), "admin", "");
        };
    }

    /** Bytes changed, removed, put in, cut off, or of two values put together. */
    private byte[] damaged(List<byte[]> sound) {
        byte[] value = sound.get(random.nextInt(sound.size())).clone();
        for (int times = random.nextInt(4); times >= 0; times--) {
            int at = random.nextInt(value.length + 1);
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    if (at < value.length) {
                        value[at] = (byte) random.nextInt(256);
                    }
                }
                case 2 -> value = Arrays.copyOf(value, at);
                case 3 -> {
                    byte[] more = new byte[random.nextInt(20)];
                    random.nextBytes(more);
                    value = joined(Arrays.copyOf(value, at), more, Arrays.copyOfRange(value, at, value.length));
                }
                default -> {
                    byte[] other = sound.get(random.nextInt(sound.size()));
                    int from = random.nextInt(other.length);
                    value = joined(
                            Arrays.copyOf(value, at), Arrays.copyOfRange(other, from, other.length), new byte[0]);
                }
            }
        }
        return value;
    }

    private static byte[] joined(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    private static <T> T answer(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            Throwable cause = Stages.cause(failure.getCause());
            if (cause instanceof Exception exception) {
                throw exception;
            }
            throw failure;
        }
    }
}
