package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SuggestCommandTest {

    private static final Path DAY = Path.of("../sentinel-examples/src/main/resources/day/updates.jsonl");

    @TempDir
    private Path directory;

    @Test
    void theRecordedDayGivesAPolicyInShadowThatDeniesNoMoreThanIsSaid() throws IOException {
        Run run = Run.of("suggest", "--updates", DAY, "--false-denials", "1%");
        assertThat(run.status()).as(run.err()).isIn(ExitStatus.FINE, ExitStatus.ERROR_LINES);
        PolicySet policy = PolicyFile.parse("suggested", run.out());
        assertThat(policy.actions()).containsKeys("message", "/start", "callback:buy", "*");
        assertThat(policy.limits()).isNotEmpty().allMatch(limit -> limit.isShadow());
        assertThat(run.out()).contains("left out: 1 flood").doesNotContain("\"text\"");
        Path file = Files.writeString(directory.resolve("suggested.yml"), run.out());
        assertThat(Run.of("validate", file, "--strict").status()).isZero();
        Run lint = Run.of("lint", file, "--allow", "unlimited-rest");
        assertThat(lint.out()).isEqualTo("nothing found\n");
    }

    @Test
    void jsonHasTheSameLimits() {
        Run yaml = Run.of("suggest", "--updates", DAY);
        JsonNode json = JsonMapper.shared()
                .readTree(Run.of("suggest", "--updates", DAY, "--json").out());
        assertThat(json.size()).isGreaterThan(5);
        json.forEach(action -> action.get("limits")
                .forEach(limit -> assertThat(yaml.out())
                        .contains("{permits: " + limit.get("permits") + ", per: "
                                + limit.get("per").stringValue())));
    }

    @Test
    void namesOfActionsAreQuotedAndCanBeNothingElse() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int user = 1; user <= 3; user++) {
            lines.add(Scenario.envelope("\"2026-01-01T00:00:0" + user + "Z\"", pressBy(user, "\\\"}\\n: #*x")));
            lines.add(Scenario.envelope("\"2026-01-01T00:00:0" + user + "Z\"", pressBy(user, "a\\\" #b")));
            lines.add(Scenario.envelope("\"2026-01-01T00:00:0" + user + "Z\"", pressBy(user, "a*b")));
        }
        Path updates = Files.write(directory.resolve("updates.jsonl"), lines);
        Run run = Run.of("suggest", "--updates", updates, "--min-users", 3);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(PolicyFile.parse("suggested", run.out()).actions())
                .containsOnlyKeys("callback:\"}\n", "callback:a\" #b", "*");
    }

    private static String pressBy(long user, String data) {
        return Scenario.press(user, data).replace("\"id\":42", "\"id\":" + user);
    }

    @Test
    void linesThatAreNoUpdatesEndWithThreeAndNothingToSuggestWithTwo() throws IOException {
        List<String> lines = new ArrayList<>(List.of("no update"));
        for (int user = 1; user <= 20; user++) {
            lines.add(Scenario.message(user, user, 1_767_225_600 + user, "hello"));
        }
        Path updates = Files.write(directory.resolve("updates.jsonl"), lines);
        Run run = Run.of("suggest", "--updates", updates);
        assertThat(run.status()).isEqualTo(ExitStatus.ERROR_LINES);
        assertThat(run.err()).isEqualTo("1 line was no update; replay tells which\n");
        Run few = Run.of("suggest", "--updates", updates, "--min-users", 21);
        assertThat(few.status()).isEqualTo(2);
        assertThat(few.out()).isEmpty();
        assertThat(few.err()).contains("nothing to suggest: no action has 21 users");
    }

    @Test
    void anImpossibleShareIsMisuse() {
        for (String share : List.of("0.1", "100%", "-1%", "many")) {
            Run run = Run.of("suggest", "--updates", DAY, "--false-denials=" + share);
            assertThat(run.status()).as(share).isEqualTo(2);
            assertThat(run.err()).startsWith("sentinel: --false-denials has to be a percentage");
        }
    }
}
