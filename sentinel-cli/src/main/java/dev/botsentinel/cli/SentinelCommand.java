package dev.botsentinel.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a subcommand: it has nothing to do. */
@Command(
        name = "sentinel",
        mixinStandardHelpOptions = true,
        versionProvider = SentinelCommand.Version.class,
        scope = ScopeType.INHERIT,
        description = "Checks the policies of a guard for bots, and tries them on recorded updates.",
        footer = {
            "",
            "Exit status: 0, 1 for the unexpected, 2 for bad policy, principals or usage, 3 if lines of a recording were"
                    + " no updates, 4 if a scan has findings."
        })
final class SentinelCommand implements Runnable {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print a stack trace with an error.")
    private boolean debug;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: replay, scan or validate");
    }

    boolean debug() {
        return debug;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = SentinelCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "sentinel " + (version == null ? "(built from source)" : version),
                "Java " + System.getProperty("java.version") + ", picocli " + CommandLine.VERSION
            };
        }
    }
}
