package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.telegram.TelegramFormatException;
import dev.botsentinel.telegram.TelegramJson;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Reports for tests. */
final class Pages {

    /** What somebody would try who wants to run a script in the administrator's browser, and what breaks markup. */
    static final String HOSTILE = "</title></svg><script>document.title='owned'</script>"
            + "<img src=x onerror=\"document.title='owned'\">'\"><a href=javascript:alert(1)>&amp;\u202e";

    /** The policy, with a comment, a named policy and limits called so. */
    static final String HOSTILE_POLICY = """
        version: 1
        # </pre><script>document.title='owned'</script>
        actions:
          "callback:<script>document.title='owned'</script>": {limits: [{name: "<b onclick=x>", permits: 1, per: 1h}]}
          "*": {limits: [{name: "'\\"><img src=x onerror=x>", permits: 1, per: 1h, mode: shadow}]}
        blocked: ["<i>666</i>"]
        """;

    private static final String OTHER_POLICY = """
        version: 1
        actions:
          "*": {limits: [{name: "<img src=x>", permits: 1, per: 2h}]}
        """;

    private Pages() {}

    /** A recording whose every text tries to be markup, replayed with two policies and a report. */
    static String hostile(Path directory) throws IOException {
        Path report = directory.resolve("report.html");
        StringBuilder updates = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            String json = HOSTILE.replace("\\", "\\\\").replace("\"", "\\\"");
            updates.append(Scenario.envelope("\"2026-01-01T00:0" + i + ":00Z\"", Scenario.press(2L * i, json)))
                    .append('\n')
                    .append(Scenario.press(2L * i + 1, "<script>document.title='owned'</script>:" + i))
                    .append("\n")
                    .append("<script>document.title='owned'</script>\n");
        }
        Run run = new Scenario(directory)
                .policy(HOSTILE_POLICY)
                .updates(updates.toString())
                .with("--compare", Files.writeString(directory.resolve("other.yml"), OTHER_POLICY))
                .with("--report", report, "--out", directory.resolve("out.jsonl"))
                .replay();
        if (run.status() != ExitStatus.ERROR_LINES) {
            throw new AssertionError(run.err());
        }
        return Files.readString(report);
    }

    /** The report on a million decisions over a week: 50,000 subjects, 20,000 actions, every reason, a large policy. */
    static Path million(Path directory) throws IOException {
        StringBuilder yaml = new StringBuilder("version: 1\nactions:\n");
        for (int i = 0; i < 400; i++) {
            yaml.append("  /command")
                    .append(i)
                    .append(": {limits: [{permits: 3, per: 30s}], debounce: {window: 2s}}\n");
        }
        Path policy = Files.writeString(directory.resolve("large.yml"), yaml);
        PolicySource source = PolicySource.read(policy);
        ReplayResult result = ReplayResult.empty(source, null);
        Random random = new Random(7);
        Replayed[] updates = updates(random);
        long micros = VirtualClock.toMicros(Instant.parse("2026-01-01T00:00:00Z"));
        for (int n = 1; n <= 1_000_000; n++) {
            micros += random.nextInt(1_200_000);
            Replayed replayed = new Replayed(n, micros, 1L, updates[random.nextInt(updates.length)].request());
            Decision decision = decision(random, micros);
            result.summary().decision(replayed, decision);
            result.tally().decision(replayed, decision);
        }
        Path report = directory.resolve("million.html");
        ReportFile.write(report, new ReportPage(result, "million.jsonl"));
        return report;
    }

    private static Replayed[] updates(Random random) {
        Replayed[] updates = new Replayed[50_000];
        for (int i = 0; i < updates.length; i++) {
            String action = "/command" + (random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(400));
            updates[i] = new Replayed(
                    0, 0, 1L, command(action, random.nextLong(1L << 40)).request());
        }
        return updates;
    }

    private static TelegramUpdate command(String action, long user) {
        String json = "{\"update_id\":1,\"message\":{\"message_id\":1,\"from\":{\"id\":" + user + "},\"chat\":{\"id\":"
                + user
                + "},\"text\":\"" + action + "\",\"entities\":[{\"type\":\"bot_command\",\"offset\":0,\"length\":"
                + action.length() + "}]}}";
        try {
            return TelegramUpdate.of(TelegramJson.read(json.getBytes(UTF_8)));
        } catch (TelegramFormatException e) {
            throw new AssertionError(e);
        }
    }

    private static Decision decision(Random random, long micros) {
        int dice = random.nextInt(40);
        Reason[] reasons = Reason.values();
        if (dice < reasons.length) {
            String rule = "/command" + random.nextInt(400) + "#0";
            Instant until = dice % 2 == 0 ? null : VirtualClock.ofMicros(micros).plusSeconds(60);
            return new Denied(reasons[dice], rule, Scope.USER, null, null, Duration.ofSeconds(1), until, until);
        }
        List<ShadowDenial> shadow =
                dice == 39 ? List.of(new ShadowDenial(Reason.RATE_LIMITED, "slow" + random.nextInt(50))) : List.of();
        return new Allowed(Passage.CHECKED, List.of(), shadow);
    }
}
