package dev.botsentinel.examples;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.examples.shop.RecordedDay;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.telegram.Telegram;
import dev.botsentinel.telegram.TelegramUpdate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A shop's bot behind the guard, given one recorded day of Telegram updates: prints what the bot answered, what was
 * denied and why, and ends by itself. The guard is set up as a live bot would set it up, but for the clock, which the
 * recording turns.
 */
public final class GuardedBot {

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
                        .platform(Telegram.PLATFORM)
                        .policy(RecordedDay.policy())
                        .store(store)
                        .resolver(PrincipalResolver.of(RecordedDay.principals()))
                        .time(clock)
                        .build()) {
            Function<TelegramUpdate, Outcome<String>> bot = sentinel.guardCall(GuardedBot::handle);
            for (RecordedDay.Recorded recorded : RecordedDay.updates()) {
                now = recorded.at();
                TelegramUpdate update = recorded.update();
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
}
