package dev.botsentinel.examples.shop;

import dev.botsentinel.access.Principal;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The day that comes with the examples: what was sent to a shop's bot, the shop's policy, and the shop's users. */
public final class RecordedDay {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** An update and when it came. */
    public record Recorded(Instant at, TelegramUpdate update) {}

    private RecordedDay() {}

    /** The updates, in the order in which they came. */
    public static List<Recorded> updates() throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("updates.jsonl"), StandardCharsets.UTF_8))) {
            List<Recorded> updates = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode recorded = JSON.readTree(line);
                updates.add(new Recorded(
                        Instant.parse(recorded.required("at").asString()),
                        TelegramUpdate.of(recorded.required("update"))));
            }
            return updates;
        }
    }

    /** What the shop allows. */
    public static PolicySet policy() throws IOException {
        try (InputStream yaml = open("policy.yml")) {
            return PolicyFile.parse("day/policy.yml", yaml);
        }
    }

    /** Who its users are, by subject id; stands for the shop's user database. */
    public static Map<String, Principal> principals() throws IOException {
        try (InputStream json = open("principals.json")) {
            Map<String, Principal> principals = new HashMap<>();
            JSON.readTree(json)
                    .properties()
                    .forEach(entry -> principals.put(entry.getKey(), principal(entry.getValue())));
            return principals;
        }
    }

    private static Principal principal(JsonNode json) {
        Set<String> roles = new HashSet<>();
        json.path("roles").forEach(role -> roles.add(role.asString()));
        JsonNode stepUpAt = json.path("stepUpAt");
        return new Principal(
                json.path("registered").asBoolean(false),
                roles,
                stepUpAt.isString() ? Instant.parse(stepUpAt.asString()) : null);
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(
                RecordedDay.class.getResourceAsStream("/day/" + name),
                () -> "day/" + name + " is not on the class path");
    }
}
