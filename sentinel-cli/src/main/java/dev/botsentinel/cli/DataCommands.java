package dev.botsentinel.cli;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.StoredItem;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a bot's instances keep of one subject: hands it out, erases it, has them ask anew who it is. */
@Command(
        name = "data",
        description =
                "Exports or erases all that a bot's instances share about a subject, or has them ask anew who it is.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel data export 42 --reason \"request of the user\" --storage redis://localhost --key-file key",
            "  sentinel data erase 42 --yes --storage redis://localhost --key-file key",
            "  sentinel data forget 42 --storage redis://localhost --key-file key"
        })
final class DataCommands extends CommandGroup {

    DataCommands(PrintStream out) {
        super(out);
    }

    @Command(name = "export", description = "Prints all that is kept of a subject, in every chat, as JSON.")
    Integer export(
            @Mixin StorageOptions storage,
            @Mixin ChangeOptions change,
            @Parameters(paramLabel = "ID", converter = IdConverter.class, description = "The subject's id.")
                    String id) {
        try (SharedGuard guard = storage.open()) {
            List<StoredItem> items =
                    SharedGuard.await(guard.sentinel().data().export(id, change.actor(), change.reason()));
            ObjectNode root = OperatorJson.JSON.objectNode();
            root.put("subject", id);
            root.put("at", Instant.now().toString());
            ArrayNode all = root.putArray("items");
            items.forEach(item -> all.add(OperatorJson.item(item)));
            out.print(root.toPrettyString() + "\n");
        }
        return ExitStatus.FINE;
    }

    @Command(
            name = "erase",
            description = "Erases all that is kept of a subject, in every chat, its block and registration included.")
    Integer erase(
            @Mixin StorageOptions storage,
            @Mixin ChangeOptions change,
            @Option(names = "--yes", description = "Do it: there is no way back.") boolean yes,
            @Parameters(paramLabel = "ID", converter = IdConverter.class, description = "The subject's id.")
                    String id) {
        if (!yes) {
            throw misused("erasing can't be undone and lifts a block; say --yes to erase " + Quote.of(id));
        }
        try (SharedGuard guard = storage.open()) {
            Optional<Block> lifted =
                    SharedGuard.awaitChange(guard.sentinel().data().erase(id, change.actor(), change.reason()));
            Instant now = Instant.now();
            out.print("erased all that was kept of " + Quote.of(id)
                    + lifted.map(block -> "; it was " + OperatorText.sentence(block, now))
                            .orElse("")
                    + "\n");
        }
        return ExitStatus.FINE;
    }

    @Command(
            name = "forget",
            description = "Has all instances ask the bot's resolver anew who a subject is, after its roles changed.")
    Integer forget(
            @Mixin StorageOptions storage,
            @Parameters(paramLabel = "ID", converter = IdConverter.class, description = "The subject's id.")
                    String id) {
        try (SharedGuard guard = storage.open()) {
            PeerNews news = Objects.requireNonNull(guard.store().peerNews(), "without a time of its own it has news");
            SharedGuard.awaitChange(news.tellForget(new Subject(id).id()).thenApply(told -> true));
            out.print("told the bot's instances to forget who " + Quote.of(id) + " is\n");
        }
        return ExitStatus.FINE;
    }
}
