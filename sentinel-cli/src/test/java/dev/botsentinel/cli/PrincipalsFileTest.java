package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.botsentinel.access.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalsFileTest {

    @TempDir
    private Path directory;

    @Test
    void saysWhoIsWho() throws IOException {
        assertThat(read("""
                {
                  "42": {"registered": true, "roles": ["user", "admin"], "stepUpAt": "2026-01-01T01:00:00+01:00"},
                  "-100": {"roles": ["user", "user"], "stepUpAt": null},
                  "x": {}
                }
                """))
                .isEqualTo(Map.of(
                        "42", new Principal(true, Set.of("user", "admin"), Instant.parse("2026-01-01T00:00:00Z")),
                        "-100", new Principal(false, Set.of("user"), null),
                        "x", Principal.ANONYMOUS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                  | 1:1: the file is one JSON object with a principal for each subject id; this is a list",
                "``                                  | 1:1: the file is one JSON object with a principal for each subject id; there is nothing",
                "{\"42\":true}                       | 1:7: $['42'] must be an object with registered, roles and stepUpAt; this is true",
                "{\"42\":null}                       | 1:7: $['42'] must be an object with registered, roles and stepUpAt; this is null",
                "{\"\":{}}                           | 1:2: $['']: a subject id has 1 to 128 characters, this one has 0",
                "{\"4\":{},\"4\":{}}                 | 1:9: $['4']: this id stands here twice; keep one",
                "{\"4\":{\"role\":[]}}               | 1:7: $['4'].role: unknown key; did you mean 'roles'?",
                "{\"4\":{\"roles\":[],\"roles\":[]}} | 1:18: $['4'].roles: this key stands here twice; keep one",
                "{\"4\":{\"registered\":1}}          | 1:20: $['4'].registered must be true or false; this is a number",
                "{\"4\":{\"registered\":null}}       | 1:20: $['4'].registered must be true or false; this is null",
                "{\"4\":{\"roles\":\"user\"}}        | 1:15: $['4'].roles must be a list of role names; this is a string",
                "{\"4\":{\"roles\":[\"a\",{}]}}      | 1:20: $['4'].roles[1] must be a role's name as a string; this is an object",
                "{\"4\":{}} {}                       | 1:10: something stands behind the object; remove it",
            })
    void whatIsWrongIsToldWithItsPlace(String json, String problem) throws IOException {
        assertThat(problems(json)).containsExactly(problem);
    }

    @Test
    void aStepUpIsAnInstantOrNull() throws IOException {
        String wanted = "null or an RFC 3339 date-time as a string, like \"2026-01-01T00:00:00Z\"";
        assertThat(problems("{\"4\":{\"stepUpAt\":12}}"))
                .containsExactly("1:18: $['4'].stepUpAt must be " + wanted + "; this is a number");
        assertThat(problems("{\"4\":{\"stepUpAt\":\"today\"}}"))
                .containsExactly("1:18: $['4'].stepUpAt must be " + wanted + "; this string is none");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws IOException {
        assertThat(problems("""
                {
                  "1": {"registered": "yes"},
                  "2": [{"deep": [1]}],
                  "3": {"colour": {"a": [1]}, "roles": {}}
                }
                """))
                .hasSize(4)
                .extracting(problem -> problem.split(" ", 2)[0])
                .containsExactly("2:23:", "3:8:", "4:9:", "4:40:");
    }

    @Test
    void whatIsNoJsonIsToldWithItsPlace() throws IOException {
        assertThat(problems("{\"42\": {\"registered\": true,\n}}"))
                .singleElement()
                .asString()
                .startsWith("2:")
                .contains("not readable as JSON");
    }

    private Map<String, Principal> read(String json) throws IOException {
        return PrincipalsFile.read(Files.writeString(directory.resolve("w.json"), json));
    }

    private List<String> problems(String json) throws IOException {
        Path file = Files.writeString(directory.resolve("w.json"), json);
        CommandFailure failure = catchThrowableOfType(CommandFailure.class, () -> PrincipalsFile.read(file));
        assertThat(failure.status()).isEqualTo(2);
        return failure.lines().stream()
                .map(line -> line.substring(file.toString().length() + 1))
                .toList();
    }
}
