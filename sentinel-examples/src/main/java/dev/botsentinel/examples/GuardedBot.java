package dev.botsentinel.examples;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A shop's bot behind the guard, given one recorded day of Telegram updates: prints what the bot answered, what was
 * denied and why, and ends by itself. The guard is set up as a live bot would set it up, but for the clock, which the
 * recording turns.
 */
public final class GuardedBot {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The recorded time; nothing in the guard looks at another clock. */
    private Instant now = Instant.EPOCH;

    private final PrintStream out;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    GuardedBot(PrintStream out) {
        this.out = out;
    }

    /** Runs the day; takes no arguments. */
    public static void main(String[] args) throws IOException {
        new GuardedBot(new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
    }

    void run() throws IOException {
        InstantSource clock = () -> now;
        try (MemoryStore store = MemoryStore.builder().time(clock).build();
                Sentinel<TelegramUpdate> sentinel = Sentinel.builder(TelegramUpdate::request)
                        .policy(policy())
                        .store(store)
                        .resolver(PrincipalResolver.of(principals()))
                        .time(clock)
                        .build();
                BufferedReader day =
                        new BufferedReader(new InputStreamReader(open("updates.jsonl"), StandardCharsets.UTF_8))) {
            Function<TelegramUpdate, Outcome<String>> bot = sentinel.guardCall(GuardedBot::handle);
            for (String line = day.readLine(); line != null; line = day.readLine()) {
                JsonNode recorded = JSON.readTree(line);
                now = Instant.parse(recorded.required("at").asString());
                TelegramUpdate update = TelegramUpdate.of(recorded.required("update"));
                String entry = sentinel.policy()
                        .effective(update.request().action().name())
                        .entry();
                tell(update, entry, bot.apply(update));
            }
        }
        out.println();
        outcomes.forEach((outcome, count) -> out.printf("%6d  %s%n", count, outcome));
    }

    /** The bot itself. */
    private static String handle(TelegramUpdate update) {
        return "served " + update.request().action().name();
    }

    private void tell(TelegramUpdate update, String entry, Outcome<String> outcome) {
        if (outcome instanceof Outcome.Refused<String> refused) {
            Denied denied = refused.decision();
            String who = update.request().subject() == null
                    ? "nobody"
                    : Objects.requireNonNull(update.request().subject()).id();
            out.printf(
                    "%s  %-11s %-18s %s%n", now, who, update.request().action().name(), denied.explain());
            outcomes.merge("denied: " + denied.reason().label() + " by " + denied.rule(), 1, Integer::sum);
        } else {
            outcomes.merge("allowed: " + entry, 1, Integer::sum);
        }
    }

    private static PolicySet policy() throws IOException {
        try (InputStream yaml = open("policy.yml")) {
            return PolicyFile.parse("day/policy.yml", yaml);
        }
    }

    /** Stands for the shop's user database. */
    private static Map<String, Principal> principals() throws IOException {
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
                GuardedBot.class.getResourceAsStream("/day/" + name),
                () -> "day/" + name + " is not on the class path");
    }
}
