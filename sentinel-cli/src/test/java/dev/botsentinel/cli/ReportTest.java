package dev.botsentinel.cli;

import static dev.botsentinel.cli.Scenario.message;
import static dev.botsentinel.cli.Scenario.press;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the page; {@link ReportBrowserTest} sees to how it looks. */
class ReportTest {

    private static final long T = 1_767_225_600;

    @TempDir
    private Path directory;

    @Test
    void thePageTellsWhatHappened() throws IOException {
        String page = report(new Scenario(directory)
                .policy("""
                        version: 1
                        actions:
                          message:
                            limits: [{permits: 1, per: 1h}, {name: slow, permits: 1, per: 2h, mode: shadow}]
                            debounce: {window: 1m}
                          /never: {debounce: {window: 3s}}
                        escalation: {violations: 1, within: 1m, block: [10m], forgetAfter: 1d}
                        blocked: ["666"]
                        """)
                .updates(String.join(
                        "\n",
                        message(1, 42, T, "a"),
                        message(2, 42, T + 1, "a"),
                        message(3, 42, T + 2, "b"),
                        message(4, 42, T + 3, "c"),
                        message(5, 42, T + 3700, "d"),
                        message(6, 666, T + 3700, "e"))));
        assertThat(text(page))
                .contains("What policy.yml makes of updates.jsonl")
                .contains("2026-01-01 00:00:00 to 2026-01-01 01:01:40 UTC, 1h 1m")
                .contains("updates 6", "allowed 2 33.3 %", "denied 4 66.7 %", "subjects 2 ever denied")
                .contains("violations 1", "blocks begun 1", "in shadow 1", "error lines 0")
                .contains("message 6 4 66.7 %")
                .contains(
                        "escalation blocked 1 16.7 %", "message#0 rate_limited 1 16.7 %", "slow rate_limited 1 16.7 %")
                .contains("42 3 75.0 %", "666 1 25.0 %")
                .contains("debounce repeats within 3s never fired")
                .contains("escalation 1 violation within 1m block for 10m 1")
                .contains("slow 1 per 2h, sliding-window, per user, shadow shadow 1");
    }

    @Test
    void thePageTellsWhatIsTooOldWhoIsTrustedAndWhatEscalates() throws IOException {
        String page = report(new Scenario(directory)
                .policy("""
                        version: 1
                        defaults: {limits: [{permits: 1, per: 1h}]}
                        actions:
                          message: {escalates: true, limits: [{permits: 5, per: 1h, spareTrusted: false}]}
                          callback:a: {escalates: false}
                          callback:b: {}
                        roles: {"r\u202Ex": {}}
                        stale: {after: 2m}
                        trusted: {subjects: ["42"], roles: ["r\u202Ex"]}
                        escalation: {violations: 1, within: 1m, block: [10m], forgetAfter: 1d}
                        """)
                .updates(String.join("\n", message(1, 42, T, "new"), message(2, 7, T - 121, "old"), press(3, "a"))));
        assertThat(page).doesNotContain("\u202e");
        assertThat(text(page))
                .contains("stale sent more than 2m ago 1 ")
                .contains("Limits and debounce spare 1 subject, and the roles r\\u202Ex: 2 updates.")
                .contains("message 2 updates message#0 5 per 1h, sliding-window, per user, for trusted ones too")
                .contains("Denials here are violations whatever the update is.")
                .containsOnlyOnce("Denials here are no violations.");
    }

    @Test
    void updatesAreCountedUnderTheEntryOfTheirPath() throws IOException {
        String page = text(report(new Scenario(directory)
                .policy("""
                        version: 1
                        actions:
                          message: {limits: [{permits: 5, per: 1h}]}
                          message:text:buy: {limits: [{permits: 1, per: 1h}]}
                        """)
                .updates(String.join("\n", message(1, 1, T, "buy"), message(2, 1, T, "buy"), message(3, 1, T, "x")))));
        assertThat(page)
                .contains("message:text:buy 2 updates message:text:buy#0 1 per 1h, sliding-window, per user 1")
                .contains("message 1 update message#0 5 per 1h, sliding-window, per user never fired");
    }

    /** As escalation does: not those of an edit, nor those of a backlog. */
    @Test
    void violationsAreThoseThatEscalationCounts() throws IOException {
        String policy = """
                version: 1
                defaults: {limits: [{permits: 0, per: 1h}]}
                escalation: {violations: 9, within: 1h, block: [10m], forgetAfter: 1d}
                """;
        String edit = message(3, 1, T, "c").replace("\"message\":", "\"edited_message\":");
        String updates =
                String.join("\n", message(1, 1, T, "a"), message(2, 1, T - 61, "b"), edit, message(4, 1, T - 60, "d"));
        assertThat(text(report(new Scenario(directory).policy(policy).updates(updates))))
                .contains("denied 4 100.0 %", "violations 2");
        assertThat(text(report(new Scenario(directory)
                        .policy("version: 1\ndefaults: {limits: [{permits: 0, per: 1h}]}\n")
                        .updates(updates))))
                .contains("denied 4 100.0 %", "violations 0");
    }

    @Test
    void aPolicyThatFiredWholeHasNoMark() throws IOException {
        String page = report(new Scenario(directory)
                .policy("version: 1\nblocked: [\"42\"]\n")
                .updates(press(1, "a") + "\n"));
        assertThat(text(page)).doesNotContain("never fired").contains("blocklist 1 blocked id 1");
    }

    @Test
    void aSharedLimitThatFiredElsewhereHasNoMark() throws IOException {
        String policy = """
                version: 1
                actions:
                  callback:a: {limits: [{name: shared, permits: 0, per: 1h}]}
                  callback:b: {limits: [{name: shared, permits: 0, per: 1h}, {name: own, permits: 1, per: 1h}]}
                """;
        String page = text(report(new Scenario(directory).policy(policy).updates(press(1, "a") + "\n")));
        assertThat(page)
                .contains("callback:b 0 updates shared 0 per 1h, sliding-window, per user 0")
                .contains("own 1 per 1h, sliding-window, per user never fired")
                .contains("Rule by rule, in the order in which they are asked. 1 never denied anything");
    }

    @Test
    void whatHasNoTimeIsCountedButNotDrawn() throws IOException {
        assertThat(text(report(new Scenario(directory).updates(press(1, "a") + "\n"))))
                .contains("updates 1")
                .contains("no line told the time")
                .doesNotContain("NaN");
        assertThat(text(report(new Scenario(directory).updates(press(1, "a") + "\n" + message(2, 1, T, "x")))))
                .contains("1 update came before any line told the time");
    }

    @Test
    void anEmptyRecordingHasAPageToo() throws IOException {
        assertThat(text(report(new Scenario(directory).updates(""))))
                .contains("updates 0")
                .doesNotContain("NaN");
    }

    @Test
    void nobodysNameBecomesMarkup() throws IOException {
        String page = Pages.hostile(directory);
        assertThat(page)
                .contains("&lt;script")
                .doesNotContain("<script", "<img", "<b ", "<i>", "href=\"javascript")
                .doesNotContain("\u202e");
        assertThat(Pattern.compile("\\son\\w+=")
                        .matcher(page.replaceAll(">[^<]*<", "><"))
                        .find())
                .as("an event handler in a tag")
                .isFalse();
    }

    @Test
    void rolesAndPermissionsAreShownWithoutWhatNobodySees() throws IOException {
        String page = report(new Scenario(directory).policy("""
                        version: 1
                        roles: {"r\\u202Ex": {permissions: ["p\\x07y"]}}
                        actions: {message: {requires: {roles: ["r\\u202Ex"], permissions: ["p\\x07y"]}}}
                        """).updates(message(1, 42, T, "a")));
        assertThat(page).doesNotContain("\u202e", "\u0007");
        assertThat(text(page)).contains("role r\\u202Ex; permission p\\x07y");
    }

    /** What all entries share is said at each of them. */
    @Test
    void aPolicyOfAMegabyteIsNoPageThatWillNotOpen() throws IOException {
        String limits = IntStream.range(0, 400)
                .mapToObj(i -> "{name: l" + i + ", permits: 1, per: 1h}")
                .collect(Collectors.joining(", "));
        String roles = IntStream.range(0, 2000).mapToObj(i -> "r" + i).collect(Collectors.joining(", "));
        StringBuilder policy = new StringBuilder("version: 1\n")
                .append("defaults: {limits: [" + limits + "], requires: {roles: [" + roles + "]}}\n")
                .append("roles: {" + roles.replace(",", ": {},") + ": {}}\n")
                .append("actions:\n");
        for (int i = 0; i < 200; i++) {
            policy.append("  /command" + i + ": {debounce: {window: 1s}}\n");
        }
        String page = report(new Scenario(directory).policy(policy.toString()).updates(message(1, 42, T, "a")));
        assertThat(page.length()).isLessThan(6_000_000);
        assertThat(text(page)).contains("or r9 or 1,990 more", "and 302 rules more");
    }

    @Test
    void thePageAsksTheNetworkForNothing() throws IOException {
        String page = Pages.hostile(directory);
        assertThat(page).contains("default-src 'none'");
        assertThat(page.replaceAll(">[^<]*<", "><")).doesNotContain("src=", "http:", "https:", "url(");
    }

    @Test
    void aMillionUpdatesStayBelowTwoMegabytes() throws IOException {
        assertThat(Pages.million(directory)).isRegularFile();
        assertThat(Files.size(directory.resolve("million.html"))).isLessThan(2_000_000);
    }

    @Test
    void noInputAndNoOtherOutputIsOverwritten() throws IOException {
        Scenario scenario = new Scenario(directory).updates(press(1, "a") + "\n");
        Run run = scenario.with("--report", scenario.updates()).replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--report is " + scenario.updates());
        assertThat(scenario.updates()).hasContent(press(1, "a"));

        Run same = Run.of(
                "replay",
                "--policy",
                scenario.policy(),
                "--updates",
                scenario.updates(),
                "--out",
                scenario.out(),
                "--report",
                scenario.out());
        assertThat(same.status()).isEqualTo(2);
        assertThat(scenario.out()).doesNotExist();
    }

    @Test
    void aReportThatCannotBeWrittenIsToldBeforeAnythingElse() throws IOException {
        Scenario scenario = new Scenario(directory).updates(press(1, "a") + "\n");
        Run run = scenario.with("--out", scenario.out(), "--report", directory.resolve("nowhere/r.html"))
                .replay();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(directory.resolve("nowhere/r.html") + ": there is no such directory; make it first\n");
        assertThat(scenario.out()).doesNotExist();
    }

    private String report(Scenario scenario) throws IOException {
        Path report = directory.resolve("report.html");
        Run run = scenario.with("--report", report).replay();
        assertThat(run.status()).as(run.err()).isZero();
        return Files.readString(report);
    }

    /** What a reader sees, roughly. */
    private static String text(String page) {
        return page.replaceAll("(?s)<style>.*?</style>", " ")
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }
}
