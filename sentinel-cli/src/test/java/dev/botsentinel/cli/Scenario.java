package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A policy, a recording and principals in a directory, to be replayed. */
final class Scenario {

    static final String NO_LIMITS = "version: 1\ndefaults: {limits: []}\n";

    private final Path directory;
    private final List<Object> more = new ArrayList<>();

    Scenario(Path directory) throws IOException {
        this.directory = directory;
        policy(NO_LIMITS);
    }

    Scenario policy(String yaml) throws IOException {
        Files.writeString(policy(), yaml);
        return this;
    }

    Path policy() {
        return directory.resolve("policy.yml");
    }

    Path updates() {
        return directory.resolve("updates.jsonl");
    }

    Path out() {
        return directory.resolve("decisions.jsonl");
    }

    Scenario updates(String text) throws IOException {
        return updates(text.getBytes(UTF_8));
    }

    Scenario updates(byte[] bytes) throws IOException {
        Files.write(updates(), bytes);
        return this;
    }

    Scenario principals(String json) throws IOException {
        Files.writeString(directory.resolve("principals.json"), json);
        return with("--principals", directory.resolve("principals.json"));
    }

    Scenario with(Object... arguments) {
        more.addAll(List.of(arguments));
        return this;
    }

    Run replay() {
        List<Object> args = new ArrayList<>(List.of("replay", "--policy", policy(), "--updates", updates()));
        args.addAll(more);
        return Run.of(args.toArray());
    }

    /** A text message from a user in the private chat with the bot. */
    static String message(long updateId, long user, long date, String text) {
        return "{\"update_id\":" + updateId + ",\"message\":{\"message_id\":1,\"from\":{\"id\":" + user
                + "},\"chat\":{\"id\":" + user + "},\"date\":" + date + ",\"text\":\"" + text + "\"}}";
    }

    /** A press of a button that has no time of its own. */
    static String press(long updateId, String data) {
        return "{\"update_id\":" + updateId + ",\"callback_query\":{\"from\":{\"id\":42},\"data\":\"" + data + "\"}}";
    }

    static String envelope(String at, String update) {
        return "{\"at\":" + at + ",\"update\":" + update + "}";
    }

    /** What a replay without limits prints for {@link #press}. */
    static String pressed(long n, String at, long updateId, String action) {
        return "{\"n\":" + n + ",\"at\":\"" + at + "\",\"updateId\":" + updateId
                + ",\"user\":\"42\",\"chat\":null,\"action\":\"callback:" + action
                + "\",\"decision\":\"allowed\",\"reason\":null,\"rule\":null,\"scope\":null,\"remaining\":null,"
                + "\"retryAfterMicros\":0,\"blockedUntil\":null,\"shadow\":[]}";
    }
}
