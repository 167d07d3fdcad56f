package dev.botsentinel.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.PolicySet;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever the bytes: a policy, or errors in order, on one line each, at places that exist. */
class PolicyFileFuzzTest {

    private static final List<String> WORDS = List.of(
            "version: 1\n",
            "defaults:",
            "policies:",
            "actions:",
            "global:",
            "roles:",
            "escalation:",
            "updateReplay:",
            "blocked:",
            "limits:",
            "debounce:",
            "requires:",
            "use:",
            "name:",
            "permits:",
            "per:",
            "algorithm:",
            "burst:",
            "scope:",
            "cost:",
            "mode:",
            "window:",
            "registered:",
            "permissions:",
            "stepUp:",
            "inherits:",
            "violations:",
            "within:",
            "block:",
            "forgetAfter:",
            "token-bucket",
            "sliding-window",
            "user",
            "shadow",
            "true",
            "off",
            "10",
            "0",
            "-1",
            "1e3",
            "60s",
            "5m",
            "36501d",
            "/a",
            "/a*",
            "\"*\"",
            "*",
            "a",
            "&a ",
            "*a",
            "<<:",
            "!!int ",
            "!x ",
            "[",
            "]",
            "{",
            "}",
            ",",
            ", ",
            ": ",
            "- ",
            "? ",
            "\n",
            "\n  ",
            "\n    ",
            " ",
            "\t",
            "\"",
            "'",
            "|\n",
            "#",
            "---\n",
            "...\n",
            "%YAML 1.2\n",
            "~",
            "\\",
            "\r\n",
            "é",
            "😀",
            "\\ud800",
            "\u0000");

    private static void check(byte[] yaml) {
        try {
            assertThat(PolicyFile.parse("P.yml", yaml)).isInstanceOf(PolicySet.class);
        } catch (PolicyFileException e) {
            check(e, new String(yaml, StandardCharsets.UTF_8));
        }
    }

    private static void check(PolicyFileException thrown, String yaml) {
        assertThat(thrown.errors())
                .isNotEmpty()
                .isSortedAccordingTo(Comparator.comparingInt(PolicyError::line).thenComparingInt(PolicyError::column));
        long lines = yaml.lines().count() + 1;
        assertThat(thrown.lines())
                .allSatisfy(line -> assertThat(line)
                        .matches("P\\.yml:[1-9][0-9]*:[1-9][0-9]*: [^\\p{Cntrl}]+")
                        .hasSizeLessThan(1000));
        assertThat(thrown.errors())
                .allSatisfy(error -> assertThat((long) error.line()).isLessThanOrEqualTo(lines));
    }

    @Property(tries = 500)
    void randomBytes(@ForAll byte[] bytes) {
        check(bytes);
    }

    @Property(tries = 500)
    void randomText(@ForAll String text) {
        check(text.getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 1500)
    void randomWords(@ForAll("words") String text) {
        check(text.getBytes(StandardCharsets.UTF_8));
        check(("version: 1\n" + text).getBytes(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(WORDS).list().ofMaxSize(30).map(words -> String.join("", words));
    }

    @Property(tries = 1500)
    void mutationsOfAValidFile(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(PolicyFileTest.EXAMPLE);
        for (int i = random.nextInt(4); i >= 0; i--) {
            mutate(text, random);
        }
        check(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 50_000)
    @Tag("slow")
    void manyMutationsOfAValidFile(@ForAll long seed) {
        mutationsOfAValidFile(seed);
    }

    @Property(tries = 50_000)
    @Tag("slow")
    void manyRandomWords(@ForAll("words") String text) {
        randomWords(text);
    }

    private static void mutate(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(10));
        String word = WORDS.get(random.nextInt(WORDS.size()));
        switch (random.nextInt(4)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, word);
            case 2 -> text.replace(at, end, word);
            default -> text.insert(at, text.substring(at, end));
        }
    }
}
