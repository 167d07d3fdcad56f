package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.plan.Owner;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private final Keys keys = new Keys("sentinel");

    @Test
    void keysReadAsTheyAreDocumented() {
        assertThat(text(Owner.user("42"))).isEqualTo("sentinel:{u:42}");
        assertThat(text(Owner.member("42", "-100"))).isEqualTo("sentinel:{u:42}m:-100");
        assertThat(text(Owner.spaceMember("42", "9"))).isEqualTo("sentinel:{u:42}s:9");
        assertThat(text(Owner.chat("-100"))).isEqualTo("sentinel:{c:-100}");
        assertThat(text(Owner.topic("-100", "7"))).isEqualTo("sentinel:{c:-100}t:7");
        assertThat(text(Owner.space("9"))).isEqualTo("sentinel:{s:9}");
        assertThat(text(Owner.GLOBAL)).isEqualTo("sentinel:{g}");
        assertThat(text(Owner.user("a{b}%\u0000 c"))).isEqualTo("sentinel:{u:a%7bb%7d%25%00%20c}");
    }

    @Property
    void differentOwnersHaveDifferentKeys(@ForAll("owners") Owner one, @ForAll("owners") Owner other) {
        assertThat(Arrays.equals(keys.owner(one), keys.owner(other))).isEqualTo(one.equals(other));
    }

    @Property
    void membersLiveWithTheirSubjectsAndTopicsWithTheirChats(@ForAll("ids") String first, @ForAll("ids") String other) {
        assertThat(slot(Owner.member(first, other))).isEqualTo(slot(Owner.user(first)));
        assertThat(slot(Owner.spaceMember(first, other))).isEqualTo(slot(Owner.user(first)));
        assertThat(slot(Owner.topic(first, other))).isEqualTo(slot(Owner.chat(first)));
    }

    private int slot(Owner owner) {
        return SlotHash.getSlot(keys.owner(owner));
    }

    @Property
    void theKeysOfASubjectTellWhoseTheyAre(@ForAll("ids") String subject, @ForAll("ids") String other) {
        for (Owner owner :
                List.of(Owner.user(subject), Owner.member(subject, other), Owner.spaceMember(subject, other))) {
            assertThat(keys.ownerOf(subject, keys.owner(owner))).isEqualTo(owner);
        }
        assertThat(keys.ownerOf(subject, keys.user(subject))).isNull();
    }

    @Property
    void textsComeBackAsTheyWere(@ForAll("ids") String id) {
        assertThat(Cesu8.text(Cesu8.bytes(id))).isEqualTo(id);
    }

    @Property
    void bytesAreInTheOrderOfTheTexts(@ForAll("ids") String one, @ForAll("ids") String other) {
        assertThat(Integer.signum(Arrays.compareUnsigned(Cesu8.bytes(one), Cesu8.bytes(other))))
                .isEqualTo(Integer.signum(one.compareTo(other)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a{b}", "é", "*"})
    void aPrefixThatIsHardToReadOrToGrantIsRefused(String prefix) {
        assertThatThrownBy(() -> new Keys(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sentinel:prod");
    }

    @Provide
    Arbitrary<String> ids() {
        Arbitrary<Character> characters = Arbitraries.oneOf(
                Arbitraries.of('a', 'b', ':', '{', '}', '%', '7', 'd', 'm', 's', 't', '\u0000', '\ud83d', '\ude00'),
                Arbitraries.chars().all());
        return characters.list().ofMinSize(1).ofMaxSize(6).map(KeysTest::joined);
    }

    private static String joined(List<Character> characters) {
        StringBuilder joined = new StringBuilder();
        characters.forEach(joined::append);
        return joined.toString();
    }

    @Provide
    Arbitrary<Owner> owners() {
        return Combinators.combine(Arbitraries.integers().between(0, 6), ids(), ids())
                .as((kind, one, other) -> switch (kind) {
                    case 0 -> Owner.user(one);
                    case 1 -> Owner.chat(one);
                    case 2 -> Owner.member(one, other);
                    case 3 -> Owner.topic(one, other);
                    case 4 -> Owner.space(one);
                    case 5 -> Owner.spaceMember(one, other);
                    default -> Owner.GLOBAL;
                });
    }

    private String text(Owner owner) {
        return new String(keys.owner(owner), StandardCharsets.UTF_8);
    }
}
