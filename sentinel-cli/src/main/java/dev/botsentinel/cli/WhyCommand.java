package dev.botsentinel.cli;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.RecentDenial;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells why a guard refuses somebody, from what its instances share. Writes nothing. */
@Command(
        name = "why",
        description = {
            "Tells what stands between a user and the handler: blocks, violations, and what is left of each limit.",
            "Roles and registration are the bot's own to tell, and debounce is over before you have typed this."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel why 42 --policy p.yml --storage redis://localhost --key-file key",
            "  sentinel why 42 --chat -100 --action /pay --policy p.yml --storage redis://localhost --key-file key"
        })
final class WhyCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private StorageOptions storage;

    @Parameters(paramLabel = "ID", converter = IdConverter.class, description = "The subject's id.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String user;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private PolicyOption policyOption;

    @Option(
            names = "--chat",
            paramLabel = "ID",
            converter = IdConverter.class,
            description = "In which chat; default: in none.")
    private @Nullable String chat;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "For which action or path, such as /pay; default: all of the policy's limits.")
    private @Nullable String action;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    private final PrintStream out;

    WhyCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        PolicySet policy = policyOption.read();
        try (SharedGuard guard = storage.open(policy)) {
            Standing standing = new Standing(
                    block(guard, user),
                    chat == null ? Optional.empty() : block(guard, chat),
                    SharedGuard.await(guard.sentinel().limits().inspect(Owner.user(user))),
                    SharedGuard.await(guard.sentinel().data().denials(user)),
                    asked(policy, LimitsCommand.states(guard, OwnerOptions.all(user, chat, null, null))));
            out.print(json ? json(policy, standing) : text(policy, standing, Instant.now()));
        }
        return ExitStatus.FINE;
    }

    /** What the storage has about the user: both blocks, violations, last denials, and the limits that were asked for. */
    private record Standing(
            Optional<Block> block,
            Optional<Block> chatBlock,
            Inspection own,
            List<RecentDenial> denials,
            List<BudgetState> limits) {}

    private static Optional<Block> block(SharedGuard guard, String id) {
        return SharedGuard.await(guard.sentinel().blocklist().find(id));
    }

    private List<BudgetState> asked(PolicySet policy, List<BudgetState> all) {
        if (action == null) {
            return all;
        }
        Set<String> ids =
                policy.effective(action).limits().stream().map(AppliedLimit::id).collect(Collectors.toSet());
        return all.stream()
                .filter(state -> ids.contains(state.budget().limit().id()))
                .toList();
    }

    private String text(PolicySet policy, Standing standing, Instant now) {
        StringBuilder text = new StringBuilder();
        text.append(Quote.of(user)).append(" is ").append(blockText(policy, user, standing.block, now));
        if (chat != null) {
            text.append("chat ").append(Quote.of(chat)).append(" is ");
            text.append(blockText(policy, chat, standing.chatBlock, now));
        }
        if (policy.trusted().subjects().contains(user)) {
            text.append("trusted by the policy: limits without spareTrusted: false are not asked\n");
        }
        Escalation escalation = policy.escalation();
        if (escalation != null) {
            text.append(Numbers.number(standing.own.violations()))
                    .append(" of ")
                    .append(Numbers.count(escalation.violations(), "violation"))
                    .append(" that lead to a block; climbed ")
                    .append(Numbers.count(standing.own.rung(), "rung"))
                    .append('\n');
        }
        text.append(LimitsCommand.table(standing.limits, now));
        if (!standing.denials.isEmpty()) {
            text.append("last denials, newest first:\n").append(denials(standing.denials));
        }
        return text.toString();
    }

    private static Table denials(List<RecentDenial> newestFirst) {
        Table table = new Table(5).row("first", "last", "action", "reason", "rule", "times");
        for (RecentDenial run : newestFirst) {
            table.row(
                    run.first().truncatedTo(ChronoUnit.SECONDS).toString(),
                    run.last().truncatedTo(ChronoUnit.SECONDS).toString(),
                    Quote.of(run.action()),
                    run.reason(),
                    Quote.of(run.rule()),
                    Numbers.number(run.times()));
        }
        return table;
    }

    private static String blockText(PolicySet policy, String id, Optional<Block> block, Instant now) {
        String listed =
                policy.blocked().contains(id) ? "blocked for ever by the policy's list; by hand or escalation " : "";
        return listed + block.map(found -> OperatorText.sentence(found, now)).orElse("not blocked") + "\n";
    }

    private String json(PolicySet policy, Standing standing) {
        ObjectNode root = OperatorJson.JSON.objectNode();
        root.put("user", user);
        root.put("listed", policy.blocked().contains(user));
        root.set("block", standing.block.map(OperatorJson::block).orElse(null));
        root.put("chat", chat);
        root.put("chatListed", chat != null && policy.blocked().contains(chat));
        root.set("chatBlock", standing.chatBlock.map(OperatorJson::block).orElse(null));
        root.put("trusted", policy.trusted().subjects().contains(user));
        root.put("violations", standing.own.violations());
        root.put("rung", standing.own.rung());
        ArrayNode limits = root.putArray("limits");
        standing.limits.forEach(state -> limits.add(OperatorJson.budget(state)));
        ArrayNode denials = root.putArray("denials");
        standing.denials.forEach(run -> denials.add(OperatorJson.denial(run)));
        return root + "\n";
    }
}
