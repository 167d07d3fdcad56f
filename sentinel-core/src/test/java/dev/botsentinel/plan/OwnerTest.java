package dev.botsentinel.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {

    private static final List<String> IDS = List.of("1", "2", "1:2", ":", "12", "", "\0", "Aa", "BB");

    private static List<Owner> owners() {
        List<Owner> owners = new ArrayList<>(List.of(Owner.GLOBAL));
        for (String id : IDS) {
            owners.add(Owner.user(id));
            owners.add(Owner.chat(id));
            owners.add(Owner.space(id));
            for (String other : IDS) {
                owners.add(Owner.member(id, other));
                owners.add(Owner.topic(id, other));
                owners.add(Owner.spaceMember(id, other));
            }
        }
        return owners;
    }

    @Test
    void ownersAreTheSameOnlyIfScopeAndIdsAre() {
        List<Owner> owners = owners();
        List<Owner> again = owners();
        for (int i = 0; i < owners.size(); i++) {
            for (int j = 0; j < owners.size(); j++) {
                assertThat(owners.get(i).equals(again.get(j))).isEqualTo(i == j);
            }
            assertThat(owners.get(i)).hasSameHashCodeAs(again.get(i));
        }
        assertThat(Owner.user("1").equals(null)).isFalse();
    }

    @Test
    void ownersAreSpreadOverATable() {
        Set<Integer> hashes = new HashSet<>();
        for (int id = 0; id < 1000; id++) {
            String text = Integer.toString(id);
            hashes.add(Owner.user(text).hashCode());
            hashes.add(Owner.chat(text).hashCode());
            hashes.add(Owner.member(text, "-100").hashCode());
            hashes.add(Owner.topic("-100", text).hashCode());
            hashes.add(Owner.space(text).hashCode());
            hashes.add(Owner.spaceMember(text, "9").hashCode());
        }
        assertThat(hashes).hasSizeGreaterThan(5800);
    }

    @Test
    void anOwnerHasTheIdsThatItWasMadeOf() {
        assertThat(Owner.user("1")).isEqualTo(new Owner(Scope.USER, "1", null, null, null));
        assertThat(Owner.chat("2")).isEqualTo(new Owner(Scope.CHAT, null, "2", null, null));
        assertThat(Owner.member("1", "2")).isEqualTo(new Owner(Scope.MEMBER, "1", "2", null, null));
        assertThat(Owner.topic("2", "3")).isEqualTo(new Owner(Scope.TOPIC, null, "2", "3", null));
        assertThat(Owner.space("4")).isEqualTo(new Owner(Scope.SPACE, null, null, null, "4"));
        assertThat(Owner.spaceMember("1", "4")).isEqualTo(new Owner(Scope.SPACE_MEMBER, "1", null, null, "4"));
        assertThat(Owner.GLOBAL).isEqualTo(new Owner(Scope.GLOBAL, null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource({
        "USER, , , , , 'a subject, and no other id'",
        "USER, 1, 2, , , 'a subject, and no other id'",
        "USER, 1, , , 4, 'a subject, and no other id'",
        "CHAT, , , , , 'a chat, and no other id'",
        "CHAT, 1, 2, , , 'a chat, and no other id'",
        "CHAT, , 2, 3, , 'a chat, and no other id'",
        "TOPIC, , 2, , , 'a chat and a topic, and no other id'",
        "TOPIC, , , 3, , 'a chat and a topic, and no other id'",
        "TOPIC, 1, 2, 3, , 'a chat and a topic, and no other id'",
        "MEMBER, 1, , , , 'a subject and a chat, and no other id'",
        "MEMBER, , 2, , , 'a subject and a chat, and no other id'",
        "SPACE, , , , , 'a space, and no other id'",
        "SPACE, , 2, , 4, 'a space, and no other id'",
        "SPACE_MEMBER, 1, , , , 'a subject and a space, and no other id'",
        "SPACE_MEMBER, , , , 4, 'a subject and a space, and no other id'",
        "SPACE_MEMBER, 1, 2, , 4, 'a subject and a space, and no other id'",
        "GLOBAL, 1, , , , no id",
        "GLOBAL, , 2, , , no id",
        "GLOBAL, , , , 4, no id"
    })
    void othersAreRefused(Scope scope, String subject, String chat, String topic, String space, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Owner(scope, subject, chat, topic, space))
                .withMessage("an owner of scope " + scope.label() + " has " + expected);
    }
}
