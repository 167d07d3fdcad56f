package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionTableTest {

    private static final List<String> ENTRIES =
            List.of("/pay", "*", "/p*", "/pay_all*", "/b", "/a", "/pa*", "callback:*");

    private static final ActionTable<String> TABLE = ActionTable.of(byName(ENTRIES));

    private static Map<String, String> byName(List<String> entries) {
        Map<String, String> byName = new LinkedHashMap<>();
        entries.forEach(entry -> byName.put(entry, entry));
        return byName;
    }

    @ParameterizedTest
    @CsvSource({
        "/pay, /pay",
        "/a, /a",
        "/pay_all, /pay_all*",
        "/pay_all_of_it, /pay_all*",
        "/pay_al, /pa*",
        "/pay2, /pa*",
        "/pa, /pa*",
        "/p, /p*",
        "/px, /p*",
        "/aa, *",
        "/A, *",
        "/, *",
        "message, *",
        "callback:, callback:*",
        "callback:buy, callback:*",
        "'*', *"
    })
    void anActionFallsUnderItsOwnEntryElseUnderTheLongestPrefix(String action, String entry) {
        assertThat(TABLE.find(action)).isEqualTo(entry);
    }

    @Test
    void entriesComeByNameAndThenThePrefixesTheLongestFirst() {
        assertThat(TABLE.all()).containsExactly("/a", "/b", "/pay", "callback:*", "/pay_all*", "/pa*", "/p*", "*");
    }

    @Test
    void anotherTableOfTheSameEntriesHasTheirOrder() {
        ActionTable<Integer> lengths = TABLE.map(String::length);
        assertThat(lengths.all()).containsExactly(2, 2, 4, 10, 9, 4, 3, 1);
        assertThat(lengths.map(String::valueOf).all()).containsExactly("2", "2", "4", "10", "9", "4", "3", "1");
        for (String action : List.of("/pay", "/pay_all_of_it", "/pay2", "/px", "message", "callback:buy")) {
            assertThat(lengths.find(action)).isEqualTo(TABLE.find(action).length());
        }
    }

    @Test
    void ofEachEntryOneThingIsMade() {
        int[] made = new int[1];
        ActionTable<Object> objects = TABLE.map(entry -> {
            made[0]++;
            return new Object();
        });
        assertThat(made[0]).isEqualTo(ENTRIES.size());
        assertThat(objects.find("/pay2")).isSameAs(objects.find("/pay3"));
    }

    @Test
    void withoutAStarSomeActionsFallUnderNothing() {
        ActionTable<String> table = ActionTable.of(byName(List.of("/a")));
        assertThat(table.find("/a")).isEqualTo("/a");
        assertThatIllegalStateException().isThrownBy(() -> table.find("/b"));
    }

    @Test
    void everyPolicyHasAStar() {
        PolicySet policy = PolicySet.builder().action("/a", Policy.noLimits()).build();
        assertThat(policy.table().find("/b").entry()).isEqualTo("*");
        assertThat(policy.table().find("/a")).isSameAs(policy.effective("/a"));
        assertThat(policy.table().all()).isEqualTo(policy.effective());
    }
}
