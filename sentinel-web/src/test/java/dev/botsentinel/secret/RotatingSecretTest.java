package dev.botsentinel.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotatingSecretTest {

    private final FakeScheduler scheduler = new FakeScheduler();
    private final List<String> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-30T00:00:00Z");
    private SecretLookup next = found("first");

    private final SecretSource source = new SecretSource() {
        @Override
        public String description() {
            return "the test's source";
        }

        @Override
        public SecretLookup read() {
            return next;
        }
    };

    private RotatingSecretBuilder builder() {
        return RotatingSecret.builder(source)
                .scheduler(scheduler)
                .clock(() -> now)
                .interval(Duration.ofMinutes(1))
                .grace(Duration.ofMinutes(10))
                .listener(new SecretListener() {
                    @Override
                    public void rotated(Secret previous, Secret current) {
                        told.add(previous.reveal() + " → " + current.reveal());
                    }

                    @Override
                    public void refreshFailed(SecretUnavailableException failure) {
                        told.add(failure.getMessage());
                    }
                });
    }

    @Test
    void theOldValueIsValidForTheGraceTimeAndThenOverwritten() {
        RotatingSecret rotating = builder().start();
        Secret first = rotating.current();
        next = found("second");
        scheduler.runNext();
        assertThat(told).containsExactly("first → second");
        assertThat(rotating.current().reveal()).isEqualTo("second");
        assertThat(rotating.matches("first")).isTrue();
        assertThat(rotating.matches("second")).isTrue();
        assertThat(rotating.matches("third")).isFalse();
        now = now.plus(Duration.ofMinutes(10)).minusNanos(1);
        assertThat(rotating.matches("first")).isTrue();
        now = now.plusNanos(1);
        assertThat(rotating.matches("first")).isFalse();
        next = found("second");
        scheduler.runNext();
        assertThat(first.isClosed()).isTrue();
        assertThat(rotating.matches("second")).isTrue();
    }

    @Test
    void atMostTwoValuesAreValid() {
        RotatingSecret rotating = builder().start();
        next = found("second");
        scheduler.runNext();
        next = found("third");
        scheduler.runNext();
        assertThat(rotating.matches("first")).isFalse();
        assertThat(rotating.matches("second")).isTrue();
        assertThat(rotating.matches("third")).isTrue();
        assertThat(rotating.accepted()).hasSize(2);
    }

    @Test
    void withoutAGraceTimeALeakedTokenEndsAtOnce() {
        RotatingSecret rotating = builder().grace(Duration.ZERO).start();
        next = found("second");
        assertThat(rotating.refresh()).isTrue();
        assertThat(rotating.matches("first")).isFalse();
    }

    @Test
    void theSameValueIsNoRotation() {
        RotatingSecret rotating = builder().start();
        next = found("first");
        assertThat(rotating.refresh()).isFalse();
        assertThat(told).isEmpty();
        assertThat(rotating.accepted()).hasSize(1);
    }

    @Test
    void aFailedRefreshIsReportedAndChangesNothing() {
        RotatingSecret rotating = builder().start();
        next = new SecretLookup.Refused("is open to others: chmod 600 /token");
        scheduler.runNext();
        assertThat(told).singleElement().asString().contains("the test's source is open to others: chmod 600 /token");
        assertThat(rotating.current().reveal()).isEqualTo("first");
        assertThat(scheduler.tasks).as("tried again").hasSize(1);
        next = found("second");
        scheduler.runNext();
        assertThat(rotating.current().reveal()).isEqualTo("second");
    }

    @Test
    void aSourceThatThrowsLeaksNothing() {
        SecretSource broken = new SecretSource() {
            @Override
            public String description() {
                return "a broken source";
            }

            @Override
            public SecretLookup read() {
                throw new IllegalStateException("secret-in-message");
            }
        };
        assertThatThrownBy(() -> RotatingSecret.builder(broken).start())
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining("a broken source failed with java.lang.IllegalStateException")
                .hasMessageNotContaining("secret-in-message")
                .hasNoCause();
    }

    @Test
    void startsOnlyWithAUsableValueAndSaysWhatWasTried() {
        SecretSource order = SecretSource.firstOf(
                new EnvironmentVariable("BOT_TOKEN", Map.<String, String>of()::get),
                new EnvironmentVariable("TOKEN", Map.of("TOKEN", " ")::get),
                new EnvironmentVariable("OLD", Map.of("OLD", "old-value")::get));
        assertThatThrownBy(() -> RotatingSecret.builder(order).start())
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessage("a source of the secret can't be used: environment variable BOT_TOKEN is not set;"
                        + " environment variable TOKEN is there but blank; give it a value, or remove it");
    }

    @Test
    void theFirstSourceThatHasItGivesIt() throws InterruptedException {
        SecretSource order = SecretSource.firstOf(
                new EnvironmentVariable("A", Map.<String, String>of()::get),
                new EnvironmentVariable("B", Map.of("B", "b")::get),
                new EnvironmentVariable("C", Map.of("C", "c")::get));
        assertThat(SecretFileTest.found(order)).isEqualTo("b");
        assertThat(SecretSource.firstOf(order, new EnvironmentVariable("D", name -> null))
                        .description())
                .isEqualTo(order.description() + ", then environment variable D");
        assertThat(order.description())
                .isEqualTo("environment variable A, then environment variable B, then environment variable C");
        assertThat(SecretSource.firstOf(new EnvironmentVariable("A", name -> null))
                        .read())
                .isEqualTo(new SecretLookup.Absent("environment variable A is not set"));
    }

    @Test
    void aValueOfAnotherFormNeverBecomesCurrent() {
        next = found("123456789" + ":" + "a".repeat(35));
        RotatingSecret rotating = builder().form(TokenForm.TELEGRAM).start();
        Secret first = rotating.current();
        next = found("not-a-token");
        assertThatThrownBy(rotating::refresh)
                .hasMessageContaining("no token of Telegram")
                .hasMessageNotContaining("not-a-token");
        assertThat(rotating.current()).isSameAs(first);
    }

    @Test
    void jitterMakesRefreshesEarlierAndNeverLater() {
        RotatingSecret rotating = builder().jitter(0.5).random(new Random(7)).start();
        for (int i = 0; i < 200; i++) {
            Duration delay = scheduler.tasks.element().delay();
            assertThat(delay).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
            next = found("first");
            scheduler.runNext();
        }
        assertThat(rotating.current().isClosed()).isFalse();
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        RotatingSecret rotating = builder()
                .listener(new SecretListener() {
                    @Override
                    public void rotated(Secret previous, Secret current) {
                        throw new StackOverflowError();
                    }
                })
                .start();
        next = found("second");
        scheduler.runNext();
        assertThat(rotating.current().reveal()).isEqualTo("second");
        assertThat(scheduler.tasks).hasSize(1);
    }

    @Test
    void aListenerThatFailedIsToldAgainUntilItSucceeds() {
        List<String> tries = new ArrayList<>();
        RotatingSecret rotating = builder()
                .listener(new SecretListener() {
                    @Override
                    public void rotated(Secret previous, Secret current) {
                        tries.add(current.reveal());
                        if (tries.size() < 3) {
                            throw new IllegalStateException("the platform doesn't answer");
                        }
                    }
                })
                .start();
        for (int i = 0; i < 4; i++) {
            next = found("second");
            scheduler.runNext();
        }
        assertThat(tries).containsExactly("second", "second", "second");
        assertThat(told).as("the other listener").containsExactly("first → second");
        assertThat(rotating.current().reveal()).isEqualTo("second");
    }

    @Test
    void closingOverwritesTheValuesAndStopsRefreshing() {
        RotatingSecret rotating = builder().start();
        Secret first = rotating.current();
        next = found("second");
        rotating.refresh();
        Secret second = rotating.current();
        rotating.close();
        assertThat(first.isClosed()).isTrue();
        assertThat(second.isClosed()).isTrue();
        assertThat(rotating.matches("second")).isFalse();
        scheduler.runNext();
        assertThat(scheduler.tasks).isEmpty();
        assertThat(rotating).hasToString("RotatingSecret[the test's source]");
    }

    @Test
    void impossibleTimesAreRefused() {
        assertThatThrownBy(() -> builder().interval(Duration.ofMillis(1))).hasMessageContaining("PT0.001S");
        assertThatThrownBy(() -> builder().grace(Duration.ofSeconds(-1))).hasMessageContaining("grace");
        assertThatThrownBy(() -> builder().jitter(Double.NaN)).hasMessageContaining("NaN");
    }

    private static SecretLookup found(String value) {
        return new SecretLookup.Found(Secret.of(value));
    }
}
