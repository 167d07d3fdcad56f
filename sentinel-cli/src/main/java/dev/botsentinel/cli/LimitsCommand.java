package dev.botsentinel.cli;

import dev.botsentinel.Limits;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.Refund;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and corrects what owners have left on a bot's Redis. */
@Command(
        name = "limits",
        description = {
            "Shows what is left of a policy's limits, makes them full again, gives permits back, or has one refuse for a"
                    + " while.",
            "Whose limits: say the ids that an update has. --policy is the bot's own policy, by which limits are found."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel limits show --user 42 --policy p.yml --storage redis://localhost --key-file key",
            "  sentinel limits reset money --user 42 --policy p.yml --storage redis://localhost --key-file key",
            "  sentinel limits cooldown everyone --for 30s --policy p.yml --storage redis://localhost --key-file key"
        })
final class LimitsCommand extends CommandGroup {

    LimitsCommand(PrintStream out) {
        super(out);
    }

    @Command(name = "show", description = "Shows what is left, and when each limit passes again.")
    Integer show(
            @Mixin StorageOptions storage,
            @Mixin OwnerOptions owner,
            @Mixin PolicyOption policy,
            @Option(names = "--json", description = "Print JSON, for programs: an object a line.") boolean json) {
        try (SharedGuard guard = storage.open(policy.read())) {
            List<BudgetState> states = states(guard, owner.all());
            if (json) {
                states.forEach(state -> out.print(OperatorJson.budget(state) + "\n"));
            } else {
                out.print(table(states, Instant.now()));
            }
        }
        return ExitStatus.FINE;
    }

    /** What is left of all limits that these owners hold. */
    static List<BudgetState> states(SharedGuard guard, List<Owner> owners) {
        List<BudgetState> states = new ArrayList<>();
        for (Owner owner : owners) {
            states.addAll(
                    SharedGuard.await(guard.sentinel().limits().inspect(owner)).budgets());
        }
        return states;
    }

    static String table(List<BudgetState> states, Instant now) {
        Table table = new Table(2).row("limit", "scope", "left", "passes", "cooldown");
        for (BudgetState state : states) {
            Instant ready = state.readyAt();
            Instant cooldown = state.cooldownUntil();
            table.row(
                    Quote.of(state.budget().limit().id()),
                    state.budget().owner().scope().label(),
                    Numbers.number(state.remaining()),
                    ready == null ? "never" : ready.isAfter(now) ? OperatorText.at(ready, now) : "now",
                    cooldown == null ? "-" : OperatorText.at(cooldown, now));
        }
        return table.toString();
    }

    @Command(name = "reset", description = "Makes a limit full again and ends its cooldown.")
    Integer reset(
            @Mixin StorageOptions storage,
            @Mixin OwnerOptions owner,
            @Mixin ChangeOptions change,
            @Mixin PolicyOption policy,
            @Parameters(paramLabel = "LIMIT", description = "Its name, or /pay#0, *#0, global#0.") String limit) {
        try (SharedGuard guard = storage.open(policy.read())) {
            Limits limits = guard.sentinel().limits();
            Owner holder = holder(guard, owner, limit);
            SharedGuard.awaitChange(
                    limits.reset(holder, limit, change.actor(), change.reason()).thenApply(done -> true));
            out.print(Quote.of(limit) + " is full again for " + name(holder) + "\n");
        }
        return ExitStatus.FINE;
    }

    @Command(name = "refund", description = "Gives permits back, at most those that are spent.")
    Integer refund(
            @Mixin StorageOptions storage,
            @Mixin OwnerOptions owner,
            @Mixin ChangeOptions change,
            @Mixin PolicyOption policy,
            @Option(names = "--permits", paramLabel = "N", defaultValue = "1", description = "How many; default: 1.")
                    int permits,
            @Parameters(paramLabel = "LIMIT", description = "Its name, or /pay#0, *#0, global#0.") String limit) {
        try (SharedGuard guard = storage.open(policy.read())) {
            long anyId = ThreadLocalRandom.current().nextLong();
            Owner holder = holder(guard, owner, limit);
            Refund refund = SharedGuard.awaitChange(
                    guard.sentinel().limits().refund(holder, limit, permits, anyId, change.actor(), change.reason()));
            out.print(Numbers.count(refund.permits(), "permit") + " of " + Quote.of(limit) + " given back to "
                    + name(holder) + "\n");
        } catch (IllegalArgumentException e) {
            throw misused("--permits: " + e.getMessage());
        }
        return ExitStatus.FINE;
    }

    @Command(name = "cooldown", description = "Has a limit refuse for a while, whatever is left.")
    Integer cooldown(
            @Mixin StorageOptions storage,
            @Mixin OwnerOptions owner,
            @Mixin ChangeOptions change,
            @Mixin PolicyOption policy,
            @Option(names = "--for", paramLabel = "TIME", required = true, description = "How long, such as 30s.")
                    String duration,
            @Parameters(paramLabel = "LIMIT", description = "Its name, or /pay#0, *#0, global#0.") String limit) {
        Duration asked = OptionValues.duration(spec, "--for", duration);
        try (SharedGuard guard = storage.open(policy.read())) {
            Owner holder = holder(guard, owner, limit);
            Instant until = SharedGuard.awaitChange(
                    guard.sentinel().limits().cooldown(holder, limit, asked, change.actor(), change.reason()));
            out.print(Quote.of(limit) + " refuses " + name(holder) + " until " + OperatorText.at(until, Instant.now())
                    + "\n");
        } catch (IllegalArgumentException e) {
            throw misused("--for: " + e.getMessage());
        }
        return ExitStatus.FINE;
    }

    /** Who of the owners holds the limit, in the scope that is in effect for these ids. */
    private Owner holder(SharedGuard guard, OwnerOptions options, String limit) {
        List<BudgetState> states = states(guard, options.all());
        return states.stream()
                .filter(state -> state.budget().limit().id().equals(limit))
                .map(state -> state.budget().owner())
                .findFirst()
                .orElseThrow(() -> misused(notHeld(states, limit)));
    }

    private static String notHeld(List<BudgetState> states, String limit) {
        List<String> known = states.stream()
                .map(state -> state.budget().limit().id())
                .distinct()
                .toList();
        return "nobody with these ids holds a limit " + Quote.of(limit)
                + "; say --user, --chat, --topic or --space as its scope needs; " + DidYouMean.hint(limit, known);
    }

    private static String name(Owner owner) {
        List<String> ids = new ArrayList<>();
        addId(ids, "user", owner.subject());
        addId(ids, "topic", owner.topic());
        addId(ids, "chat", owner.chat());
        addId(ids, "space", owner.space());
        return ids.isEmpty() ? "everybody" : String.join(" in ", ids);
    }

    private static void addId(List<String> ids, String what, @Nullable String id) {
        if (id != null) {
            ids.add(what + " " + Quote.of(id));
        }
    }
}
