package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can never have an effect on Telegram is told of; where it would fail open, it is an error. */
class ValidateWarningsTest {

    private static final String COMMAND =
            "a command is / and letters a to z, digits and _, in lower case and without @bot";
    private static final String OPEN = " (an error, since its requirements would never be asked)";

    @TempDir
    private Path directory;

    private Path policy;

    @BeforeEach
    void place() {
        policy = directory.resolve("P.yml");
    }

    private Run validate(String yaml, Object... more) throws IOException {
        Files.writeString(policy, yaml);
        Object[] args = new Object[more.length + 2];
        args[0] = "validate";
        args[1] = policy;
        System.arraycopy(more, 0, args, 2, more.length);
        return Run.of(args);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "/Ban"          | '/ban'
            "/ban@shop_bot" | '/ban'
            "/give money"   | '/give'
            kick            | '/kick'
            mesage          | 'message' or '/mesage'
            "Callback:buy"  | 'callback:buy'
            "/Admin*"       | '/admin*'
            """)
    void aNameThatNoUpdateHasIsAWarningWithWhatWasMeant(String entry, String meant) throws IOException {
        Run run = validate("version: 1\nactions:\n  " + entry + ": {limits: [{permits: 3, per: 30s}]}\n");

        assertThat(run.status()).isZero();
        assertThat(run.err())
                .startsWith(policy + ":3:3: warning: no update falls under '" + entry.replace("\"", "") + "': ")
                .endsWith("; did you mean " + meant + "?\n");
        assertThat(run.out()).isEqualTo(policy + ": 1 warning; 1 action, 0 named policies, 0 roles\n");
    }

    @ParameterizedTest
    @CsvSource({"/ban", "callback:admin:wipe", "'message:text:🛒 Buy'", "message:photo", "poll"})
    void aNameThatAnUpdateCanHaveIsFine(String entry) throws IOException {
        Run run = validate("version: 1\nactions: {\"" + entry + "\": {requires: {registered: true}}}\n");

        assertThat(run).isEqualTo(new Run(0, policy + ": fine; 1 action, 0 named policies, 0 roles\n", ""));
    }

    @Test
    void theStarterPolicyOfTelegramIsFine() {
        Path starter = Path.of("../sentinel-telegram/src/main/resources/dev/botsentinel/telegram/starter.yml");

        Run run = Run.of("validate", "--strict", starter);

        assertThat(run).isEqualTo(new Run(0, starter + ": fine; 8 actions, 0 named policies, 0 roles\n", ""));
    }

    @Test
    void whatWouldFailOpenIsAnError() throws IOException {
        Run run = validate("""
                version: 1
                actions:
                  /Ban: {requires: {registered: true}}
                  my_chat_member:
                    limits: [{permits: 3, per: 30s}]
                    requires: {registered: true}
                  /give money: {use: known}
                policies:
                  known: {requires: {registered: true}}
                """);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        policy + ":3:3: no update falls under '/Ban': " + COMMAND + "; did you mean '/ban'?" + OPEN,
                        policy + ":5:5: warning: limits can have no effect on 'my_chat_member', whose updates are"
                                + " exempt; remove it",
                        policy + ":6:5: requires can have no effect on 'my_chat_member', whose updates are exempt;"
                                + " remove it" + OPEN,
                        policy + ":7:3: no update falls under '/give money': " + COMMAND + "; did you mean '/give'?"
                                + OPEN);
    }

    @Test
    void anIdThatIsNoneIsAWarning() throws IOException {
        Run run = validate("version: 1\nblocked: [\"@spammer\", \"666\", -100777]\ntrusted: {subjects: [\"@boss\"]}\n");

        assertThat(run.status()).isZero();
        assertThat(run.err().lines())
                .containsExactly(
                        policy + ":2:11: warning: '@spammer' is nobody's id: an id is a whole number, negative for a"
                                + " group or channel; write the number, not a name",
                        policy + ":3:22: warning: '@boss' is nobody's id: an id is a whole number, negative for a group"
                                + " or channel; write the number, not a name");
    }

    @Test
    void strictMakesWarningsErrors() throws IOException {
        Run run = validate("version: 1\nblocked: [\"@spammer\"]\n", "--strict");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(policy + ":2:11: '@spammer' is nobody's id")
                .hasLineCount(1);
        assertThat(validate("version: 1\n", "--strict").status()).isZero();
    }

    @Test
    void replayPrintsWarningsAndGoesOn() throws IOException {
        Scenario scenario = new Scenario(directory)
                .policy("version: 1\nactions: {kick: {limits: []}}\n")
                .updates(Scenario.message(1, 42, 0, "hello") + "\n");
        Run run = scenario.replay();

        assertThat(run.status()).isZero();
        assertThat(run.lines()).hasSize(1);
        assertThat(run.err())
                .startsWith(scenario.policy() + ":2:11: warning: no update falls under 'kick': ")
                .contains("did you mean '/kick'?\n");
    }

    @Test
    void replayRefusesWhatWouldFailOpen() throws IOException {
        Scenario scenario = new Scenario(directory)
                .policy("version: 1\nactions: {/Ban: {requires: {registered: true}}}\n")
                .updates(Scenario.message(1, 42, 0, "hello") + "\n");
        Run run = scenario.replay();

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith(scenario.policy() + ":2:11: no update falls under '/Ban'");
    }
}
