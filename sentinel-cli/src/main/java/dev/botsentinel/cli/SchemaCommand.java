package dev.botsentinel.cli;

import dev.botsentinel.policy.file.PolicyFile;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of policy files. */
@Command(
        name = "schema",
        description = {
            "Prints the JSON Schema of policy files, for editors that complete and check them. An editor with a YAML"
                    + " language server finds it by the first line of the policy:",
            "# yaml-language-server: $$schema=policy.schema.json"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sentinel schema > policy.schema.json"})
final class SchemaCommand implements Callable<Integer> {

    private final PrintStream out;

    SchemaCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        out.print(PolicyFile.jsonSchema());
        return ExitStatus.FINE;
    }
}
