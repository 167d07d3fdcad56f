package dev.botsentinel.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.policy.ActionPolicy;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {

    static final String EXAMPLE = """
            version: 1
            defaults:                        # for every action that says nothing itself
              limits: [{permits: 10, per: 60s}]
              debounce: {window: 2s}
            policies:                        # named; attached with `use`
              money:
                limits: [{name: money, permits: 3, per: 30s}]
                debounce: {window: 5s}
                requires: {registered: true, permissions: ["payments:write"], stepUp: 5m}
            actions:
              /transfer: {use: money}
              /start: {limits: [], debounce: off}
              callback:buy:
                limits:
                  - {permits: 1, per: 1s}
                  - {permits: 20, per: 1m, algorithm: token-bucket, burst: 30, scope: member}
              /admin*: {requires: {roles: [admin]}}
            global:                          # always on top, whatever the action
              limits: [{name: everyone, permits: 1000, per: 1s, scope: global, algorithm: token-bucket}]
            roles:
              user: {permissions: [read, "payments:write"]}
              admin: {inherits: [user], permissions: [admin]}
            escalation: {violations: 5, within: 10m, block: [1m, 10m, 1h, 24h], forgetAfter: 24h}
            blocked: ["666"]                 # always blocked
            """;

    private static PolicySet parse(String yaml) {
        return PolicyFile.parse("P.yml", yaml);
    }

    @Test
    void theFileAndTheBuilderEndInTheSame() {
        PolicySet built = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(10)).debounce(Debounce.window(Duration.ofSeconds(2))))
                .policy(
                        "money",
                        Policy.limits(RateLimit.slidingWindow(3, Duration.ofSeconds(30))
                                        .named("money"))
                                .debounce(Debounce.window(Duration.ofSeconds(5)))
                                .requires(Requirement.permission("payments:write")
                                        .andRegistered()
                                        .andStepUp(Duration.ofMinutes(5))))
                .action("/transfer", "money")
                .action("/start", Policy.noLimits().debounce(Debounce.OFF))
                .action(
                        "callback:buy",
                        Policy.limits(
                                RateLimit.perSecond(1),
                                RateLimit.tokenBucket(20, Duration.ofMinutes(1), 30)
                                        .scope(Scope.MEMBER)))
                .action("/admin*", Policy.EMPTY.requires(Requirement.role("admin")))
                .global(RateLimit.tokenBucket(1000, Duration.ofSeconds(1))
                        .scope(Scope.GLOBAL)
                        .named("everyone"))
                .role("user", Role.of("read", "payments:write"))
                .role("admin", new Role(Set.of("user"), Set.of("admin")))
                .escalation(Escalation.of(
                        5,
                        Duration.ofMinutes(10),
                        List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofDays(1)),
                        Duration.ofHours(24)))
                .blocked("666")
                .build();

        assertThat(parse(EXAMPLE)).isEqualTo(built);
    }

    @Test
    void everyKeyOfALimit() {
        PolicySet policy = parse("""
                version: 1
                global:
                  limits:
                    - name: everything
                      permits: 20
                      per: 250ms
                      algorithm: token-bucket
                      burst: 30
                      scope: chat
                      cost: 4
                      mode: shadow
                    - {permits: 0, per: 7d, algorithm: fixed-window, cost: 9}
                """);

        assertThat(policy.global())
                .containsExactly(
                        new RateLimit(
                                "everything",
                                20,
                                Duration.ofMillis(250),
                                Algorithm.TOKEN_BUCKET,
                                30,
                                Scope.CHAT,
                                4,
                                Mode.SHADOW,
                                true,
                                null,
                                null),
                        RateLimit.fixedWindow(0, Duration.ofDays(7)).cost(9));
    }

    @Test
    void everyScope() {
        PolicySet policy = parse("""
                version: 1
                global:
                  limits:
                    - {permits: 1, per: 1s, scope: user}
                    - {permits: 1, per: 1s, scope: chat}
                    - {permits: 1, per: 1s, scope: topic}
                    - {permits: 1, per: 1s, scope: member}
                    - {permits: 1, per: 1s, scope: space}
                    - {permits: 1, per: 1s, scope: space-member}
                    - {permits: 1, per: 1s, scope: global}
                """);

        assertThat(policy.global()).extracting(RateLimit::scope).containsExactly(Scope.values());
    }

    @ParameterizedTest
    @CsvSource({"0%, 0", "10%, 10", "100%, 100", "'\"7%\"', 7"})
    void jitterIsAWholePercentage(String said, int percent) {
        PolicySet policy = parse("version: 1\n"
                + "escalation: {violations: 1, within: 1s, block: [1s], forgetAfter: 1s, jitter: " + said + "}\n");
        assertThat(policy.escalation())
                .isEqualTo(
                        Escalation.of(1, Duration.ofSeconds(1), List.of(Duration.ofSeconds(1)), Duration.ofSeconds(1))
                                .jitter(percent));
    }

    @Test
    void everyMode() {
        PolicySet policy = parse("""
                version: 1
                defaults:
                  debounce: {window: 1s, mode: shadow}
                  requires: {registered: true, mode: shadow}
                escalation: {violations: 1, within: 1s, block: [1s], forgetAfter: 1s, mode: shadow}
                updateReplay: {window: 10m}
                """);

        assertThat(policy.defaults())
                .isEqualTo(Policy.EMPTY
                        .debounce(Debounce.window(Duration.ofSeconds(1)).shadow())
                        .requires(Requirement.REGISTERED.shadow()));
        assertThat(policy.escalation())
                .isEqualTo(
                        Escalation.of(1, Duration.ofSeconds(1), List.of(Duration.ofSeconds(1)), Duration.ofSeconds(1))
                                .shadow());
        assertThat(policy.updateReplay()).isEqualTo(new UpdateReplay(Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: 1",
                "{\"version\": 1}",
                "---\nversion: 1\n...\n",
                "%YAML 1.2\n---\nversion: 1",
                "\uFEFFversion: 1",
                "version: 1\r\n",
                "version: 1\r",
                "version: 1\ndefaults: {}\npolicies: {}\nactions: {}\nglobal: {}\nroles: {}\nblocked: []",
                "version: 1\nglobal: {limits: []}"
            })
    void thePolicyThatSaysNothing(String yaml) {
        assertThat(parse(yaml)).isEqualTo(PolicySet.builder().build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "\"off\"", "'off'", "Off", "OFF", "false", "False", "FALSE"})
    void debounceOff(String off) {
        PolicySet policy = parse("version: 1\nactions: {/a: {debounce: " + off + "}}");

        assertThat(policy.actions()).containsEntry("/a", new ActionPolicy(null, Policy.EMPTY.debounce(Debounce.OFF)));
    }

    @Test
    void askingNothingIsSaidOutLoud() {
        PolicySet policy = parse(
                "version: 1\nactions: {/a: {requires: {}}, /b: {requires: {registered: false, roles: [], permissions: []}}}");

        assertThat(policy.actions().values())
                .containsOnly(new ActionPolicy(null, Policy.EMPTY.requires(Requirement.NONE)));
    }

    @Test
    void anActionHasKeysOfItsOwnAboveThePolicyItUses() {
        PolicySet policy = parse("version: 1\npolicies: {p: {}}\nactions: {\"*\": {use: p, limits: []}}");

        assertThat(policy.actions()).containsEntry("*", new ActionPolicy("p", Policy.noLimits()));
    }

    @Test
    void idsAreTextAsWritten() {
        PolicySet policy =
                parse("version: 1\nblocked: [666, \"-1001234567890123456789\", -42, bob, \"0x10\", \"a\\0:{}* b\"]");

        assertThat(policy.blocked())
                .containsExactly("666", "-1001234567890123456789", "-42", "bob", "0x10", "a\0:{}* b");
        assertThat(parse("version: 1\ntrusted: {subjects: [42, \"42\", -7]}")
                        .trusted()
                        .subjects())
                .containsExactly("42", "-7");
    }

    @Test
    void namesMayBeAnything() {
        PolicySet policy = parse("version: 1\nroles: {\"5\": {}, 'ünï😀': {inherits: [\"5\"]}, \"a\\u202Eb\": {}}");

        assertThat(policy.roles().keySet()).containsExactly("5", "ünï😀", "a\u202Eb");
    }

    @Test
    void anchorsSaveTyping() {
        PolicySet policy = parse("""
                version: 1
                policies:
                  a: {limits: &few [{permits: &three 3, per: 1s}]}
                  b: {limits: *few}
                  c: {limits: [{permits: *three, per: 1s}]}
                """);

        assertThat(policy.policies().values()).containsOnly(Policy.limits(RateLimit.perSecond(3)));
    }

    @Test
    void theLargestNumber() {
        assertThat(parse("version: 1\nglobal: {limits: [{permits: 2147483647, per: 1s, algorithm: fixed-window}]}")
                        .global())
                .containsExactly(RateLimit.fixedWindow(Integer.MAX_VALUE, Duration.ofSeconds(1)));
    }

    @Test
    void theLongestDuration() {
        assertThat(parse("version: 1\nupdateReplay: {window: 36500d}").updateReplay())
                .isEqualTo(new UpdateReplay(Duration.ofDays(36_500)));
    }

    @Test
    void readsAFile(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("policy.yml"), EXAMPLE);

        assertThat(PolicyFile.read(file)).isEqualTo(parse(EXAMPLE));
    }

    @Test
    void readsAStream() {
        InputStream in = new ByteArrayInputStream(EXAMPLE.getBytes(StandardCharsets.UTF_8));

        assertThat(PolicyFile.parse("P.yml", in)).isEqualTo(parse(EXAMPLE));
    }

    @Test
    void aStreamThatFails() throws IOException {
        InputStream in = InputStream.nullInputStream();
        in.close();

        assertThatThrownBy(() -> PolicyFile.parse("P.yml", in))
                .isInstanceOf(PolicyFileException.class)
                .hasMessage("P.yml: can't be read: Stream closed");
    }

    @Test
    void aFileThatIsNotThere(@TempDir Path dir) {
        Path file = dir.resolve("policy.yml");

        assertThatThrownBy(() -> PolicyFile.read(file))
                .isInstanceOf(PolicyFileException.class)
                .hasMessage(file + ": there is no such file; check the path");
    }

    @Test
    void aDirectory(@TempDir Path dir) {
        assertThatThrownBy(() -> PolicyFile.read(dir))
                .isInstanceOf(PolicyFileException.class)
                .hasMessage(dir + ": is a directory; name a file in it");
    }

    @Test
    void theFilesNameStaysOnItsLine() {
        assertThatThrownBy(() -> PolicyFile.parse("a\nb", "version: 2"))
                .hasMessage("a\\nb:1:10: version is 2, but only 1 is known; write version: 1");
    }

    @Test
    void errorsAreFactsToo() {
        assertThatThrownBy(() -> parse("version: 1\nfoo: 1"))
                .isInstanceOfSatisfying(PolicyFileException.class, thrown -> {
                    assertThat(thrown.file()).isEqualTo("P.yml");
                    PolicyError error = thrown.errors().get(0);
                    assertThat(error.line()).isEqualTo(2);
                    assertThat(error.column()).isEqualTo(1);
                    assertThat(error.message()).startsWith("unknown key 'foo'");
                    assertThat(error).hasToString("2:1: " + error.message());
                });
    }
}
