package dev.botsentinel.policy.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.PolicySet;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
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

    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_8, StandardCharsets.UTF_16);

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");

    private static void check(byte[] yaml) {
        try {
            PolicySet policy = PolicyFile.parse("P.yml", yaml);
            assertThat(PolicyFile.parse("P.yml", yaml)).isEqualTo(policy);
            assertThat(policy.effective("/nobody knows it").entry()).endsWith("*");
        } catch (PolicyFileException e) {
            check(e, new String(yaml, StandardCharsets.UTF_8));
        }
    }

    private static void check(PolicyFileException thrown, String yaml) {
        assertThat(thrown.errors())
                .isNotEmpty()
                .isSortedAccordingTo(Comparator.comparingInt(PolicyError::line).thenComparingInt(PolicyError::column));
        assertThat(thrown.lines())
                .allSatisfy(line -> assertThat(line)
                        .matches("P\\.yml:[1-9][0-9]*:[1-9][0-9]*: [^\\p{Cntrl}]+")
                        .hasSizeLessThan(1000));
        String[] lines = LINE_END.split(yaml, -1);
        assertThat(thrown.errors()).allSatisfy(error -> {
            assertThat(error.line()).isLessThanOrEqualTo(lines.length);
            String line = lines[error.line() - 1];
            assertThat(error.column()).isLessThanOrEqualTo(line.codePointCount(0, line.length()) + 1);
        });
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

    /** The parts stay YAML, but stand where they mean something else. */
    @Property(tries = 500)
    void linesOfAValidFileOutOfPlace(@ForAll long seed) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>(PolicyFileTest.EXAMPLE.lines().toList());
        for (int i = random.nextInt(4); i >= 0; i--) {
            misplace(lines, random);
        }
        check(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 1000)
    void damagedBytesOfAValidFile(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] yaml = PolicyFileTest.EXAMPLE.getBytes(ENCODINGS.get(random.nextInt(ENCODINGS.size())));
        for (int i = random.nextInt(4); i >= 0; i--) {
            yaml[random.nextInt(yaml.length)] = (byte) random.nextInt(256);
        }
        check(Arrays.copyOf(yaml, random.nextBoolean() ? yaml.length : random.nextInt(yaml.length)));
    }

    @Property(tries = 50_000)
    @Tag("slow")
    void manyLinesOfAValidFileOutOfPlace(@ForAll long seed) {
        linesOfAValidFileOutOfPlace(seed);
    }

    @Property(tries = 50_000)
    @Tag("slow")
    void manyDamagedBytesOfAValidFile(@ForAll long seed) {
        damagedBytesOfAValidFile(seed);
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

    private static void misplace(List<String> lines, Random random) {
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(4)) {
            case 0 -> lines.add(random.nextInt(lines.size()), line);
            case 1 -> lines.set(at, "  " + line);
            case 2 -> lines.set(at, line.strip());
            default -> Collections.swap(lines, at, random.nextInt(lines.size()));
        }
    }
}
