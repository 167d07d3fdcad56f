package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The entry that matches the most characters wins, at a tie the one without a star. */
class ActionTableTest {

    private static String found(String path, String... entries) {
        return table(List.of(entries)).find(path);
    }

    private static ActionTable<String> table(Iterable<String> entries) {
        Map<String, String> all = new LinkedHashMap<>();
        entries.forEach(entry -> all.put(entry, entry));
        all.put("*", "*");
        return ActionTable.of(all);
    }

    @Test
    void anEntryMatchesItsNameAndWhatContinuesItAfterAColon() {
        assertThat(found("callback:admin:wipe:7", "callback:admin")).isEqualTo("callback:admin");
        assertThat(found("callback:admin", "callback:admin")).isEqualTo("callback:admin");
        assertThat(found("callback:administer", "callback:admin")).isEqualTo("*");
        assertThat(found("callback", "callback:admin")).isEqualTo("*");
        assertThat(found("message:photo", "message")).isEqualTo("message");
    }

    @Test
    void theLongerEntryMatchesBetter() {
        assertThat(found("callback:admin:wipe:7", "callback:admin", "callback:admin:wipe"))
                .isEqualTo("callback:admin:wipe");
        assertThat(found("callback:admin:wipe:7", "callback:admin:w*", "callback:admin"))
                .isEqualTo("callback:admin:w*");
        assertThat(found("callback:admin:wipe:7", "callback:adm*", "callback:admin"))
                .isEqualTo("callback:admin");
        assertThat(found("/administer", "/a*", "/admin*")).isEqualTo("/admin*");
    }

    @Test
    void atATieTheEntryWithoutAStarWins() {
        assertThat(found("/admin", "/admin*", "/admin")).isEqualTo("/admin");
        assertThat(found("callback:buy:17", "callback:buy*", "callback:buy")).isEqualTo("callback:buy");
        assertThat(found("callback:buy:17", "callback:buy:*", "callback:buy")).isEqualTo("callback:buy:*");
    }

    @Test
    void besideAnEntryAreThoseThatOtherUpdatesOfOneActionFallUnder() {
        ActionTable<String> table = table(List.of(
                "message",
                "message:photo",
                "message:v*",
                "mess*",
                "m*",
                "/pay",
                "callback:a",
                "callback:a:b",
                "callback:c"));
        assertThat(table.beside("message:photo")).containsExactly("message", "message:v*", "mess*", "m*", "*");
        assertThat(table.beside("mess*")).containsExactly("message", "message:photo", "message:v*", "m*", "*");
        assertThat(table.beside("callback:a:b")).containsExactly("callback:a", "callback:c", "*");
        assertThat(table.beside("/pay")).isEmpty();
    }

    @Test
    void besideTheStarIsSomethingOfEachActionInTurn() {
        assertThat(table(List.of("a:1", "a:2", "a:3", "b:1", "c")).beside("*"))
                .containsExactly("a:1", "b:1", "a:2", "a:3");
    }

    @Test
    void emptyWordsBetweenColonsAreWords() {
        assertThat(found("callback::x", "callback:")).isEqualTo("callback:");
        assertThat(found("callback:", "callback")).isEqualTo("callback");
        assertThat(found("a:", "a:")).isEqualTo("a:");
    }

    @Test
    void thePathMattersOnlyBelowActionsThatSomeEntryContinues() {
        ActionTable<String> table = table(List.of("/pay", "callback:buy", "message:text*"));
        assertThat(table.looksBeyond("message")).isTrue();
        assertThat(table.looksBeyond("callback")).isTrue();
        assertThat(table.looksBeyond("callback:buy")).isFalse();
        assertThat(table.looksBeyond("/pay")).isFalse();
        assertThat(table.ofActionAlone("/pay")).isEqualTo("/pay");
        assertThat(table.ofActionAlone("callback:buy")).isEqualTo("callback:buy");
        assertThat(table(List.of("message", "message:text*")).ofActionAlone("message"))
                .isNull();
        assertThat(table.ofActionAlone("/else")).isNull();
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.strings().withChars("ab:").ofMinLength(1).ofMaxLength(8);
    }

    @Property
    void theTableFindsWhatTheRuleSays(@ForAll("paths") String path, @ForAll Set<@From("paths") String> names) {
        List<String> entries = names.stream()
                .map(name -> name.length() % 2 == 0 ? name : name + "*")
                .toList();
        String expected = entries.stream()
                .filter(entry -> matches(entry, path))
                .max(Comparator.comparingInt(ActionTableTest::matched).thenComparing(entry -> !entry.endsWith("*")))
                .orElse("*");
        assertThat(table(entries).find(path)).isEqualTo(expected);
        String action = path.contains(":") ? path.substring(0, path.indexOf(':')) : path;
        if (!table(entries).looksBeyond(action)) {
            assertThat(table(entries).find(action)).isEqualTo(expected);
        }
        String alone = table(entries).ofActionAlone(action);
        if (alone != null) {
            assertThat(alone).isEqualTo(expected);
        }
    }

    private static boolean matches(String entry, String path) {
        return entry.endsWith("*")
                ? path.startsWith(entry.substring(0, entry.length() - 1))
                : path.equals(entry) || path.startsWith(entry + ":");
    }

    private static int matched(String entry) {
        return entry.endsWith("*") ? entry.length() - 1 : entry.length();
    }
}
