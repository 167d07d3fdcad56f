package dev.botsentinel.cli.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attackers: what each gets, and that none of them ever gets more than the worst case. */
class AttackSuiteTest {

    private static final long ENTRIES = 100_000;

    @Test
    void nobodyGetsMoreThanTheWorstCaseOfARandomPolicy() {
        playRandomPolicies(25, 600);
    }

    /** {@code mvn test -Pslow -pl sentinel-cli -am -Dtest=AttackSuiteTest -Dsurefire.failIfNoSpecifiedTests=false}. */
    @Test
    @Tag("slow")
    void nobodyGetsMoreThanTheWorstCaseOfManyRandomPolicies() {
        playRandomPolicies(1000, 3000);
    }

    private static void playRandomPolicies(int policies, int budget) {
        RandomPolicies random = new RandomPolicies(new Random(2026));
        long handled = 0;
        long denied = 0;
        for (int i = 0; i < policies; i++) {
            PolicySet policy = random.next();
            for (AttackOutcome outcome : new AttackSuite(policy, budget, ENTRIES, true).play()) {
                assertThat(outcome.forgotten()).isZero();
                assertThat(outcome.excesses()).as("%s", policy).isEmpty();
                handled += outcome.calls();
                denied += outcome.sent() - outcome.calls();
            }
        }
        assertThat(handled).isGreaterThan(policies * 100L);
        assertThat(denied).isGreaterThan(policies * 100L);
    }

    /** The worst case is no loose guess: who knows how takes all of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retrier        | callback:a: {limits: [{permits: 5, per: 1s}]}",
                "edge-runner    | callback:a: {limits: [{permits: 5, per: 1m, algorithm: fixed-window}]}",
                "many-accounts  | callback:a: {limits: [{permits: 5, per: 1h}]}",
                "block-evader   | callback:a: {limits: [{permits: 2, per: 1h, scope: user}]}",
            })
    void thereIsSomebodyWhoTakesTheWholeWorstCase(String attacker, String action) {
        AttackOutcome outcome = play("actions: {" + action + ", \"*\": {limits: [{permits: 0, per: 1s}]}}", attacker);
        assertThat((long) outcome.mostInAMinute()).isEqualTo(outcome.boundInAMinute());
    }

    @Test
    void anAlbumSmugglerGetsTenForOne() {
        AttackOutcome outcome = play(
                "actions: {message: {limits: [{permits: 3, per: 1h}]}, \"*\": {limits: [{permits: 0, per: 1s}]}}",
                "album-smuggler");
        assertThat(outcome.calls()).isEqualTo(30);
    }

    @Test
    void aDoubleTapperIsStoppedByDebounceAndARedelivererByUpdateIds() {
        String policy = "defaults: {limits: [], debounce: {window: 1s}}\nupdateReplay: {window: 5m}";
        assertThat(play(policy, "double-tapper").stoppedBy())
                .extracting(Map.Entry::getKey)
                .containsExactly("debounce");
        AttackOutcome redelivered = play(policy, "redeliverer");
        assertThat(redelivered.stoppedBy()).extracting(Map.Entry::getKey).containsExactly("update-id");
        assertThat(redelivered.calls()).isEqualTo((redelivered.sent() + 3) / 4);
    }

    @Test
    void bystandersSufferFromALimitThatAllShare() {
        String own = "defaults: {limits: [{permits: 5, per: 1s}]}\n";
        assertThat(play(own, "flooder").bystandersDenied()).isZero();
        AttackOutcome shared = play("global: {limits: [{name: all, permits: 20, per: 1s, scope: global}]}", "flooder");
        assertThat(shared.bystandersDenied()).isGreaterThan(shared.bystandersSent() / 2);
    }

    @Test
    void aStorageThatForgetsIsToldAndHeldAgainstNothing() {
        PolicySet policy = policy("defaults: {limits: [{permits: 1, per: 1h}]}");
        AttackOutcome crowd = new AttackSuite(policy, 2000, 50, false)
                .play().stream()
                        .filter(outcome -> outcome.attacker().equals("crowd"))
                        .findFirst()
                        .orElseThrow();
        assertThat(crowd.forgotten()).isPositive();
        assertThat(crowd.excesses()).isEmpty();
    }

    @Test
    void onlyInsidersPassRequirementsAndNobodyIsTrusted() {
        String policy = """
                actions: {/a: {requires: {roles: [admin]}}, "*": {limits: [{permits: 0, per: 1s}]}}
                roles: {admin: {}, owner: {inherits: [admin]}}
                trusted: {roles: [admin]}
                """;
        assertThat(play(policy, "flooder").calls()).isZero();
        assertThat(new AttackSuite(policy(policy), 500, ENTRIES, true).play())
                .allSatisfy(outcome -> assertThat(outcome.calls()).isZero());
        PolicySet trustsNobody = policy(policy.replace("trusted: {roles: [admin]}", ""));
        assertThat(new AttackSuite(trustsNobody, 500, ENTRIES, true).play())
                .anySatisfy(outcome -> assertThat(outcome.calls()).isPositive());
    }

    @Test
    void theBookHasAtLeastTwelveAttackersAndEachOfThemSpendsHisBudget() {
        assertThat(AttackSuite.attackers()).hasSizeGreaterThanOrEqualTo(12).doesNotHaveDuplicates();
        List<AttackOutcome> outcomes =
                new AttackSuite(policy("defaults: {limits: [{permits: 5, per: 1s}]}"), 300, ENTRIES, false).play();
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.sent()).isEqualTo(300));
    }

    private static AttackOutcome play(String yaml, String attacker) {
        return new AttackSuite(policy(yaml), 1000, ENTRIES, false)
                .play().stream()
                        .filter(outcome -> outcome.attacker().equals(attacker))
                        .findFirst()
                        .orElseThrow();
    }

    private static PolicySet policy(String yaml) {
        return PolicyFile.parse("test", "version: 1\n" + yaml + "\n");
    }
}
