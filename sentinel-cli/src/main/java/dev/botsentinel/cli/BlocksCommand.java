package dev.botsentinel.cli;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists, shows, adds and removes blocks on a bot's Redis. */
@Command(
        name = "blocks",
        description = "Lists, shows, adds and removes the blocks on subjects and chats that a bot's instances share.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel blocks list --storage redis://localhost --key-file key",
            "  sentinel blocks add 42 --for 1h --reason spam --storage redis://localhost --key-file key",
            "  sentinel blocks remove -100777 --reason mistake --storage redis://localhost --key-file key"
        })
final class BlocksCommand extends CommandGroup {

    private static final int PAGE = 1_000;

    BlocksCommand(PrintStream out) {
        super(out);
    }

    /** How {@code list} prints. */
    enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Command(name = "list", description = "Lists the blocks in force, in order of the ids.")
    Integer list(
            @Mixin StorageOptions storage,
            @Option(
                            names = "--format",
                            paramLabel = "F",
                            defaultValue = "table",
                            description = "table, csv or json (an object a line); default: table.")
                    Format format) {
        try (SharedGuard guard = storage.open()) {
            Instant now = Instant.now();
            if (format == Format.TABLE) {
                Table table = new Table(6).row("id", "source", "since", "until", "actor", "reason");
                eachBlock(guard, block -> table.row(cells(block, now)));
                out.print(table);
            } else if (format == Format.CSV) {
                out.print("id,source,since,until,actor,reason\n");
                eachBlock(guard, block -> out.print(csv(block)));
            } else {
                eachBlock(guard, block -> out.print(OperatorJson.block(block) + "\n"));
            }
        }
        return ExitStatus.FINE;
    }

    /** Page by page, so that any number of blocks takes little memory. */
    private static void eachBlock(SharedGuard guard, Consumer<Block> then) {
        String after = null;
        do {
            BlockPage page = SharedGuard.await(guard.sentinel().blocklist().list(after, PAGE));
            page.blocks().forEach(then);
            after = page.next();
        } while (after != null);
    }

    private static String[] cells(Block block, Instant now) {
        Instant until = block.until();
        return new String[] {
            Quote.of(block.subject().id()),
            OperatorText.source(block),
            OperatorText.at(block.since(), now),
            until == null ? "for ever" : OperatorText.at(until, now),
            Quote.of(block.actor()),
            Quote.of(block.reason())
        };
    }

    private static String csv(Block block) {
        Instant until = block.until();
        return Stream.of(
                                block.subject().id(),
                                OperatorText.source(block),
                                block.since().toString(),
                                until == null ? "" : until.toString(),
                                block.actor(),
                                block.reason())
                        .map(BlocksCommand::csv)
                        .collect(Collectors.joining(","))
                + "\n";
    }

    /** As RFC 4180 has it. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
    private static String csv(String cell) {
        boolean formula = !cell.isEmpty() && "=+@\t\r".indexOf(cell.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + cell.replace("\"", "\"\"") + "\"";
    }

    @Command(name = "show", description = "Shows the block on a subject or a chat.")
    Integer show(
            @Mixin StorageOptions storage,
            @Parameters(paramLabel = "ID", converter = IdConverter.class, description = "A subject's or a chat's id.")
                    String id,
            @Option(names = "--json", description = "Print JSON, for programs.") boolean json) {
        try (SharedGuard guard = storage.open()) {
            Optional<Block> block =
                    SharedGuard.await(guard.sentinel().blocklist().find(id));
            if (json) {
                out.print(
                        block.map(found -> OperatorJson.block(found).toString()).orElse("null") + "\n");
            } else {
                Instant now = Instant.now();
                out.print(Quote.of(id) + " is "
                        + block.map(found -> OperatorText.sentence(found, now)).orElse("not blocked") + "\n");
            }
        }
        return ExitStatus.FINE;
    }

    @Command(name = "add", description = "Blocks a subject or a chat, in place of the block that it has.")
    Integer add(
            @Mixin StorageOptions storage,
            @Mixin ChangeOptions change,
            @Parameters(paramLabel = "ID", converter = IdConverter.class, description = "A subject's or a chat's id.")
                    String id,
            @Option(names = "--for", paramLabel = "TIME", description = "How long, such as 1h; default: for ever.")
                    @Nullable
                    String duration) {
        Duration asked = duration == null ? null : OptionValues.duration(spec, "--for", duration);
        try (SharedGuard guard = storage.open()) {
            var blocklist = guard.sentinel().blocklist();
            Block block = SharedGuard.awaitChange(
                    asked == null
                            ? blocklist.block(id, change.actor(), change.reason())
                            : blocklist.block(id, asked, change.actor(), change.reason()));
            out.print(Quote.of(id) + " is " + OperatorText.sentence(block, Instant.now()) + "\n");
        } catch (IllegalArgumentException e) {
            throw misused("--for: " + e.getMessage());
        }
        return ExitStatus.FINE;
    }

    @Command(name = "remove", description = "Lifts the block on a subject or a chat, an automatic one too.")
    Integer remove(
            @Mixin StorageOptions storage,
            @Mixin ChangeOptions change,
            @Parameters(paramLabel = "ID", converter = IdConverter.class, description = "A subject's or a chat's id.")
                    String id) {
        try (SharedGuard guard = storage.open()) {
            Optional<Block> lifted =
                    SharedGuard.awaitChange(guard.sentinel().blocklist().unblock(id, change.actor(), change.reason()));
            Instant now = Instant.now();
            out.print(Quote.of(id)
                    + lifted.map(block -> " is free; it was " + OperatorText.sentence(block, now))
                            .orElse(" was not blocked")
                    + "\n");
        }
        return ExitStatus.FINE;
    }
}
