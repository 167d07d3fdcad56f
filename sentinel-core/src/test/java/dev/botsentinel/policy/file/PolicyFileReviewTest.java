package dev.botsentinel.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.policy.Letters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Warnings have places as errors do, and stand among them. */
class PolicyFileReviewTest {

    private static final String OPEN = " (an error, since its requirements would never be asked)";

    private static PolicyFileReview review(String yaml) {
        return PolicyFile.review(
                "P.yml", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), new Letters());
    }

    @Test
    void warningsDontHinderThePolicy() {
        String yaml = """
                version: 1
                actions:
                  PAY: {limits: [{permits: 3, per: 30s}]}
                  vip:
                    debounce: {window: 2s}
                trusted: {subjects: [anna, "@carl"]}
                blocked: ["@bob"]
                """;
        PolicyFileReview review = review(yaml);

        assertThat(review.policy()).isEqualTo(PolicyFile.parse("P.yml", yaml));
        assertThat(review.lines())
                .containsExactly(
                        "P.yml:3:3: warning: no entry: PAY",
                        "P.yml:5:5: warning: debounce can have no effect on 'vip', whose updates are exempt; remove it",
                        "P.yml:6:28: warning: no id: @carl",
                        "P.yml:7:11: warning: no id: @bob");
    }

    @Test
    void strictMakesErrorsOfThem() {
        PolicyFileReview review = review("version: 1\nblocked: [\"@bob\"]\n").strict();

        assertThat(review.policy()).isNull();
        assertThat(review.warnings()).isEmpty();
        assertThat(review.lines()).containsExactly("P.yml:2:11: no id: @bob");
        assertThat(review("version: 1\n").strict().policy()).isNotNull();
    }

    @Test
    void errorsOfAllKindsAndWarningsAreToldAtOnce() {
        PolicyFileReview review = review("""
                version: 1
                actions:
                  PAY: {requires: {registered: true}}
                  buy: {limits: [{permits: 3, per: soon}]}
                  ASK: {use: mony}
                  vip: {use: money}
                policies:
                  money: {requires: {registered: true}}
                """);

        assertThat(review.policy()).isNull();
        assertThat(review.lines())
                .containsExactly(
                        "P.yml:3:3: no entry: PAY" + OPEN,
                        "P.yml:4:36: per is 'soon', but a duration is a whole number and a unit (ms, s, m, h or d); write 30s, for example",
                        "P.yml:5:3: warning: no entry: ASK",
                        "P.yml:5:14: unknown policy 'mony'; did you mean 'money'?",
                        "P.yml:6:14: requires of policy 'money' can have no effect on 'vip', whose updates are exempt;"
                                + " remove it" + OPEN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            10     | jitter is the number 10, but must be a whole number of percent, as in jitter: 10%
            0.1    | jitter is the number 0.1, but must be a whole number of percent, as in jitter: 10%
            2.5%   | jitter is the text '2.5%', but must be a whole number of percent, as in jitter: 10%
            01%    | jitter is the text '01%', but must be a whole number of percent, as in jitter: 10%
            []     | jitter is a list, but must be a whole number of percent, as in jitter: 10%
            null   | jitter has no value, but must be a whole number of percent, as in jitter: 10%
            99999999999999999999% | jitter is the text '99999999999999999999%', but must be a whole number of percent, as in jitter: 10%
            101%   | jitter is 101%, but must be 0% to 100%
            -1%    | jitter is -1%, but must be 0% to 100%
            """)
    void aJitterThatIsNoPercentageIsRefused(String said, String message) {
        String escalation = "escalation: {violations: 1, within: 1s, block: [1s], forgetAfter: 1s, jitter: ";
        assertThat(review("version: 1\n" + escalation + said + "}\n").lines())
                .containsExactly("P.yml:2:" + (escalation.length() + 1) + ": " + message);
    }

    @ParameterizedTest
    @CsvSource({"topics, topic", "spacemember, space-member", "space_member, space-member", "spaces, space"})
    void aMisspeltScopeNamesTheOneThatWasMeant(String said, String meant) {
        assertThat(review("version: 1\nglobal: {limits: [{permits: 1, per: 1s, scope: " + said + "}]}\n")
                        .lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("P.yml:2:")
                .contains("'" + said + "'", "did you mean '" + meant + "'?");
    }

    @Test
    void aNameThatIsAnErrorAnywayIsToldOfOnce() {
        assertThat(review("version: 1\nactions: {A*B: {}, \"\": {}}\n").warnings())
                .isEmpty();
    }

    @Test
    void floodsOfWarningsAreBounded() {
        StringBuilder yaml = new StringBuilder("version: 1\nblocked:\n");
        for (int i = 0; i < 5000; i++) {
            yaml.append("  - \"").append(i).append("\"\n");
        }
        PolicyFileReview review = review(yaml.toString());

        assertThat(review.policy()).isNotNull();
        assertThat(review.warnings()).hasSize(1001);
        assertThat(review.lines().get(1000)).isEqualTo("P.yml:1002:5: warning: and 4000 more in the file");
    }

    @Test
    void aFileIsReviewedToo(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("P.yml"), "version: 1\nblocked: [\"@bob\"]\n");

        assertThat(PolicyFile.review(file, new Letters()).lines())
                .containsExactly(file + ":2:11: warning: no id: @bob");
        assertThatThrownBy(() -> PolicyFile.review(dir.resolve("none.yml"), new Letters()))
                .isInstanceOf(PolicyFileException.class);
    }
}
