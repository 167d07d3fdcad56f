package dev.botsentinel.request;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

class DisplayNameTest {

    @Example
    void anOrdinaryNameIsLeftAlone() {
        for (String name : new String[] {"Ann", "José Ñandú", "李小龙", "O'Neil <b>", "👩\u200D💻", "م\u200Cی", "Ⅷ ½ ª"}) {
            assertThat(DisplayName.of(name).text()).isEqualTo(name);
        }
    }

    @Example
    void controlAndBidirectionalCharactersGo() {
        String marks = "\0\u001b\u202e\u202a\u2066\u2069\u200e\u200f\u061c\ufeff\u00ad\ud800";
        assertThat(DisplayName.of(marks + "A" + marks + "nn" + marks).text()).isEqualTo("Ann");
    }

    @Example
    void whiteSpaceOfAnyKindIsOneSpace() {
        assertThat(DisplayName.of(" \r\n Ann\t\u00a0\u2028\u3000Lee\u3164 ").text())
                .isEqualTo("Ann Lee");
    }

    @Example
    void whatNobodySeesIsNoName() {
        for (String blank : new String[] {"", " ", "\u3164", "\u200d\u200c", "\u2800 \u115f", "\ud800", "\u202e"}) {
            assertThat(DisplayName.of(blank)).isEqualTo(DisplayName.NONE);
        }
        assertThat(DisplayName.NONE.isNone()).isTrue();
    }

    @Example
    void aLongNameIsCutBetweenCharacters() {
        assertThat(DisplayName.of("x".repeat(63) + "👍").text()).isEqualTo("x".repeat(63));
        assertThat(DisplayName.of("x".repeat(62) + "👍👍").text()).isEqualTo("x".repeat(62) + "👍");
        assertThat(DisplayName.of("x".repeat(63) + " y").text()).isEqualTo("x".repeat(63));
        assertThat(DisplayName.of("\0".repeat(10_000_000) + "late")).isEqualTo(DisplayName.NONE);
    }

    @Property
    void aNameIsOneCleanLineAndStaysWhatItIs(@ForAll @StringLength(max = 300) String text) {
        DisplayName name = DisplayName.of(text);
        assertThat(name.text())
                .hasSizeLessThanOrEqualTo(DisplayName.MAX_LENGTH)
                .isEqualTo(name.text().strip());
        assertThat(name.text().codePoints())
                .noneMatch(
                        letter -> Character.isISOControl(letter) || Character.getType(letter) == Character.SURROGATE);
        assertThat(DisplayName.of(name.text())).isEqualTo(name);
    }
}
