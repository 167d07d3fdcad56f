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
            IDS.forEach(chat -> owners.add(Owner.member(id, chat)));
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
        }
        assertThat(hashes).hasSizeGreaterThan(2900);
    }

    @Test
    void anOwnerHasTheIdsThatItWasMadeOf() {
        assertThat(Owner.user("1")).isEqualTo(new Owner(Scope.USER, "1", null));
        assertThat(Owner.chat("2")).isEqualTo(new Owner(Scope.CHAT, null, "2"));
        assertThat(Owner.member("1", "2")).isEqualTo(new Owner(Scope.MEMBER, "1", "2"));
        assertThat(Owner.GLOBAL).isEqualTo(new Owner(Scope.GLOBAL, null, null));
    }

    @Test
    void ofAnUpdateAScopeTakesTheIdsItHas() {
        assertThat(Owner.of(Scope.USER, "1", "2")).isEqualTo(Owner.user("1"));
        assertThat(Owner.of(Scope.CHAT, "1", "2")).isEqualTo(Owner.chat("2"));
        assertThat(Owner.of(Scope.MEMBER, "1", "2")).isEqualTo(Owner.member("1", "2"));
        assertThat(Owner.of(Scope.GLOBAL, "1", "2")).isEqualTo(Owner.GLOBAL);
    }

    @ParameterizedTest
    @CsvSource({
        "USER, , , user has a subject and no chat",
        "USER, 1, 2, user has a subject and no chat",
        "CHAT, , , chat has no subject and a chat",
        "CHAT, 1, 2, chat has no subject and a chat",
        "MEMBER, 1, , member has a subject and a chat",
        "MEMBER, , 2, member has a subject and a chat",
        "GLOBAL, 1, , global has no subject and no chat",
        "GLOBAL, , 2, global has no subject and no chat"
    })
    void othersAreRefused(Scope scope, String subject, String chat, String expected) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Owner(scope, subject, chat))
                .withMessage("an owner of scope " + expected);
    }
}
