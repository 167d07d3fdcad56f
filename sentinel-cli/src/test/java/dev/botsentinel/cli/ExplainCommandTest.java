package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainCommandTest {

    @TempDir
    private Path directory;

    private Path policy;

    @BeforeEach
    void write() throws IOException {
        policy = Files.writeString(directory.resolve("policy.yml"), """
                version: 1
                actions: {callback:a: {limits: [{permits: 3, per: 30s}], requires: {roles: [admin]}}}
                roles: {admin: {}}
                trusted: {roles: [admin]}
                """);
    }

    @Test
    void oneActionHasItsChainAndItsNumbers() {
        Run run = Run.of("explain", policy, "callback:a:17", "--users", 10, "--instances", 4);
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("callback:a:17, by the entry callback:a")
                .contains("access: one of the roles admin")
                .containsPattern("1 user in 1 chat +3 +3 +6 +360 +8,640\n")
                .containsPattern("10 users in any chats +30 +30 +60 ")
                .containsPattern("10 users, storage fails, 4 instances +70 ")
                .containsPattern("4 instances with a memory each +120 ")
                .contains("held by callback:a#0")
                .contains("trusted subjects, who have no bound");
    }

    @Test
    void withoutAnActionEveryEntryAndAllTogetherAreTold() {
        assertThat(Run.of("explain", policy).out())
                .contains("Handler calls of callback:a at most")
                .contains("Handler calls of * at most")
                .contains("Handler calls of all actions together at most")
                .contains("no bound");
    }

    @Test
    void jsonHasTheSameNumbersAndNullForNoBound() {
        JsonNode json = JsonMapper.shared()
                .readTree(Run.of("explain", policy, "--json", "--within", "30s").out());
        assertThat(json.get("actions")).hasSize(3);
        JsonNode one = json.get("actions").get(0);
        assertThat(one.get("entry").stringValue()).isEqualTo("callback:a");
        assertThat(calls(one, "user")).isEqualTo(3);
        assertThat(calls(one, "users")).isEqualTo(300);
        assertThat(json.get("actions").get(1).get("bounds").get(0).get("calls").isNull())
                .isTrue();
        assertThat(json.get("actions").get(2).get("action").isNull()).isTrue();
    }

    private static long calls(JsonNode action, String who) {
        return StreamSupport.stream(action.get("bounds").spliterator(), false)
                .filter(bound -> bound.get("who").stringValue().equals(who))
                .findFirst()
                .orElseThrow()
                .get("calls")
                .longValue();
    }

    @Test
    void whatIsNeverDroppedHasNoBound() throws IOException {
        Files.writeString(policy, "version: 1\ndefaults: {limits: [{permits: 3, per: 30s}]}\n");
        assertThat(Run.of("explain", policy, "my_chat_member").out())
                .containsPattern("1 user in any chats +no bound +no bound")
                .doesNotContain("held by");
        assertThat(Run.of("explain", policy, "message_reaction").out()).doesNotContain("no bound");
    }

    @Test
    void impossibleNumbersAreMisuse() {
        assertThat(Run.of("explain", policy, "--users", 0).err())
                .startsWith("sentinel: --users is 0, but must be 1 or more\n");
        Run run = Run.of("explain", policy, "--within", "1 minute");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--within is '1 minute'").contains("write 1m");
        assertThat(Run.of("explain", directory.resolve("none.yml")).status()).isEqualTo(2);
    }
}
