package dev.botsentinel.cli.worstcase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a handler is called at most: worked out by hand. */
class WorstCaseTest {

    private static final Population ONE = Population.of(1, 1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permits: 3, per: 10s                                            | 10s    | 3",
                "permits: 3, per: 10s                                            | 10001ms | 6",
                "permits: 3, per: 10s                                            | 1ms    | 3",
                "permits: 7, per: 10s, cost: 2                                   | 10s    | 3",
                "permits: 6, per: 1m, algorithm: token-bucket, burst: 4          | 1m     | 10",
                "permits: 6, per: 1m, algorithm: token-bucket, burst: 4          | 9999ms | 4",
                "permits: 6, per: 1m, algorithm: token-bucket, burst: 4, cost: 2 | 1m     | 5",
                "permits: 5, per: 10s, algorithm: fixed-window                   | 10s    | 10",
                "permits: 5, per: 10s, algorithm: fixed-window                   | 11s    | 15",
                "permits: 5, per: 10s, algorithm: fixed-window                   | 20s    | 15",
                "permits: 5, per: day, algorithm: fixed-window                   | 20h    | 10",
                "permits: 5, per: day, algorithm: fixed-window                   | 22h    | 15",
                "permits: 0, per: 1s                                             | 1d     | 0",
                "permits: 3, per: 10s, lockout: 1h                               | 20s    | 6",
            })
    void aBudgetAdmitsAtMost(String limit, String window, long calls) {
        PolicySet policy = policy("callback:a: {limits: [{" + limit + "}]}");
        assertThat(calls("callback:a", policy, ONE, window)).isEqualTo(calls);
    }

    @Test
    void ofSeveralLimitsTheSmallestBoundHolds() {
        PolicySet policy = policy("callback:a: {limits: [{permits: 1, per: 1s}, {name: few, permits: 20, per: 1m}]}");
        assertThat(calls("callback:a", policy, ONE, "10s")).isEqualTo(10);
        WorstCase worstCase = new WorstCase(policy, ONE, Deployment.SHARED);
        assertThat(worstCase.of("callback:a", 60_000_000)).isEqualTo(new CallBound(20, 20, List.of("few")));
    }

    @Test
    void withoutALimitThatIsEnforcedThereIsNoBound() {
        PolicySet policy = policy("callback:a: {limits: [{permits: 1, per: 1s, mode: shadow}]}");
        assertThat(new WorstCase(policy, ONE, Deployment.SHARED)
                        .of("callback:a", 1)
                        .isBounded())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "user, 1, 2",
        "user, 7, 2",
        "member, 7, 14",
        "chat, 7, 14",
        "topic, 1, -1",
        "space, 7, 14",
        "global, 7, 2",
    })
    void aScopeHasAsManyBudgetsAsOneUserCanSpend(String scope, long chats, long calls) {
        PolicySet policy = policy("message:text: {limits: [{permits: 2, per: 1s, scope: " + scope + "}]}");
        long bound = calls("message:text", policy, Population.of(1, chats), "1s");
        assertThat(bound).isEqualTo(calls < 0 ? Counts.UNBOUNDED : calls);
    }

    @Test
    void whatMayLackAChatCanSpendTheUsersBudgetToo() {
        PolicySet policy = policy("callback:a: {limits: [{permits: 2, per: 1s, scope: chat}]}");
        assertThat(calls("callback:a", policy, ONE, "1s")).isEqualTo(4);
    }

    @Test
    void usersHaveABudgetEachAndShareTheGlobalOne() {
        PolicySet policy = PolicyFile.parse("test", """
                version: 1
                actions: {callback:a: {limits: [{permits: 2, per: 1s}]}}
                global: {limits: [{name: everyone, permits: 50, per: 1s, scope: global}]}
                """);
        assertThat(calls("callback:a", policy, Population.anywhere(10), "1s")).isEqualTo(20);
        assertThat(calls("callback:a", policy, Population.anywhere(1000), "1s")).isEqualTo(50);
    }

    @Test
    void anAlbumIsChargedOnceAndCallsTenTimes() {
        PolicySet policy = policy("message: {limits: [{permits: 2, per: 1h}]}");
        CallBound bound = new WorstCase(policy, ONE, Deployment.SHARED).of("message", 60_000_000);
        assertThat(bound.charged()).isEqualTo(2);
        // Two that begin within the minute, and what is still to come of two that began before it.
        assertThat(bound.calls()).isEqualTo(2 * 10 + 2 * 9);
    }

    @Test
    void ofAlbumsThatBeganBeforeOnlyEightPerOwnerContinue() {
        PolicySet policy = policy("message: {limits: [{permits: 100, per: 1m}]}");
        assertThat(calls("message", policy, ONE, "1s")).isEqualTo(100 * 10 + 8 * 9);
    }

    @Test
    void buttonsAndTextsAreNoAlbums() {
        PolicySet policy = PolicyFile.parse(
                "test",
                "version: 1\ndefaults: {limits: [{permits: 2, per: 1m}]}\n"
                        + "actions: {callback:*: {}, message:text: {}, inline_query: {}, /pay: {}, mess*: {}}");
        assertThat(calls("callback:x", policy, ONE, "1m")).isEqualTo(2);
        assertThat(calls("message:text:hello", policy, ONE, "1m")).isEqualTo(2);
        assertThat(calls("inline_query", policy, ONE, "1m")).isEqualTo(2);
        assertThat(calls("/pay", policy, ONE, "1m")).isEqualTo(38);
        assertThat(calls("message:photo", policy, ONE, "1m")).isEqualTo(38);
    }

    @Test
    void aNamedLimitBoundsTheSumOfItsActions() {
        PolicySet policy = PolicyFile.parse("test", """
                version: 1
                policies: {money: {limits: [{name: money, permits: 3, per: 1m}]}}
                actions:
                  callback:a: {use: money}
                  callback:b: {use: money}
                  callback:c: {limits: [{permits: 5, per: 1m}]}
                  "*": {limits: [{permits: 0, per: 1m}]}
                """);
        CallBound bound = new WorstCase(policy, ONE, Deployment.SHARED).ofAll(60_000_000);
        assertThat(bound.calls()).isEqualTo(8);
        assertThat(bound.heldBy()).contains("money", "callback:c#0");
    }

    @Test
    void anOutageAddsEachInstancesShare() {
        PolicySet policy = policy("callback:a: {limits: [{permits: 9, per: 1m}]}");
        assertThat(calls("callback:a", policy, ONE, new Deployment(2, Deployment.Kind.OUTAGE), "1m"))
                .isEqualTo(9 + 2 * 4);
        assertThat(calls("callback:a", policy, ONE, new Deployment(20, Deployment.Kind.OUTAGE), "1m"))
                .isEqualTo(9 + 20);
        assertThat(calls("callback:a", policy, ONE, new Deployment(3, Deployment.Kind.SEPARATE), "1m"))
                .isEqualTo(27);
    }

    private static PolicySet policy(String action) {
        return PolicyFile.parse("test", "version: 1\nactions:\n  " + action + "\n");
    }

    private static long calls(String action, PolicySet policy, Population population, String window) {
        return calls(action, policy, population, Deployment.SHARED, window);
    }

    private static long calls(
            String action, PolicySet policy, Population population, Deployment deployment, String window) {
        long micros = Durations.parse("window", window).toNanos() / 1000;
        return new WorstCase(policy, population, deployment).of(action, micros).calls();
    }
}
