package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LintCommandTest {

    private static final String CLEAN = "version: 1\ndefaults: {limits: [{permits: 1, per: 1s}]}\n";

    @TempDir
    private Path directory;

    @Test
    void aCleanPolicyEndsWithZero() throws IOException {
        assertThat(Run.of("lint", policy(CLEAN))).isEqualTo(new Run(0, "nothing found\n", ""));
    }

    @Test
    void findingsStandAtTheirPlacesAndEndWithFour() throws IOException {
        Path policy = policy(CLEAN + "actions:\n  /a:\n    limits:\n      - &one {permits: 1, per: 1s}\n      - *one\n"
                + "  mesage: {}\npolicies: {spare: {}}\n");
        Run run = Run.of("lint", policy);
        assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS);
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().get(0)).startsWith(policy + ":6:9: beaten-limit: limit '/a#1'");
        assertThat(run.lines().get(1)).startsWith(policy + ":8:3: no-effect: no update falls under 'mesage'");
        assertThat(run.lines().get(2)).startsWith(policy + ":9:12: unused: no action uses the policy 'spare'");
        JsonNode json =
                JsonMapper.shared().readTree(Run.of("lint", policy, "--json").out());
        assertThat(json).hasSize(3);
        assertThat(json.get(2).get("line").intValue()).isEqualTo(9);
        assertThat(json.get(2).get("check").stringValue()).isEqualTo("unused");
        assertThat(Run.of("lint", policy, "--allow", "unused,no-effect,beaten-limit")
                        .status())
                .isZero();
    }

    @Test
    void principalsAndNoResolverAreAskedForRequirements() throws IOException {
        Path policy = policy(CLEAN + "actions: {/a*: {requires: {registered: true}}}\n");
        Path principals = Files.writeString(directory.resolve("w.json"), "{\"1\":{\"registered\":true}}");
        assertThat(Run.of("lint", policy).status()).isZero();
        assertThat(Run.of("lint", policy, "--principals", principals).status()).isZero();
        assertThat(Run.of("lint", policy, "--without-resolver").out()).contains(":3:17: unmeetable: '/a*'");
        assertThat(Run.of("lint", policy, "--without-resolver", "--principals", principals)
                        .status())
                .isEqualTo(2);
    }

    @Test
    void anUnknownCheckAndAnInvalidPolicyAreMisuse() throws IOException {
        assertThat(Run.of("lint", policy(CLEAN), "--allow", "holes").err())
                .startsWith("sentinel: --allow: unknown check 'holes'; did you mean 'hole'?\n");
        Run run = Run.of("lint", policy("version: 2\n"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(":1:10: version is 2");
    }

    private Path policy(String yaml) throws IOException {
        return Files.writeString(directory.resolve("policy.yml"), yaml);
    }
}
