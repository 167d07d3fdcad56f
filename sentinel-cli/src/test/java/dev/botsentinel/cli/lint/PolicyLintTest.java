package dev.botsentinel.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.telegram.Telegram;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check: what it finds, and the nearest that it must not find. */
class PolicyLintTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{permits: 5, per: 10s}, {permits: 30, per: 1m}                                         | 1",
                "{permits: 5, per: 10s}, {permits: 29, per: 1m}                                         | -1",
                "{permits: 30, per: 1m}, {permits: 5, per: 10s}                                         | 0",
                "{permits: 30, per: 1m}, {permits: 30, per: 1m}                                         | 1",
                "{permits: 5, per: 10s}, {permits: 10, per: 10s, cost: 2}                               | 1",
                "{permits: 5, per: 10s}, {permits: 9, per: 10s, cost: 2}                                | 0",
                "{permits: 5, per: 10s}, {permits: 30, per: 1m, scope: member}                          | 1",
                "{permits: 5, per: 10s, scope: member}, {permits: 30, per: 1m}                          | -1",
                "{permits: 5, per: 10s, scope: chat}, {permits: 30, per: 1m}                            | -1",
                "{permits: 5, per: 10s, mode: shadow}, {permits: 30, per: 1m}                           | -1",
                "{permits: 5, per: 10s}, {permits: 30, per: 1m, mode: shadow}                           | 1",
                "{permits: 5, per: 10s, algorithm: fixed-window}, {permits: 10, per: 10s}               | 1",
                "{permits: 5, per: 10s, algorithm: fixed-window}, {permits: 9, per: 10s}                | -1",
                "{permits: 5, per: 10s}, {permits: 5, per: 10s, algorithm: token-bucket, burst: 5}      | 1",
                "{permits: 5, per: 10s}, {permits: 5, per: 10s, algorithm: token-bucket, burst: 4}      | -1",
                "{permits: 5, per: 10s}, {permits: 4, per: 10s, algorithm: token-bucket, burst: 50}     | -1",
                "{permits: 60, per: 1m, algorithm: token-bucket, burst: 5}, {permits: 65, per: 1m}      | 1",
                "{permits: 60, per: 1m, algorithm: token-bucket, burst: 5}, {permits: 64, per: 1m}      | -1",
                "{permits: 0, per: 1m}, {permits: 1, per: 1d}                                           | 1",
            })
    void aLimitIsBeatenByOneThatLetsNoMoreThrough(String limits, int beaten) {
        List<LintFinding> findings = of(LintCheck.BEATEN_LIMIT, "actions: {/a: {limits: [" + limits + "]}}");
        if (beaten < 0) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings)
                    .singleElement()
                    .extracting(LintFinding::path)
                    .isEqualTo(List.of("actions", "/a", "limits", Integer.toString(beaten)));
        }
    }

    @Test
    void aNamedLimitIsBeatenOnlyIfItIsEverywhere() {
        String policies =
                "policies: {money: {limits: [{name: slow, permits: 1, per: 1s}, {name: a-minute, permits: 60, per: 1m}]}}\n";
        assertThat(of(LintCheck.BEATEN_LIMIT, policies + "actions: {/a: {use: money}, /b: {use: money}}"))
                .singleElement()
                .extracting(LintFinding::path)
                .isEqualTo(List.of("policies", "money", "limits", "1"));
        assertThat(
                        of(
                                LintCheck.BEATEN_LIMIT,
                                policies
                                        + "actions: {/a: {use: money}, /b: {limits: [{name: a-minute, permits: 60, per: 1m}]}}"))
                .isEmpty();
    }

    @Test
    void aLimitThatHoldsForTrustedOnesIsNotBeatenByOneThatSparesThem() {
        String limits =
                "actions: {/a: {limits: [{permits: 1, per: 1s}, {permits: 60, per: 1m, spareTrusted: false}]}}\n";
        assertThat(of(LintCheck.BEATEN_LIMIT, limits)).hasSize(1);
        assertThat(of(LintCheck.BEATEN_LIMIT, limits + "trusted: {subjects: [\"1\"]}"))
                .isEmpty();
    }

    @Test
    void aBeatenLimitIsFoundWhereItIsDeclared() {
        assertThat(of(LintCheck.BEATEN_LIMIT, "defaults: {limits: [{permits: 1, per: 1s}, {permits: 99, per: 1s}]}"))
                .singleElement()
                .extracting(LintFinding::path)
                .isEqualTo(List.of("defaults", "limits", "1"));
        assertThat(of(
                        LintCheck.BEATEN_LIMIT,
                        "defaults: {limits: [{permits: 1, per: 1s}]}\nglobal: {limits: [{permits: 5, per: 1s}]}"))
                .singleElement()
                .extracting(LintFinding::path)
                .isEqualTo(List.of("global", "limits", "0"));
    }

    @Test
    void policiesAndRolesThatNothingUsesAreFound() {
        assertThat(of(LintCheck.UNUSED, "policies: {a: {}, b: {}}\nactions: {/x: {use: a}}"))
                .extracting(LintFinding::path)
                .containsExactly(List.of("policies", "b"));
        assertThat(of(LintCheck.UNUSED, """
                        actions: {/x: {requires: {roles: [admin]}}, /y: {requires: {permissions: [p]}}}
                        roles: {admin: {}, owner: {inherits: [admin]}, writer: {permissions: [p]}, ghost: {}, idle: {inherits: [ghost]}}
                        """))
                .extracting(LintFinding::path)
                .containsExactly(List.of("roles", "ghost"), List.of("roles", "idle"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{/a: {limits: [{permits: 1, per: 1s}]}}                                               | false",
                "{/a: {limits: [{permits: 1, per: 1s}], escalates: false}}                             | true",
                "{/a: {limits: [{permits: 1, per: 1s, scope: chat}]}}                                  | true",
                "{callback:a: {limits: [{permits: 1, per: 1s, scope: chat}]}}                          | false",
                "{/a: {limits: [{permits: 1, per: 1s, mode: shadow}]}}                                 | true",
                "{edited_message: {limits: [{permits: 1, per: 1s}]}}                                   | true",
                "{edited_message: {limits: [{permits: 1, per: 1s}], escalates: true}}                  | false",
                "{inline_query: {limits: [{permits: 1, per: 1s}]}}                                     | true",
                "{/a: {limits: [{permits: 1, per: 1s, scope: global}, {permits: 60, per: 1m}]}}        | true",
            })
    void anEscalationThatNobodyCanTripIsFound(String actions, boolean idle) {
        String escalation = "\nescalation: {violations: 1, within: 1m, block: [1m], forgetAfter: 1h}";
        assertThat(of(LintCheck.IDLE_ESCALATION, "actions: " + actions + escalation))
                .hasSize(idle ? 1 : 0);
        assertThat(of(LintCheck.IDLE_ESCALATION, "actions: " + actions)).isEmpty();
    }

    @Test
    void aLimitOfAllThatOneUserExhaustsIsFound() {
        String global = "\nglobal: {limits: [{name: everyone, permits: 20, per: 1s, scope: global}]}";
        assertThat(of(LintCheck.ONE_TAKES_ALL, "defaults: {limits: [{permits: 19, per: 1s}]}" + global))
                .isEmpty();
        assertThat(of(LintCheck.ONE_TAKES_ALL, "defaults: {limits: [{permits: 20, per: 1s}]}" + global))
                .hasSize(1);
        assertThat(of(
                        LintCheck.ONE_TAKES_ALL,
                        "defaults: {limits: [{permits: 5, per: 1s, algorithm: token-bucket, burst: 15}]}" + global))
                .singleElement()
                .extracting(LintFinding::message)
                .asString()
                .contains("'everyone'")
                .contains("'*' (20)");
        assertThat(of(LintCheck.ONE_TAKES_ALL, "actions: {/start: {limits: []}}" + global))
                .singleElement()
                .extracting(LintFinding::message)
                .asString()
                .contains("'/start' (without bound)");
    }

    @Test
    void aRequirementThatNobodyMeetsIsFound() {
        String policy = """
                actions: {/a: {requires: {permissions: [x]}}, /b: {requires: {registered: true, roles: [user], stepUp: 1m}}}
                roles: {user: {permissions: [y]}, admin: {inherits: [user]}}
                """;
        assertThat(of(LintCheck.UNMEETABLE, policy))
                .singleElement()
                .extracting(LintFinding::path)
                .isEqualTo(List.of("actions", "/a", "requires"));
        PolicySet parsed = PolicyFile.parse("test", "version: 1\n" + policy);
        assertThat(PolicyLint.findings(parsed, List.of()))
                .filteredOn(it -> it.check() == LintCheck.UNMEETABLE)
                .hasSize(3)
                .anySatisfy(it -> assertThat(it.message()).contains("without a resolver nobody is known"));
        Principal admin = Principal.registered("admin").stepUpAt(Instant.EPOCH);
        assertThat(PolicyLint.findings(parsed, List.of(admin)))
                .filteredOn(
                        it -> it.check() == LintCheck.UNMEETABLE && it.path().contains("/b"))
                .isEmpty();
        assertThat(PolicyLint.findings(parsed, List.of(Principal.registered("admin"))))
                .filteredOn(
                        it -> it.check() == LintCheck.UNMEETABLE && it.path().contains("/b"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/admin: {requires: {roles: [admin]}}                                               | 1",
                "/admin*: {requires: {roles: [admin]}}                                              | 0",
                "/admin: {requires: {roles: [admin]}}, /admin*: {requires: {roles: [admin]}}        | 0",
                "/admin: {requires: {roles: [admin]}}, /admin_ban: {limits: []}                     | 2",
                "/admin: {requires: {roles: [admin]}}, /admin_*: {requires: {registered: true}}     | 0",
                "/admin: {requires: {roles: [admin], mode: shadow}}                                 | 0",
                "/pay: {requires: {registered: true}}                                               | 0",
                "/pay: {requires: {roles: [admin]}}, /payload: {}, /pay_*: {requires: {roles: [admin]}} | 0",
            })
    void aGuardedCommandBesideAnOpenOneIsAHole(String actions, int holes) {
        assertThat(of(LintCheck.HOLE, "actions: {" + actions + "}\nroles: {admin: {}}"))
                .hasSize(holes);
    }

    @Test
    void noLimitForTheRestIsFound() {
        assertThat(of(LintCheck.UNLIMITED_REST, "actions: {/a: {limits: [{permits: 1, per: 1s}]}}"))
                .hasSize(1);
        assertThat(of(LintCheck.UNLIMITED_REST, "defaults: {limits: [{permits: 1, per: 1s, mode: shadow}]}"))
                .hasSize(1);
        assertThat(of(LintCheck.UNLIMITED_REST, "global: {limits: [{permits: 1, per: 1s}]}"))
                .isEmpty();
    }

    @Test
    void theStarterPolicyHasNoFinding() {
        assertThat(PolicyLint.findings(Telegram.starterPolicy(), null)).isEmpty();
    }

    private static List<LintFinding> of(LintCheck check, String yaml) {
        return PolicyLint.findings(PolicyFile.parse("test", "version: 1\n" + yaml + "\n"), null).stream()
                .filter(finding -> finding.check() == check)
                .toList();
    }
}
