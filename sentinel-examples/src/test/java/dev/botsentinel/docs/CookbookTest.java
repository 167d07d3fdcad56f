package dev.botsentinel.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policytest.PolicyTest;
import dev.botsentinel.policytest.PolicyTestFile;
import dev.botsentinel.policytest.RuleCoverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of docs/cookbook.md do what they say: the second block of each is run against the first. */
class CookbookTest {

    private static final Path PAGE = Path.of("..", "docs", "cookbook.md");
    private static final Pattern RECIPE = Pattern.compile("(?ms)^## ([^\\n]+)\\n(.*?)(?=^## |\\z)");
    private static final Pattern POLICY = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern STEPS = Pattern.compile("(?ms)^```yml\\n(.*?)^```$");

    private static final String GIVEN = """
            given:
              policy: policy.yml
              principals:
                "1": {registered: true, roles: [admin]}
                "2": {registered: true, roles: [customer]}
                "3": {registered: true, stepUpAt: 2026-01-01T12:00:00Z}
              clock: 2026-01-01T12:00:00Z
            tests:
              - test: recipe
                steps:
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @TestFactory
    Stream<DynamicTest> eachRecipeDoesWhatItSays() throws IOException {
        return RECIPE.matcher(Files.readString(PAGE))
                .results()
                .filter(recipe -> STEPS.matcher(recipe.group(2)).find())
                .map(recipe -> DynamicTest.dynamicTest(
                        recipe.group(1),
                        () -> assertThat(mismatch(recipe.group(2))).isNull()));
    }

    @Test
    void mostRecipesHaveATest() throws IOException {
        List<String> recipes = RECIPE.matcher(Files.readString(PAGE))
                .results()
                .map(recipe -> recipe.group(2))
                .toList();
        assertThat(recipes).hasSizeGreaterThanOrEqualTo(20);
        assertThat(recipes.stream().filter(it -> STEPS.matcher(it).find())).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void aRecipeThatSaysOtherwiseFails() throws IOException {
        assertThat(mismatch("""
                ```yaml
                version: 1
                ```

                ```yml
                - when: {user: 42, text: hi}
                  then: {decision: denied}
                ```
                """)).contains("expected decision denied, but it is allowed");
    }

    private @Nullable String mismatch(String recipe) throws IOException {
        Files.writeString(directory.resolve("policy.yml"), block(POLICY, recipe));
        Path file = Files.writeString(
                directory.resolve("recipe.test.yml"),
                GIVEN + block(STEPS, recipe).indent(6));
        PolicyTest test = PolicyTestFile.read(file).tests().get(0);
        return test.run(new RuleCoverage(test.policy()));
    }

    private static String block(Pattern pattern, String recipe) {
        Matcher block = pattern.matcher(recipe);
        assertThat(block.find()).as(recipe).isTrue();
        return block.group(1);
    }
}
