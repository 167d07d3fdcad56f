package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.botsentinel.policy.file.PolicyError;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.policy.file.PolicyFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema and the reader say the same of a policy: of each in the repository, and of 200 that were damaged. Run with
 * {@code -Dsentinel.schema.write=true} after a change of the format, this writes the published files anew.
 */
class PolicySchemaTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path IN_DOCS = ROOT.resolve("docs/policy.schema.json");
    private static final Path IN_JAR =
            ROOT.resolve("sentinel-core/src/main/resources/dev/botsentinel/policy/file/policy.schema.json");

    private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^```yaml(?! fragment)[^\\n]*\\n(.*?)^```$");

    /** What only a whole policy or arithmetic shows: no schema says it. */
    private static final Pattern ONLY_THE_READER =
            Pattern.compile("unknown (policy|role) |limits with one name are one budget"
                    + "|inherits|can't be counted exactly|but the limit never holds more than");

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(PolicyFile.jsonSchema(), InputFormat.JSON);

    @Test
    void thePublishedFilesAreWhatTheModelSays() throws IOException {
        if (Boolean.getBoolean("sentinel.schema.write")) {
            Files.writeString(IN_DOCS, PolicyFile.jsonSchema());
            Files.writeString(IN_JAR, PolicyFile.jsonSchema());
        }
        assertThat(Files.readString(IN_DOCS)).isEqualTo(PolicyFile.jsonSchema());
        try (InputStream resource = PolicyFile.class.getResourceAsStream("policy.schema.json")) {
            assertThat(new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(PolicyFile.jsonSchema());
        }
        assertThat(Run.of("schema")).isEqualTo(new Run(0, PolicyFile.jsonSchema(), ""));
    }

    @Test
    void everyPolicyOfTheRepositoryIsValidToBoth() throws IOException {
        List<String> policies = policies();
        assertThat(policies).hasSizeGreaterThan(45);
        assertThat(policies).allSatisfy(yaml -> {
            assertThat(readerErrors(yaml)).isEmpty();
            assertThat(schemaErrors(json(yaml))).isEmpty();
        });
    }

    @Test
    void twoHundredDamagedPoliciesAreInvalidToBothOrValidToBoth() throws IOException {
        List<JsonNode> policies = policies().stream()
                .map(PolicySchemaTest::json)
                .filter(json -> json.size() > 1)
                .toList();
        PolicyDamage damage = new PolicyDamage(new Random(200));
        int invalid = 0;
        int onlyReader = 0;
        for (int i = 0; i < 200; i++) {
            JsonNode policy = policies.get(i % policies.size()).deepCopy();
            String done = damage.damage((ObjectNode) policy);
            List<String> fromReader = readerErrors(policy.toString());
            List<String> fromSchema = schemaErrors(policy);
            boolean agreed = fromReader.isEmpty() == fromSchema.isEmpty();
            if (!agreed) {
                assertThat(fromSchema).as("%s in %s", done, policy).isEmpty();
                assertThat(fromReader)
                        .as("%s in %s", done, policy)
                        .allMatch(message -> ONLY_THE_READER.matcher(message).find());
                onlyReader++;
            }
            invalid += fromSchema.isEmpty() ? 0 : 1;
        }
        assertThat(invalid).as("damaged so that both notice").isBetween(120, 195);
        assertThat(onlyReader).isLessThan(15);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{permits: 1001, per: 1s}",
                "{permits: 5, per: 1s, burst: 3}",
                "{permits: 0, per: 1s, algorithm: token-bucket, burst: 3}",
                "{permits: 5, per: day}",
                "{permits: 5, per: 1h, zone: UTC}",
                "{permits: 0, per: 1h, lockout: 1m}",
                "{permits: 5, per: 0s}",
                "{permits: 5, per: 1h, name: debounce}",
                "{permits: 5, per: 1h, name: 'a#b'}",
                "{permits: 5.5, per: 1h}",
                "{permits: '5', per: 1h}",
                "{permits: 5, per: 1h, spareTrusted: 'yes'}",
            })
    void whatTheKeysOfALimitSayOfEachOtherIsInTheSchemaToo(String limit) {
        String yaml = "version: 1\ndefaults: {limits: [" + limit + "]}\n";
        assertThat(readerErrors(yaml)).isNotEmpty();
        assertThat(schemaErrors(json(yaml))).isNotEmpty();
    }

    /** All policies in files, and all that pages show. */
    private static List<String> policies() throws IOException {
        List<String> policies = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file ->
                            file.toString().endsWith(".yml") && !file.toString().contains("/target/"))
                    .map(PolicySchemaTest::text)
                    .filter(text -> text.lines().anyMatch(line -> line.startsWith("version: 1")))
                    .forEach(policies::add);
        }
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            pages.filter(page -> page.toString().endsWith(".md"))
                    .forEach(page ->
                            YAML_BLOCK.matcher(text(page)).results().forEach(block -> policies.add(block.group(1))));
        }
        return policies;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return JsonMapper.shared().valueToTree(new Load(settings).loadFromString(yaml));
    }

    private static List<String> schemaErrors(JsonNode policy) {
        return SCHEMA.validate(policy).stream().map(Object::toString).toList();
    }

    private static List<String> readerErrors(String yaml) {
        try {
            PolicyFile.parse("policy", yaml);
            return List.of();
        } catch (PolicyFileException e) {
            return e.errors().stream().map(PolicyError::message).toList();
        }
    }
}
