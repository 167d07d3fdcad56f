package dev.botsentinel.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.secret.RotatingSecret;
import dev.botsentinel.secret.Secret;
import dev.botsentinel.secret.SecretListener;
import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import dev.botsentinel.secret.SecretUnavailableException;
import dev.botsentinel.secrets.FakeStore.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each source does, whoever keeps the secret: the real client against a fake of the store on loopback. */
@Timeout(60)
abstract class SecretStoreContract {

    static final String VALUE = "value-that-must-not-leak";

    /** The fake. */
    abstract FakeStore store();

    /** Reads the secret {@code bot}, or its field {@code token} where a secret has fields. */
    abstract SecretSource source();

    /** Puts a value where {@link #source} reads it. */
    void put(String value) {
        store().values.put("bot", value);
    }

    @AfterEach
    void closeTheFake() {
        store().close();
    }

    @Test
    void theValueIsFound() throws InterruptedException {
        put(VALUE);
        assertThat(found(source())).isEqualTo(VALUE);
    }

    @Test
    void whatIsNotThereIsAbsentSoTheNextSourceIsAsked() throws InterruptedException {
        assertThat(source().read()).isInstanceOf(SecretLookup.Absent.class);
        assertThat(found(SecretSource.firstOf(source(), fixed()))).isEqualTo("of the next source");
    }

    @Test
    void whatMayNotBeReadEndsTheSearch() throws InterruptedException {
        assertThat(refused(Trouble.FORBIDDEN)).contains("can't be read", "403");
        assertThat(SecretSource.firstOf(source(), fixed()).read()).isInstanceOf(SecretLookup.Refused.class);
    }

    @Test
    void aStoreThatIsBusyOnceIsAskedAgain() throws InterruptedException {
        put(VALUE);
        store().trouble = Trouble.BUSY_ONCE;
        assertThat(found(source())).isEqualTo(VALUE);
        assertThat(store().requests).hasSizeGreaterThan(1);
    }

    @Test
    void aStoreThatStaysBusyIsRefused() throws InterruptedException {
        refused(Trouble.BUSY);
        assertThat(store().requests.size()).as("requests").isBetween(2, 20);
    }

    @Test
    void aStoreThatFailsIsRefused() throws InterruptedException {
        refused(Trouble.BROKEN);
        assertThat(store().requests.size()).as("requests").isBetween(1, 20);
    }

    @Test
    void aStoreThatDoesNotAnswerIsRefused() throws InterruptedException {
        refused(Trouble.SLOW);
    }

    @Test
    void anAnswerThatEndsEarlyIsRefused() throws InterruptedException {
        refused(Trouble.TRUNCATED);
    }

    @Test
    void aStoreThatCannotBeReachedIsRefused() throws InterruptedException {
        SecretSource source = source();
        store().close();
        assertThat(source.read()).isInstanceOf(SecretLookup.Refused.class);
    }

    @Test
    void aValueThatIsNoneIsRefusedAndNotShown() throws InterruptedException {
        for (String bad : List.of("", " ", "two\nlines", VALUE + " ", "x".repeat(Secret.MAX_BYTES + 1))) {
            put(bad);
            SecretLookup lookup = source().read();
            assertThat(lookup).as(bad).isInstanceOf(SecretLookup.Refused.class);
            assertThat(((SecretLookup.Refused) lookup).why()).doesNotContain("lines", VALUE, "xx");
        }
    }

    @Test
    void aBotDoesNotStartAndIsToldWhatWasTriedButNoValue() {
        put(VALUE);
        store().trouble = Trouble.FORBIDDEN;
        SecretSource source = source();
        assertThatThrownBy(() -> RotatingSecret.builder(source).start())
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining(source.description())
                .hasMessageNotContaining(VALUE);
    }

    /** The store's value changes twice, between two readings that a scheduler begins, and the store fails once. */
    @Test
    void aRotationFollowsTheStore() {
        put("first-value");
        List<Runnable> scheduled = new ArrayList<>();
        List<Duration> delays = new ArrayList<>();
        List<String> told = new ArrayList<>();
        Instant[] now = {Instant.parse("2026-12-01T00:00:00Z")};
        try (ClosingExecutor scheduler = new ClosingExecutor(scheduled, delays);
                RotatingSecret rotating = RotatingSecret.builder(source())
                        .scheduler(scheduler)
                        .clock(() -> now[0])
                        .interval(Duration.ofSeconds(60))
                        .jitter(0.5)
                        .grace(Duration.ofMinutes(5))
                        .listener(new SecretListener() {
                            @Override
                            public void rotated(Secret previous, Secret current) {
                                told.add(previous.reveal() + " → " + current.reveal());
                            }

                            @Override
                            public void refreshFailed(SecretUnavailableException failure) {
                                told.add("failed");
                            }
                        })
                        .start()) {
            put("second-value");
            scheduled.remove(0).run();
            assertThat(rotating.matches("first-value"))
                    .as("within the grace time")
                    .isTrue();
            assertThat(rotating.matches("second-value")).isTrue();
            store().trouble = Trouble.FORBIDDEN;
            scheduled.remove(0).run();
            assertThat(rotating.current().reveal())
                    .as("a failure changes nothing")
                    .isEqualTo("second-value");
            store().trouble = Trouble.NONE;
            now[0] = now[0].plus(Duration.ofMinutes(5));
            put("third-value");
            scheduled.remove(0).run();
            assertThat(rotating.matches("first-value")).as("after it").isFalse();
            assertThat(told).containsExactly("first-value → second-value", "failed", "second-value → third-value");
            assertThat(delays)
                    .allSatisfy(it -> assertThat(it).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60)));
        }
    }

    String refused(Trouble trouble) throws InterruptedException {
        put(VALUE);
        store().trouble = trouble;
        SecretLookup lookup = source().read();
        assertThat(lookup).isInstanceOf(SecretLookup.Refused.class);
        String why = ((SecretLookup.Refused) lookup).why();
        assertThat(why).startsWith("can't be read").doesNotContain(VALUE);
        return why;
    }

    static String found(SecretSource source) throws InterruptedException {
        SecretLookup lookup = source.read();
        assertThat(lookup).isInstanceOf(SecretLookup.Found.class);
        return ((SecretLookup.Found) lookup).secret().reveal();
    }

    static SecretSource fixed() {
        return fixed("of the next source");
    }

    static SecretSource fixed(String value) {
        return new SecretSource() {
            @Override
            public String description() {
                return "the next source";
            }

            @Override
            public SecretLookup read() {
                return SecretLookup.of(value);
            }
        };
    }

    /** Keeps what is scheduled for the test to run. */
    static final class ClosingExecutor extends ScheduledThreadPoolExecutor implements AutoCloseable {

        private final List<Runnable> scheduled;
        private final List<Duration> delays;

        ClosingExecutor(List<Runnable> scheduled, List<Duration> delays) {
            super(0);
            this.scheduled = scheduled;
            this.delays = delays;
        }

        @Override
        public @Nullable ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            scheduled.add(command);
            delays.add(Duration.ofNanos(unit.toNanos(delay)));
            return null;
        }

        @Override
        public void close() {
            shutdownNow();
        }
    }
}
