package dev.botsentinel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.event.EventQueue;
import dev.botsentinel.event.SecurityEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** docs/events.md knows every event, every key, and shows lines as they are written. */
class EventsPageTest {

    private static final JsonMapper PARSER = JsonMapper.builder().build();

    private String page = "";

    @BeforeEach
    void read() throws IOException {
        page = Files.readString(Path.of("..", "docs", "events.md"));
    }

    @Test
    void everyEventHasARowAndALabel() {
        for (SecurityEvent event : AuditLogTest.events().keySet()) {
            assertThat(page).contains("\n| `" + event.getClass().getSimpleName() + "` |");
            assertThat(page).contains("`" + event.label() + "`");
        }
    }

    @Test
    void everyKeyHasARowInItsOrder() {
        List<String> lines = new ArrayList<>();
        AuditLog audit = new AuditLog(lines::add, id -> id);
        AuditLogTest.events().keySet().forEach(audit::on);
        AuditLogTest.changesOfLimits().forEach(audit::on);
        Set<String> written = new TreeSet<>();
        lines.forEach(line -> written.addAll(PARSER.readTree(line).propertyNames()));
        List<String> rows = Pattern.compile("(?m)^\\| ((`[a-zA-Z]+`(, )?)+) \\| [^|]+ \\| [^|]+ \\|$")
                .matcher(page)
                .results()
                .flatMap(
                        row -> Pattern.compile("`(\\w+)`").matcher(row.group(1)).results())
                .map(name -> name.group(1))
                .filter(name -> Character.isLowerCase(name.charAt(0)))
                .distinct()
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(written);
        lines.forEach(line -> assertThat(rows).containsSubsequence(keys(line)));
    }

    @Test
    void theLinesShownAreLinesAsTheyAreWritten() {
        List<String> shown =
                page.lines().filter(line -> line.startsWith("{\"at\"")).toList();
        assertThat(shown).hasSizeGreaterThanOrEqualTo(5).allSatisfy(line -> {
            String event = PARSER.readTree(line).get("event").asString();
            assertThat(AuditLogTest.events().keySet().stream().map(SecurityEvent::label))
                    .contains(event);
            JsonLine again = new JsonLine();
            PARSER.readTree(line).properties().forEach(field -> {
                if (field.getValue().isNumber()) {
                    again.number(field.getKey(), field.getValue().longValue());
                } else {
                    again.text(field.getKey(), field.getValue().asString());
                }
            });
            assertThat(again.end()).isEqualTo(line);
        });
    }

    @Test
    void thePageNamesTheBounds() {
        assertThat(page.replace('\n', ' '))
                .contains(String.format(Locale.ROOT, "At most %,d events wait", EventQueue.DEFAULT_CAPACITY))
                .contains("longer than " + JsonLine.MAX_TEXT_LENGTH + " characters");
    }

    private static List<String> keys(String line) {
        return PARSER.readTree(line).propertyNames().stream().collect(Collectors.toList());
    }
}
