package dev.botsentinel.cli;

import picocli.CommandLine.Option;

/** Who changes something, and why: both stand in the audit logs of the bot's instances. */
final class ChangeOptions {

    @Option(
            names = "--actor",
            paramLabel = "WHO",
            converter = ActorConverter.class,
            description = "Who changes this; default: the system's user.")
    private String actor = System.getProperty("user.name", "unknown");

    @Option(
            names = "--reason",
            paramLabel = "WHY",
            converter = ActorConverter.ReasonConverter.class,
            description = "Why.")
    private String reason = "";

    String actor() {
        return actor;
    }

    String reason() {
        return reason;
    }
}
