package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TestCommandTest {

    @TempDir
    private Path directory;

    private Path tests;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                directory.resolve("policy.yml"), "version: 1\nactions: {/a: {limits: [{permits: 1, per: 1s}]}}\n");
        tests = Files.writeString(directory.resolve("a.test.yml"), """
                given: {policy: policy.yml}
                tests:
                  - {test: passes, steps: [{when: {user: 1, text: /a}, then: {decision: allowed}}]}
                  - {test: "fails <&\\u0001>", steps: [{when: {user: 1, text: /a}, then: {decision: denied}}]}
                """);
    }

    @Test
    void aFailedTestEndsWithFour() {
        Run run = Run.of("test", tests);
        assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("  pass  passes\n")
                .contains("  FAIL  fails <&\\x01>\n        " + tests + ":4:")
                .contains("2 tests, 1 failed\n")
                .contains("policy.yml: 1 of 3 rules decided (33 %)\n  never decided: entry *\n");
    }

    @Test
    void tooFewRulesThatDecidedEndWithFour() throws IOException {
        Files.writeString(tests, Files.readString(tests).replace("denied", "allowed"));
        assertThat(Run.of("test", tests, "--min-coverage", 33).status()).isZero();
        Run run = Run.of("test", tests, "--min-coverage", 34);
        assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS);
        assertThat(run.out()).contains("(33 %); FAIL, at least 34 % have to");
        assertThat(Run.of("test", tests, "--min-coverage", 101).status()).isEqualTo(2);
    }

    @Test
    void theJUnitReportHasEveryTestAndIsWellFormed() throws Exception {
        Path report = directory.resolve("report.xml");
        Run.of("test", tests, "--junit", report);
        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getDocumentElement();
        Element suite = (Element) root.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        NodeList cases = suite.getElementsByTagName("testcase");
        assertThat(((Element) cases.item(1)).getAttribute("name")).isEqualTo("fails <&\uFFFD>");
        assertThat(((Element) cases.item(0)).getElementsByTagName("failure").getLength())
                .isZero();
        Element failure = (Element)
                ((Element) cases.item(1)).getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains("expected decision denied, but it is allowed");
        assertThat(Run.of("test", tests, "--junit", directory.resolve("none/r.xml"))
                        .status())
                .isEqualTo(2);
    }

    @Test
    void jsonHasTheSame() {
        JsonNode json =
                JsonMapper.shared().readTree(Run.of("test", tests, "--json").out());
        assertThat(json.get("failed").intValue()).isEqualTo(1);
        assertThat(json.get("cases").get(0).get("passed").booleanValue()).isTrue();
        assertThat(json.get("cases").get(0).get("mismatch").isNull()).isTrue();
        assertThat(json.get("policies").get(0).get("never")).hasSize(2);
    }

    @Test
    void errorsOfAllFilesAreToldAndNothingRuns() throws IOException {
        Path bad = Files.writeString(directory.resolve("b.test.yml"), "tests: 5\n");
        Run run = Run.of("test", tests, bad, directory.resolve("none.test.yml"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(bad + ":1:8: tests must be a list, but is '5'")
                .contains("none.test.yml: can't be read");
    }
}
