package dev.botsentinel.cli;

import dev.botsentinel.policytest.PolicyTest;
import dev.botsentinel.policytest.PolicyTestException;
import dev.botsentinel.policytest.PolicyTestFile;
import dev.botsentinel.policytest.RuleCoverage;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs tests of policies. */
@Command(
        name = "test",
        description = {
            "Runs tests of policies: given a policy, principals and a clock, when these updates arrive, then this is"
                    + " decided. Time is virtual: an hour takes no longer than a second.",
            "Ends with 4 if a test fails, or if too few rules decided."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sentinel test pay.test.yml",
            "  sentinel test *.test.yml --junit target/policy-tests.xml --min-coverage 80",
            "  sentinel test pay.test.yml --json"
        })
final class TestCommand implements Callable<Integer> {

    @Parameters(paramLabel = "P.test.yml", arity = "1..*", description = "The test files.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--junit", paramLabel = "R.xml", description = "Where to write a JUnit report, for CI.")
    private @Nullable Path junitFile;

    @Option(
            names = "--min-coverage",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "How many percent of each policy's rules have to decide in the tests; default: 0.")
    private int leastCoverage;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private final PrintStream out;

    TestCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() {
        if (leastCoverage < 0 || leastCoverage > 100) {
            throw new ParameterException(
                    spec.commandLine(), "--min-coverage is " + leastCoverage + ", but must be 0 to 100");
        }
        TestReport report = run(read());
        if (junitFile != null) {
            JUnitReport.write(junitFile, report);
        }
        out.print(json ? TestReportText.json(report) : TestReportText.of(report, leastCoverage));
        return report.failed() == 0 && report.leastCoverage() >= leastCoverage ? ExitStatus.FINE : ExitStatus.FINDINGS;
    }

    /** All of them before the first runs: an error in one isn't hidden behind minutes of tests. */
    private Map<Path, PolicyTestFile> read() {
        Map<Path, PolicyTestFile> read = new LinkedHashMap<>();
        List<String> errors = new ArrayList<>();
        for (Path file : files) {
            try {
                read.put(file, PolicyTestFile.read(file));
            } catch (PolicyTestException e) {
                errors.addAll(e.lines());
            }
        }
        if (!errors.isEmpty()) {
            throw CommandFailure.ofInput(errors);
        }
        return read;
    }

    private static TestReport run(Map<Path, PolicyTestFile> files) {
        List<TestReport.Case> cases = new ArrayList<>();
        Map<Path, RuleCoverage> coverage = new LinkedHashMap<>();
        files.forEach((file, tests) -> tests.tests().forEach(test -> {
            Path policy = file.resolveSibling(test.policyFile()).normalize();
            coverage.computeIfAbsent(policy, any -> new RuleCoverage(test.policy()));
            cases.add(run(file, test, Objects.requireNonNull(coverage.get(policy))));
        }));
        Map<String, RuleCoverage> named = new LinkedHashMap<>();
        coverage.forEach((policy, covered) -> named.put(Inputs.name(policy), covered));
        return new TestReport(cases, named);
    }

    private static TestReport.Case run(Path file, PolicyTest test, RuleCoverage coverage) {
        long start = System.nanoTime();
        String mismatch = test.run(coverage);
        return new TestReport.Case(Inputs.name(file), test.name(), mismatch, System.nanoTime() - start);
    }
}
