package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Law 8 over connections that delay and lose requests and replies, counted in Redis itself. */
class LedgerTest {

    /** Some calls travel together and share a fault, so this makes 5 % of the decisions. */
    private static final double SHARE = 0.06;

    private static final double LEAST = 0.035;

    @Test
    void fewDecisionsAreNeverLateNorExecutedTwice() throws Exception {
        assertNeverLateNorTwice(5000);
    }

    @Test
    @Tag("slow")
    void manyDecisionsAreNeverLateNorExecutedTwice(TestInfo test) throws Exception {
        int many = 200_000;
        Ledger.Account account = assertNeverLateNorTwice(many);
        new Figures(test)
                .measured(
                        "late or double executions in 200,000 decisions, 5 % with a fault",
                        "0",
                        (account.late() + account.twice()) + "; " + account.faults() + " faults, "
                                + account.unanswered()
                                + " decisions unanswered, of which " + account.executedUnanswered()
                                + " were executed, in time");
    }

    /** The Redis storage waits longer than the guard, so late calls are executed. */
    @Test
    void withoutADeadlineOfItsOwnCallsAreLate() throws Exception {
        try (Ledger ledger = new Ledger(1000, SHARE, Duration.ofSeconds(5), false)) {
            assertThat(ledger.run().late()).isPositive();
        }
    }

    /** Unanswered calls are sent again, as by a client that reconnects and repeats. */
    @Test
    void withRepetitionCallsAreExecutedTwice() throws Exception {
        try (Ledger ledger = new Ledger(1000, SHARE, Protection.DEADLINE, true)) {
            assertThat(ledger.run().twice()).isPositive();
        }
    }

    private static Ledger.Account assertNeverLateNorTwice(int decisions) throws Exception {
        try (Ledger ledger = new Ledger(decisions, SHARE, Protection.DEADLINE, false)) {
            Ledger.Account account = ledger.run();
            assertThat(account.faults()).isGreaterThan((long) (LEAST * decisions));
            assertThat(account.executedUnanswered()).isPositive();
            assertThat(account.late()).as("late").isZero();
            assertThat(account.twice()).as("twice").isZero();
            assertThat(account.lost()).as("lost").isZero();
            assertThat(account.forEver())
                    .as("but the hash of the fingerprint key")
                    .allMatch(key -> key.endsWith("{check}key"));
            return account;
        }
    }
}
