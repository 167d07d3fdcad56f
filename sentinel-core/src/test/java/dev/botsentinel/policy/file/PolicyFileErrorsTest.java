package dev.botsentinel.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule of the file: what is written wrong, and the exact lines that say so. The cases stand in errors.txt. */
class PolicyFileErrorsTest {

    @TestFactory
    Stream<DynamicTest> allErrorsOfAFileAreTold() throws IOException {
        return Arrays.stream(cases().split("(?m)^=== "))
                .skip(1)
                .map(text -> DynamicTest.dynamicTest(text.lines().findFirst().orElseThrow(), () -> check(text)));
    }

    private static void check(String text) {
        String file = text.substring(text.indexOf('\n') + 1, text.lastIndexOf("\n---\n") + 1);
        List<String> expected = text.substring(text.lastIndexOf("\n---\n") + 5)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> "P.yml:" + line)
                .toList();

        PolicyFileException thrown =
                catchThrowableOfType(PolicyFileException.class, () -> PolicyFile.parse("P.yml", withCharacters(file)));

        assertThat(thrown).isNotNull();
        assertThat(thrown.lines()).containsExactlyElementsOf(expected);
        assertThat(thrown.getMessage()).isEqualTo(String.join("\n", expected));
    }

    private static String withCharacters(String file) {
        return file.replace("<TAB>", "\t")
                .replace("<CR>", "\r")
                .replace("<ESC>", "\u001B")
                .replace("<NUL>", "\0")
                .replace("<BOM>", "\uFEFF");
    }

    private static String cases() throws IOException {
        try (InputStream in = PolicyFileErrorsTest.class.getResourceAsStream("errors.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void swappedArgumentsAreSaidAndThePolicyIsNotRepeated() {
        for (String yaml : List.of("version: 1\nblocked: ['4711']\n", "{version: 1, blocked: ['4711']}")) {
            assertThatThrownBy(() -> PolicyFile.parse(yaml, "policy.yml"))
                    .isInstanceOf(PolicyFileException.class)
                    .hasMessage("policy: the first argument is the policy's name and the second its text;"
                            + " they seem to be swapped");
        }
    }
}
