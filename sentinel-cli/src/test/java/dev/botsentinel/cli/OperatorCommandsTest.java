package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator does in a shell, a running bot on the same Redis obeys; and what the bot did, the operator sees. */
class OperatorCommandsTest {

    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final String PASSWORD = "p@ss/w:rd+ %";
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir
    static Path directory;

    private static LocalRedis redis;
    private static Path keyFile;
    private static Path passwordFile;
    private static Path policyFile;

    private final String prefix = "test-" + TESTS.incrementAndGet();
    private RedisStore store;
    private Sentinel<Request> bot;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        redis = LocalRedis.start(directory, "--requirepass", PASSWORD);
        keyFile = secret("key", KEY);
        passwordFile = secret("password", PASSWORD);
        policyFile = Files.writeString(directory.resolve("policy.yml"), """
                version: 1
                defaults: {limits: [{permits: 2, per: 1h}]}
                actions:
                  /pay: {limits: [{name: money, permits: 1, per: 1h, scope: member}]}
                global: {limits: [{name: everyone, permits: 100, per: 1m, scope: global}]}
                escalation: {violations: 2, within: 1h, block: [1h], forgetAfter: 24h}
                blocked: ["666"]
                """);
    }

    private static Path secret(String name, String value) throws IOException {
        Path file = Files.writeString(directory.resolve(name), value);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        redis.stop();
    }

    @BeforeEach
    void startBot() throws IOException {
        store = RedisStore.builder("redis://:p%40ss%2Fw%3Ard%2B%20%25@127.0.0.1:" + redis.port())
                .keyPrefix(prefix)
                .fingerprintKey(FingerprintKey.ofHex(KEY))
                .keepDenials(5)
                .timeout(Duration.ofSeconds(10)) // a busy machine's, not the subject here
                .build();
        bot = Sentinel.<Request>builder(request -> request)
                .policy(PolicyFile.read(policyFile))
                .resolver(PrincipalResolver.of(Map.of()))
                .store(store)
                .build();
    }

    @AfterEach
    void stopBot() {
        bot.close();
        store.close();
    }

    @Test
    void aBlockFromTheShellHoldsInTheBotUntilItIsRemoved() {
        assertThat(check("/hi", "42").isAllowed()).isTrue();
        Run added = run("blocks", "add", "42", "--for", "1h", "--actor", "anna", "--reason", "spam");
        assertThat(added.status()).as(added.err()).isZero();
        assertThat(added.out()).startsWith("'42' is blocked until ").contains("manual, by 'anna'", "'spam'");
        assertThat(reason(check("/hi", "42"))).isEqualTo(Reason.BLOCKED);

        assertThat(run("blocks", "show", "42").out()).isEqualTo(added.out());
        assertThat(run("blocks", "show", "42", "--json").out()).contains("\"id\":\"42\"", "\"actor\":\"anna\"");
        assertThat(run("blocks", "list").lines()).hasSize(2).last().asString().contains("'42'", "'anna'");
        assertThat(run("blocks", "remove", "42", "--reason", "a mistake").out()).startsWith("'42' is free; it was ");
        assertThat(run("blocks", "remove", "42").out()).isEqualTo("'42' was not blocked\n");
        assertThat(check("/hi", "42").isAllowed()).isTrue();
    }

    @Test
    void aChatIsBlockedByItsNegativeId() {
        assertThat(run("blocks", "add", "-100777").status()).isZero();
        assertThat(reason(bot.check(
                        Request.builder("/hi").subject("42").chat("-100777").build())))
                .isEqualTo(Reason.BLOCKED);
        assertThat(run("blocks", "show", "-100777").out()).startsWith("'-100777' is blocked for ever, manual");
    }

    @Test
    void listsAreForProgramsToo() {
        run("blocks", "add", "1", "--reason", "=HYPERLINK(\"x\")", "--actor", "a,b");
        run("blocks", "add", "2");
        assertThat(run("blocks", "list", "--format", "csv").lines())
                .hasSize(3)
                .contains("id,source,since,until,actor,reason")
                .element(1)
                .asString()
                .startsWith("\"1\",\"manual\",")
                .endsWith(",\"\",\"a,b\",\"'=HYPERLINK(\"\"x\"\")\"");
        assertThat(run("blocks", "list", "--format", "json").lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"id\":"));
    }

    @Test
    void whyTellsBlocksViolationsAndWhatIsLeft() {
        for (int i = 0; i < 4; i++) {
            check("/hi", "42");
        }
        Run why = run("why", "42", "--policy", policyFile, "--action", "/hi");
        assertThat(why.status()).as(why.err()).isZero();
        assertThat(why.out())
                .startsWith("'42' is blocked until ")
                .contains("automatic, by 'sentinel'", "0 of 2 violations", "climbed 1 rung")
                .containsPattern("'\\*#0' +user +0 +20")
                .contains("'everyone'")
                .doesNotContain("money");
        assertThat(run("why", "666", "--policy", policyFile).out())
                .startsWith("'666' is blocked for ever by the policy's list; by hand or escalation not blocked");
        assertThat(run("why", "42", "--chat", "-5", "--policy", policyFile, "--json")
                        .out())
                .contains("\"user\":\"42\"", "\"limit\":\"money\",\"scope\":\"member\",\"remaining\":1", "\"rung\":1");
    }

    @Test
    void limitsAreShownResetRefundedAndCooledDown() {
        check("/hi", "7");
        check("/hi", "7");
        assertThat(show("7")).containsPattern("'\\*#0' +user +0 ");
        assertThat(limits("refund", "*#0", "--user", "7").out())
                .isEqualTo("1 permit of '*#0' given back to user '7'\n");
        assertThat(show("7")).containsPattern("'\\*#0' +user +1 +now");
        assertThat(limits("reset", "*#0", "--user", "7").out()).isEqualTo("'*#0' is full again for user '7'\n");
        assertThat(show("7")).containsPattern("'\\*#0' +user +2 +now");
        assertThat(limits("cooldown", "everyone", "--for", "30s").out())
                .startsWith("'everyone' refuses everybody until ");
        Decision.Denied denied = (Decision.Denied) check("/hi", "7");
        assertThat(denied.rule()).isEqualTo("everyone");
        assertThat(limits("reset", "everyone").status()).isZero();
        assertThat(check("/hi", "7").isAllowed()).isTrue();
    }

    @Test
    void whyShowsTheLastDenialsAndTopWhoHasMost() {
        for (int i = 0; i < 6; i++) {
            check("/hi", "42");
        }
        check("/hi", "666");
        written("42", "666");
        Run why = run("why", "42", "--policy", policyFile);
        assertThat(why.out())
                .contains("last denials, newest first:")
                .containsPattern("'/hi' +blocked +'escalation' +2\n.*'/hi' +rate_limited +'\\*#0' +2\n");
        assertThat(run("why", "42", "--policy", policyFile, "--json").out())
                .contains("\"times\":2,\"action\":\"/hi\",\"reason\":\"blocked\"");
        assertThat(run("why", "7", "--policy", policyFile).out()).doesNotContain("last denials");

        assertThat(run("top").lines())
                .hasSize(3)
                .element(1)
                .asString()
                .contains("'42'")
                .endsWith(" 4");
        assertThat(run("top", "--most", "1", "--json").out()).isEqualTo("{\"subject\":\"42\",\"denials\":4}\n");
        assertThat(run("top", "--by", "blocks").lines()).element(1).asString().endsWith(" 2");
        assertThat(run("top", "--most", "0").status()).isEqualTo(2);
        assertThat(run("data", "export", "42").out()).contains("\"DENIALS\"");
        run("data", "erase", "42", "--yes");
        assertThat(run("top").out()).doesNotContain("'42'").contains("'666'");
    }

    /** Asks the bot for its own denials, which has it write them first. */
    private void written(String... subjects) {
        for (String subject : subjects) {
            assertThat(bot.data().denials(subject).toCompletableFuture().join()).isNotEmpty();
        }
    }

    @Test
    void whereNoDenialsAreKeptTopSaysHowToKeepThem() {
        assertThat(run("top").out()).contains("no denials are kept", "keepDenials");
    }

    @ParameterizedTest
    @MethodSource("commandsWithIds")
    void aBlankOrAnEndlessIdIsBadInput(List<String> command) {
        for (String id : List.of("", "  ", "\t", "x".repeat(129))) {
            Run run = run(command.stream()
                    .map(word -> word.equals("ID") ? id : word.replace("POLICY", policyFile.toString()))
                    .toArray());
            assertThat(run.status())
                    .as("%s with '%s': %s", command, id, run.err())
                    .isEqualTo(2);
            assertThat(run.err()).contains("id", "such as 42 or -100777").doesNotContain("unexpected");
        }
    }

    static Stream<List<String>> commandsWithIds() {
        return Stream.of(
                        "why ID --policy POLICY",
                        "why 42 --chat ID --policy POLICY",
                        "blocks show ID",
                        "blocks add ID",
                        "blocks remove ID",
                        "limits show --user ID --policy POLICY",
                        "limits show --chat ID --policy POLICY",
                        "limits show --chat 1 --topic ID --policy POLICY",
                        "limits show --space ID --policy POLICY",
                        "data export ID",
                        "data erase ID --yes",
                        "data forget ID")
                .map(line -> List.of(line.split(" ")));
    }

    @Test
    void whoWhyAndHowLongAreCheckedToo() {
        assertBad("nobody", "blocks", "add", "42", "--actor", " ");
        assertBad("256", "blocks", "add", "42", "--actor", "x".repeat(257));
        assertBad("256", "blocks", "remove", "42", "--reason", "x".repeat(257));
        assertBad("36500d is the longest", "blocks", "add", "42", "--for", "40000d");
        assertBad("36500d is the longest", "limits", "cooldown", "everyone", "--for", "40000d", "--policy", policyFile);
        assertBad("at least 1 permit", "limits", "refund", "everyone", "--permits", "0", "--policy", policyFile);
    }

    private void assertBad(String expected, Object... command) {
        Run run = run(command);
        assertThat(run.status()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains(expected).doesNotContain("unexpected");
    }

    private String show(String user) {
        return limits("show", "--user", user).out();
    }

    private Run limits(Object... args) {
        List<Object> all = new ArrayList<>(List.of("limits"));
        all.addAll(List.of(args));
        all.addAll(List.of("--policy", policyFile));
        return run(all.toArray());
    }

    @Test
    void aLimitThatNobodyHoldsIsAnErrorThatSaysWhatToDo() {
        Run misspelt = limits("reset", "everyonne");
        assertThat(misspelt.status()).isEqualTo(2);
        assertThat(misspelt.err()).contains("no", "'everyonne'", "everyone");
        Run withoutChat = limits("reset", "money", "--chat", "-5");
        assertThat(withoutChat.status()).isZero(); // per member falls back to the chat where nobody is known
    }

    @Test
    void dataIsExportedAndErased() {
        check("/hi", "42");
        assertThat(run("data", "export", "42").out()).contains("\"subject\" : \"42\"", "\"LIMIT\"");
        Run unsure = run("data", "erase", "42");
        assertThat(unsure.status()).isEqualTo(2);
        assertThat(unsure.err()).contains("--yes");
        assertThat(run("data", "erase", "42", "--yes").out()).isEqualTo("erased all that was kept of '42'\n");
        assertThat(run("data", "export", "42").out()).contains("\"items\" : [ ]");
        assertThat(run("data", "forget", "42").status()).isZero();
    }

    @Test
    void secretsAreNeverOnTheCommandLineNorInMessages() {
        Run inUri = Run.of("blocks", "list", "--storage", "redis://:hunter2@127.0.0.1:1", "--key-file", keyFile);
        assertThat(inUri.status()).isEqualTo(2);
        assertThat(inUri.err()).contains("--password-file").doesNotContain("hunter2");
        Run without = Run.of("blocks", "list", "--storage", redis.uri(), "--key-file", keyFile);
        assertThat(without.status()).isEqualTo(1);
        assertThat(without.err()).contains("NOAUTH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "00112233445566778899aabbccddeeffff"})
    void aKeyThatIsNoneIsAnErrorWithoutIt(String key) throws IOException {
        Run run = Run.of(
                "blocks",
                "list",
                "--storage",
                redis.uri(),
                "--password-file",
                passwordFile,
                "--key-file",
                secret("bad-key", key));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("32 hex digits").doesNotContain(key);
    }

    @Test
    void aKeyOfAnotherBotIsRefused() throws IOException {
        Path other = secret("other-key", "ff112233445566778899aabbccddeeff");
        Run run = Run.of(
                "blocks",
                "list",
                "--storage",
                redis.uri(),
                "--prefix",
                prefix,
                "--password-file",
                passwordFile,
                "--key-file",
                other);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("fingerprint");
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        Path open = Files.writeString(directory.resolve("open-key"), KEY);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Run run = Run.of("blocks", "list", "--storage", redis.uri(), "--key-file", open);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("chmod 600").doesNotContain(KEY);
    }

    private Run run(Object... args) {
        return Run.of(Stream.concat(
                        Stream.of(args),
                        Stream.of(
                                "--storage",
                                redis.uri(),
                                "--prefix",
                                prefix,
                                "--password-file",
                                passwordFile,
                                "--key-file",
                                keyFile))
                .toArray());
    }

    private Decision check(String action, String user) {
        return bot.check(Request.builder(action).subject(user).build());
    }

    private static Reason reason(Decision decision) {
        return ((Decision.Denied) decision).reason();
    }
}
