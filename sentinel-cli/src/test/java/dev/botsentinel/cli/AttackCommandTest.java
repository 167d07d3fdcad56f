package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.cli.attack.AttackOutcome;
import dev.botsentinel.cli.attack.AttackSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AttackCommandTest {

    @TempDir
    private Path directory;

    @Test
    void everyAttackerIsToldForPeopleAndForPrograms() throws IOException {
        Path policy = policy();
        Run run = Run.of("attack", policy, "--budget", 200);
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(AttackSuite.attackers())
                .endsWith("nobody got more than the worst case of 'explain'\n");
        JsonNode json = JsonMapper.shared()
                .readTree(Run.of("attack", policy, "--budget", 200, "--json").out());
        assertThat(json).hasSize(AttackSuite.attackers().size());
        JsonNode flooder = json.get(0);
        assertThat(flooder.get("sent").intValue()).isEqualTo(200);
        assertThat(flooder.get("stoppedBy").get("*#0").longValue())
                .isEqualTo(200 - flooder.get("calls").longValue());
        assertThat(flooder.get("worstCaseInAMinute").longValue()).isEqualTo(300 * 10 + 8 * 9);
    }

    @Test
    void theSameRunGivesTheSameFigures() throws IOException {
        Path policy = policy();
        assertThat(Run.of("attack", policy, "--budget", 200)).isEqualTo(Run.of("attack", policy, "--budget", 200));
    }

    @Test
    void moreThanTheWorstCaseIsShouted() {
        AttackOutcome above = new AttackOutcome(
                "flooder", "", "/a", 9, 9, Duration.ZERO, List.of(), 9, 1, 0, 0, 0, List.of("flooder on /a: 9"));
        assertThat(AttackText.of(List.of(above)))
                .contains("ABOVE THE WORST CASE: flooder on /a: 9\n")
                .doesNotContain("nobody got more");
        AttackOutcome forgotten =
                new AttackOutcome("crowd", "", "/a", 9, 9, Duration.ZERO, List.of(), 9, 1, 0, 0, 3, List.of());
        assertThat(AttackText.of(List.of(forgotten)))
                .contains("crowd: the storage had to forget 3 blocked or exhausted users");
    }

    @Test
    void impossibleNumbersAreMisuse() throws IOException {
        assertThat(Run.of("attack", policy(), "--budget", 5).err()).startsWith("sentinel: --budget is 5, but");
        assertThat(Run.of("attack", policy(), "--entries", 0).status()).isEqualTo(2);
    }

    private Path policy() throws IOException {
        return Files.writeString(
                directory.resolve("policy.yml"), "version: 1\ndefaults: {limits: [{permits: 5, per: 1s}]}\n");
    }
}
