package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Scope;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that are kept as numbers stay apart from all that merely look like them. */
class CellKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "00",
                "7",
                "07",
                "+7",
                "-7",
                "--7",
                "-",
                "7 ",
                "٧",
                "７",
                "1e3",
                "0x7",
                "999999999999999999",
                "9999999999999999999",
                "-999999999999999999",
                "9223372036854775807",
                "-9223372036854775808",
                "\u0000",
                "a"
            })
    void whatAKeyIsMadeOfComesBack(String id) {
        assertThat(CellKey.of(Owner.user(id)).owner()).isEqualTo(Owner.user(id));
        assertThat(CellKey.of(Owner.member(id, "-" + id)).owner()).isEqualTo(Owner.member(id, "-" + id));
    }

    @Property
    void keysAreEqualExactlyIfOwnersAre(@ForAll("owners") Owner one, @ForAll("owners") Owner other) {
        CellKey key = CellKey.of(one);
        assertThat(key.equals(CellKey.of(other))).isEqualTo(one.equals(other));
        assertThat(key).isEqualTo(CellKey.of(one)).hasSameHashCodeAs(CellKey.of(one));
        assertThat(key.owner()).isEqualTo(one);
    }

    @Test
    void onlyTheIdsOfTheScopeCount() {
        assertThat(CellKey.of(Scope.USER, "1", "2")).isEqualTo(CellKey.of(Owner.user("1")));
        assertThat(CellKey.of(Scope.CHAT, "1", "2")).isEqualTo(CellKey.of(Owner.chat("2")));
        assertThat(CellKey.of(Scope.GLOBAL, "1", "2")).isEqualTo(CellKey.of(Owner.GLOBAL));
    }

    @Provide
    Arbitrary<Owner> owners() {
        Arbitrary<String> ids = Arbitraries.oneOf(
                Arbitraries.of("0", "-0", "1", "01", "-1", "+1", "a", "-", "1\u0000", "999999999999999999"),
                Arbitraries.strings().withChars("-+0190 ٧\u0000").ofMinLength(1).ofMaxLength(21));
        return Arbitraries.of(Scope.class)
                .flatMap(scope -> ids.flatMap(subject -> ids.map(chat -> switch (scope) {
                    case USER -> Owner.user(subject);
                    case CHAT -> Owner.chat(chat);
                    case MEMBER -> Owner.member(subject, chat);
                    case GLOBAL -> Owner.GLOBAL;
                })));
    }
}
