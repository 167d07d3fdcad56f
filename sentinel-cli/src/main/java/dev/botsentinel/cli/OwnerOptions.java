package dev.botsentinel.cli;

import dev.botsentinel.plan.Owner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose limits a command is about, by the ids that an update has. */
final class OwnerOptions {

    @Option(names = "--user", paramLabel = "ID", converter = IdConverter.class, description = "The subject's id.")
    private @Nullable String user;

    @Option(names = "--chat", paramLabel = "ID", converter = IdConverter.class, description = "The chat's id.")
    private @Nullable String chat;

    @Option(
            names = "--topic",
            paramLabel = "ID",
            converter = IdConverter.class,
            description = "The topic's id, with --chat.")
    private @Nullable String topic;

    @Option(
            names = "--space",
            paramLabel = "ID",
            converter = IdConverter.class,
            description = "The space's id: a guild, a workspace, a tenant.")
    private @Nullable String space;

    /** All owners whose budgets an update with these ids is charged to, everybody last. */
    List<Owner> all() {
        return all(user, chat, topic, space);
    }

    static List<Owner> all(
            @Nullable String user, @Nullable String chat, @Nullable String topic, @Nullable String space) {
        List<Owner> owners = new ArrayList<>();
        if (user != null) {
            owners.add(Owner.user(user));
        }
        if (user != null && chat != null) {
            owners.add(Owner.member(user, chat));
        }
        if (user != null && space != null) {
            owners.add(Owner.spaceMember(user, space));
        }
        if (chat != null && topic != null) {
            owners.add(Owner.topic(chat, topic));
        }
        if (chat != null) {
            owners.add(Owner.chat(chat));
        }
        if (space != null) {
            owners.add(Owner.space(space));
        }
        owners.add(Owner.GLOBAL);
        return owners;
    }
}
