package dev.botsentinel.policytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Test files: what they can say, and what is said of one that is wrong. */
class PolicyTestFileTest {

    private static final String POLICY = """
            version: 1
            actions:
              /pay: {limits: [{name: money, permits: 2, per: 30s}], debounce: {window: 5s}, requires: {roles: [customer]}}
              /vip: {requires: {stepUp: 5m}}
              message:photo: {limits: [{permits: 1, per: 1m}]}
              callback:like: {limits: [{permits: 1, per: 1m, scope: topic}]}
              inline_query: {limits: [{permits: 1, per: 1m, mode: shadow}]}
              channel_post: {limits: [{permits: 1, per: 1h}]}
              edited_message: {limits: [{permits: 0, per: 1h}]}
              message: {limits: [{name: chatter, permits: 1, per: 10s}]}
            roles: {customer: {}}
            escalation: {violations: 2, within: 1m, block: [1h], forgetAfter: 1d}
            stale: {after: 2m}
            updateReplay: {window: 1h}
            blocked: ["666"]
            trusted: {subjects: ["1"]}
            """;

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("policy.yml"), POLICY);
        Files.writeString(
                directory.resolve("principals.json"), "{\"42\":{\"roles\":[\"customer\"],\"stepUpAt\":null}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{when: {user: 42, text: /pay}, then: {decision: allowed, reason: checked, remaining: 1, rule: none, retryAfter: none}}",
                "{when: {user: 42, text: /pay}}, {when: {user: 42, text: /pay, at: +4s}, then: {reason: duplicate, retryAfter: 1s}}",
                "{when: {user: 42, text: /pay}}, {when: {user: 42, text: /pay, after: 5s}, then: {decision: allowed}}",
                "{when: {user: 7, text: /pay}, then: {decision: denied, reason: forbidden, remaining: none}}",
                "{when: {user: 42, text: '/pay {n}', repeat: 9, every: 1s}, then: {allowed: 2, denied: 7}}",
                "{when: {user: 9, as: -5, photo: a}}, {when: {user: 8, as: -5, photo: b}, then: {reason: rate_limited, rule: message:photo#0, scope: user}}",
                "{when: {user: 9, photo: a, album: x}}, {when: {user: 9, photo: b, album: x}, then: {reason: album}}",
                "{when: {user: 9, chat: -1, topic: 4, callback: like:1}}, {when: {user: 8, chat: -1, topic: 4, callback: like:2}, then: {scope: topic}}",
                "{when: {user: 9, chat: -1, topic: 4, callback: like:1}}, {when: {user: 8, chat: -1, topic: 5, callback: like:2}, then: {decision: allowed}}",
                "{when: {user: 9, inline: a}, then: {shadow: []}}, {when: {user: 9, inline: b}, then: {decision: allowed, shadow: [inline_query#0]}}",
                "{when: {channel: -9, text: news}}, {when: {channel: -9, text: more}, then: {rule: channel_post#0, scope: chat}}",
                "{when: {user: 9, text: oops, edited: true}, then: {rule: edited_message#0, retryAfter: none}}",
                "{when: {user: 9, text: late, ago: 121s}, then: {reason: stale}}",
                "{when: {user: 9, text: a, updateId: 7}}, {when: {user: 9, text: a, updateId: 7}, then: {reason: duplicate, rule: update-id}}",
                "{when: {user: 666, text: a}, then: {reason: blocked, rule: blocklist, blockedUntil: none}}",
                "{when: {user: 1, text: a}}, {when: {user: 1, text: a}, then: {decision: allowed, reason: trusted}}",
                "{when: {user: 9, text: a, repeat: 3}, then: {allowed: 1}}, {when: {user: 9, text: b}, then: {rule: escalation, blockedUntil: 2026-01-01T13:30:30.002Z}}",
                "{when: {update: '{\"update_id\":1,\"message\":{\"from\":{\"id\":7},\"chat\":{\"id\":7},\"text\":\"/pay\"}}'}, then: {reason: forbidden}}",
            })
    void whatAStepSaysIsSo(String steps) throws IOException {
        assertThat(run("given: {policy: policy.yml, principals: principals.json}", steps))
                .isNull();
    }

    @Test
    void aMismatchNamesItsPlaceWhatWasExpectedAndWhatIsSo() throws IOException {
        assertThat(run(
                        "given: {policy: policy.yml}",
                        "{when: {user: 9, text: '{n}', repeat: 3, every: 2s}, then: {decision: allowed}}"))
                .contains("test.yml:4:")
                .contains("update 2 of 3, 2s after the first: expected decision allowed, but it is denied: ")
                .contains("rate_limited by chatter");
        assertThat(run("given: {policy: policy.yml}", "{when: {user: 9, text: '{n}', repeat: 3}, then: {allowed: 2}}"))
                .endsWith("expected 2 allowed, but of 3 updates 1 are allowed and 2 denied");
        assertThat(run("given: {policy: policy.yml}", "{when: {user: 9, text: a}, then: {remaining: 5}}"))
                .contains("expected remaining 5, but it is 0: ");
    }

    @Test
    void principalsMayStandInTheFileAndATestsOwnGivenComesFirst() throws IOException {
        Path file = write("""
                given: {policy: policy.yml, principals: {"42": {roles: [customer]}}, clock: 2026-03-01T00:00:00Z, bot: shop_bot}
                tests:
                  - test: theirs
                    steps: [{when: {user: 42, text: /pay@shop_bot}, then: {remaining: 1}}]
                  - test: another bot's
                    steps: [{when: {user: 42, text: /pay@other_bot}, then: {remaining: 0}}]
                  - test: nobody's
                    given: {principals: {"42": {stepUpAt: 2026-02-28T23:56:00Z}}}
                    steps:
                      - {when: {user: 42, text: /pay}, then: {reason: forbidden}}
                      - {when: {user: 42, text: /vip}, then: {decision: allowed}}
                      - {when: {user: 42, text: /vip 1, at: +2m}, then: {reason: step_up_required}}
                """);
        PolicyTestFile read = PolicyTestFile.read(file);
        RuleCoverage coverage = new RuleCoverage(read.tests().get(0).policy());
        assertThat(read.tests())
                .allSatisfy(test -> assertThat(test.run(coverage)).isNull());
        assertThat(read.tests()).extracting(PolicyTest::name).containsExactly("theirs", "another bot's", "nobody's");
    }

    @Test
    void allErrorsAreToldAtOnceWithTheirPlaces() throws IOException {
        Path file = write("""
                given: {policy: policy.yml, clok: 1}
                tests:
                  - test: one
                    steps:
                      - {when: {user: x, text: a, after: 5}, then: {reason: rate_limitd}}
                      - {when: {text: a}}
                      - {when: {user: 1, update: "{}"}}
                      - {when: {user: 1, repeat: 0}}
                  - {steps: []}
                """);
        assertThatThrownBy(() -> PolicyTestFile.read(file)).satisfies(e -> {
            List<String> lines = new ArrayList<>(((PolicyTestException) e).lines());
            assertThat(lines).allSatisfy(line -> assertThat(line).startsWith(file + ":"));
            assertThat(lines.stream().map(line -> line.substring((file + ":").length())))
                    .contains(
                            "1:35: unknown key 'clok' in given; did you mean 'clock'?",
                            "5:23: user is 'x', but must be a whole number",
                            "5:61: reason is 'rate_limitd'; did you mean 'rate_limited'?",
                            "8:34: repeat is 0, but must be 1 to 1000000",
                            "9:5: a test has test: what it says, and steps: [{when: …, then: …}]")
                    .anyMatch(line -> line.startsWith("5:42: after is '5', but lacks a unit"))
                    .anyMatch(line -> line.startsWith("6:9: an update is by a user, or in a channel"))
                    .anyMatch(line -> line.startsWith("7:34: update is no update of the Bot API"));
        });
    }

    @Test
    void aFaultyPolicyIsToldAtItsOwnPlaces() throws IOException {
        Files.writeString(directory.resolve("policy.yml"), "version: 1\nactons: {}\n");
        assertThatThrownBy(() -> run("given: {policy: policy.yml}", "{when: {user: 1}}"))
                .isInstanceOf(PolicyTestException.class)
                .hasMessageContaining(directory.resolve("policy.yml") + ":2:1: unknown key 'actons'");
        assertThatThrownBy(() -> run("given: {policy: none.yml}", "{when: {user: 1}}"))
                .hasMessageContaining("the policy can't be read");
        assertThatThrownBy(() -> run("given: {bot: x_bot}", "{when: {user: 1}}"))
                .hasMessageContaining("no policy is given");
        assertThatThrownBy(() -> PolicyTestFile.read(write("{"))).hasMessageContaining("not readable as YAML");
        assertThatThrownBy(() -> PolicyTestFile.read(write(""))).hasMessageContaining("the file is empty");
        assertThatThrownBy(() -> PolicyTestFile.read(directory.resolve("none"))).hasMessageContaining("check the path");
    }

    @Test
    void coverageHasEveryRuleUntilItDecides() throws IOException {
        PolicyTestFile read = PolicyTestFile.read(write("""
                given: {policy: policy.yml}
                tests:
                  - test: some
                    steps:
                      - {when: {user: 7, text: /pay}}
                      - {when: {user: 7, inline: "{n}", repeat: 2}}
                      - {when: {user: 7, text: "{n}", repeat: 3}}
                """));
        RuleCoverage coverage = Objects.requireNonNull(read.coverage().get("policy.yml"));
        int all = coverage.rules().size();
        assertThat(coverage.never()).hasSize(all);
        read.tests().get(0).run(coverage);
        assertThat(coverage.count(RuleCoverage.Kind.ENTRY, "message")).isEqualTo(3);
        assertThat(coverage.count(RuleCoverage.Kind.LIMIT, "inline_query#0")).isEqualTo(1);
        assertThat(coverage.never())
                .extracting(RuleCoverage.Rule::describe)
                .contains("limit money", "debounce of /pay", "entry channel_post", "trusted", "stale", "update-id")
                .doesNotContain(
                        "requires of /pay", "entry message", "escalation", "limit chatter", "entry inline_query");
        assertThat(coverage.percent()).isEqualTo((all - coverage.never().size()) * 100 / all);
    }

    private @Nullable String run(String given, String steps) throws IOException {
        PolicyTest test = PolicyTestFile.read(write(given + "\ntests:\n  - test: it\n    steps: [" + steps + "]\n"))
                .tests()
                .get(0);
        return test.run(new RuleCoverage(test.policy()));
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("test.yml"), yaml);
    }
}
