package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that are kept as numbers stay apart from all that merely look like them. */
class CellKeyTest {

    private final Cells cells = MemoryStore.create().cells();

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
        assertThat(cells.key(Owner.user(id)).owner()).isEqualTo(Owner.user(id));
        assertThat(cells.key(Owner.member(id, "-" + id)).owner()).isEqualTo(Owner.member(id, "-" + id));
        assertThat(cells.key(Owner.topic(id, "-" + id)).owner()).isEqualTo(Owner.topic(id, "-" + id));
        assertThat(cells.key(Owner.space(id)).owner()).isEqualTo(Owner.space(id));
        assertThat(cells.key(Owner.spaceMember(id, "-" + id)).owner()).isEqualTo(Owner.spaceMember(id, "-" + id));
    }

    @Property
    void keysAreEqualExactlyIfOwnersAre(@ForAll("owners") Owner one, @ForAll("owners") Owner other) {
        Cell key = cells.key(one);
        assertThat(key.equals(cells.key(other))).isEqualTo(one.equals(other));
        assertThat(key).isEqualTo(cells.key(one)).hasSameHashCodeAs(cells.key(one));
        assertThat(key.owner()).isEqualTo(one);
    }

    @Property
    void theirOrderAgreesWithTheirEquality(@ForAll("owners") Owner one, @ForAll("owners") Owner other) {
        Cell key = cells.key(one);
        int order = key.compareTo(cells.key(other));
        assertThat(order == 0).isEqualTo(one.equals(other));
        assertThat(Integer.signum(cells.key(other).compareTo(key))).isEqualTo(-Integer.signum(order));
    }

    @Test
    @Timeout(60)
    void idsThatShareAHashAreFoundAsQuicklyAsOthers() {
        MemoryStore store = MemoryStore.create();
        for (int i = 0; i < 1 << 15; i++) {
            String id = sharingOneHash(i);
            assertThat(Ask.verdict(store, Ask.plan(id, "chat", RateLimit.perMinute(1))))
                    .isInstanceOf(Verdict.Admitted.class);
        }
        assertThat(cells.key(Owner.user(sharingOneHash(1))))
                .hasSameHashCodeAs(cells.key(Owner.user(sharingOneHash(2))));
    }

    /** "Aa" and "BB" have one hash, and so have all texts made of them. */
    private static String sharingOneHash(int number) {
        StringBuilder id = new StringBuilder();
        for (int bit = 0; bit < 15; bit++) {
            id.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return id.toString();
    }

    @Test
    void onlyTheIdsOfTheScopeCount() {
        Facts facts = Facts.of("1", "2", "3", "4");
        assertThat(new Cell(cells, Scope.USER, facts)).isEqualTo(cells.key(Owner.user("1")));
        assertThat(new Cell(cells, Scope.CHAT, facts)).isEqualTo(cells.key(Owner.chat("2")));
        assertThat(new Cell(cells, Scope.TOPIC, facts)).isEqualTo(cells.key(Owner.topic("2", "3")));
        assertThat(new Cell(cells, Scope.MEMBER, facts)).isEqualTo(cells.key(Owner.member("1", "2")));
        assertThat(new Cell(cells, Scope.SPACE, facts)).isEqualTo(cells.key(Owner.space("4")));
        assertThat(new Cell(cells, Scope.SPACE_MEMBER, facts)).isEqualTo(cells.key(Owner.spaceMember("1", "4")));
        assertThat(new Cell(cells, Scope.GLOBAL, facts)).isEqualTo(cells.key(Owner.GLOBAL));
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
                    case TOPIC -> Owner.topic(subject, chat);
                    case MEMBER -> Owner.member(subject, chat);
                    case SPACE -> Owner.space(subject);
                    case SPACE_MEMBER -> Owner.spaceMember(subject, chat);
                    case GLOBAL -> Owner.GLOBAL;
                })));
    }
}
