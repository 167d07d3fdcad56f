package dev.botsentinel.cli;

import dev.botsentinel.access.Principal;
import dev.botsentinel.cli.lint.LintCheck;
import dev.botsentinel.cli.lint.LintFinding;
import dev.botsentinel.cli.lint.PolicyLint;
import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.Quote;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Finds what is valid in policies and still wrong. */
@Command(
        name = "lint",
        description = {
            "Finds what is valid in policy files and still wrong. Each finding is a line: file:line:column: check: what is"
                    + " so, what that lets happen, and the mend.",
            "Ends with 4 if there is one."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel lint policy.yml",
            "  sentinel lint policy.yml --principals principals.json --allow hole,unused",
            "  sentinel lint policy.yml --without-resolver --json"
        })
final class LintCommand implements Callable<Integer> {

    /** A finding with its place. */
    private record Placed(String file, FilePlace place, String check, String message) {

        String line() {
            return file + ":" + place.line() + ":" + place.column() + ": " + check + ": " + message;
        }
    }

    /** What the application knows of its users. */
    private static final class Known {

        @Option(
                names = "--principals",
                paramLabel = "W.json",
                description = "Who is who, as for replay: requirements that none of them meets are findings.")
        @Nullable
        Path principalsFile;

        @Option(
                names = "--without-resolver",
                description = "The guard has no resolver: every requirement is a finding.")
        boolean withoutResolver;
    }

    @Parameters(paramLabel = "P.yml", arity = "1..*", description = "The policy files.")
    private List<Path> files = new ArrayList<>();

    @ArgGroup
    private @Nullable Known known;

    @Option(names = "--allow", paramLabel = "CHECK", split = ",", description = "Checks to leave out.")
    private List<String> allowed = List.of();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final PrintStream out;

    LintCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        Set<LintCheck> skipped = skipped();
        Collection<Principal> principals = principals();
        List<Placed> findings = new ArrayList<>();
        for (Path file : files) {
            findings.addAll(findings(file, skipped, principals));
        }
        out.print(json ? json(findings) : text(findings));
        return findings.isEmpty() ? ExitStatus.FINE : ExitStatus.FINDINGS;
    }

    private Set<LintCheck> skipped() {
        Map<String, LintCheck> byLabel =
                Arrays.stream(LintCheck.values()).collect(Collectors.toMap(LintCheck::label, it -> it));
        Set<LintCheck> skipped = EnumSet.noneOf(LintCheck.class);
        for (String name : allowed) {
            LintCheck check = byLabel.get(name);
            if (check == null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--allow: unknown check " + Quote.of(name) + "; " + DidYouMean.hint(name, byLabel.keySet()));
            }
            skipped.add(check);
        }
        return skipped;
    }

    private @Nullable Collection<Principal> principals() {
        if (known == null) {
            return null;
        }
        return known.withoutResolver || known.principalsFile == null
                ? List.of()
                : PrincipalsFile.read(known.principalsFile).values();
    }

    private static List<Placed> findings(
            Path file, Set<LintCheck> skipped, @Nullable Collection<Principal> principals) {
        PolicySource source = PolicySource.read(file);
        YamlPlaces places = new YamlPlaces(source.text());
        List<Placed> found = new ArrayList<>();
        if (!skipped.contains(LintCheck.NO_EFFECT)) {
            source.review()
                    .warnings()
                    .forEach(warning -> found.add(new Placed(
                            Inputs.name(file),
                            new FilePlace(warning.line(), warning.column()),
                            LintCheck.NO_EFFECT.label(),
                            warning.message())));
        }
        for (LintFinding finding : PolicyLint.findings(source.policy(), principals)) {
            if (!skipped.contains(finding.check())) {
                found.add(new Placed(
                        Inputs.name(file),
                        places.of(finding.path()),
                        finding.check().label(),
                        finding.message()));
            }
        }
        found.sort(Comparator.comparingLong((Placed it) -> it.place.line()).thenComparingLong(it -> it.place.column()));
        return found;
    }

    private String text(List<Placed> findings) {
        StringBuilder text = new StringBuilder();
        findings.forEach(finding -> text.append(finding.line()).append('\n'));
        return text.append(findings.isEmpty() ? "nothing found\n" : "").toString();
    }

    private static String json(List<Placed> findings) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Placed finding : findings) {
            all.addObject()
                    .put("file", finding.file)
                    .put("line", finding.place.line())
                    .put("column", finding.place.column())
                    .put("check", finding.check)
                    .put("message", finding.message);
        }
        return all + "\n";
    }
}
