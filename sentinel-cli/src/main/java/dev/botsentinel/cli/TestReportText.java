package dev.botsentinel.cli;

import dev.botsentinel.policy.Quote;
import dev.botsentinel.policytest.RuleCoverage;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What tests of policies came to, for people and for programs. */
final class TestReportText {

    private TestReportText() {}

    static String of(TestReport report, int leastCoverage) {
        StringBuilder text = new StringBuilder();
        String file = "";
        for (TestReport.Case test : report.cases()) {
            if (!test.file().equals(file)) {
                file = test.file();
                text.append(file).append('\n');
            }
            text.append(test.mismatch() == null ? "  pass  " : "  FAIL  ")
                    .append(Quote.escape(test.name()))
                    .append('\n');
            if (test.mismatch() != null) {
                text.append("        ").append(Quote.escape(test.mismatch())).append('\n');
            }
        }
        text.append('\n').append(Numbers.count(report.cases().size(), "test")).append(", ");
        text.append(report.failed()).append(" failed\n");
        report.coverage().forEach((policy, coverage) -> text.append(coverage(policy, coverage, leastCoverage)));
        return text.toString();
    }

    private static String coverage(String policy, RuleCoverage coverage, int leastCoverage) {
        int all = coverage.rules().size();
        int decided = all - coverage.never().size();
        String never = coverage.never().stream()
                .map(rule -> "  never decided: " + Quote.escape(rule.describe()) + "\n")
                .collect(Collectors.joining());
        String tooFew = coverage.percent() < leastCoverage ? "; FAIL, at least " + leastCoverage + " % have to" : "";
        return policy + ": " + decided + " of " + Numbers.count(all, "rule") + " decided (" + coverage.percent() + " %)"
                + tooFew + "\n" + never;
    }

    /** One JSON object; its keys are a contract. */
    static String json(TestReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("tests", report.cases().size()).put("failed", report.failed());
        ArrayNode cases = root.putArray("cases");
        for (TestReport.Case test : report.cases()) {
            cases.addObject()
                    .put("file", test.file())
                    .put("test", test.name())
                    .put("passed", test.mismatch() == null)
                    .put("mismatch", test.mismatch());
        }
        ArrayNode policies = root.putArray("policies");
        for (Map.Entry<String, RuleCoverage> entry : report.coverage().entrySet()) {
            ObjectNode policy = policies.addObject()
                    .put("policy", entry.getKey())
                    .put("rules", entry.getValue().rules().size())
                    .put("percent", entry.getValue().percent());
            ArrayNode never = policy.putArray("never");
            entry.getValue().never().forEach(rule -> never.add(rule.describe()));
        }
        return root + "\n";
    }
}
