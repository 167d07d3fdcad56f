package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Two updates have one fingerprint exactly if they say the same, wherever one part could end and the next begin. */
class FingerprintTest {

    private static final FingerprintKey KEY = FingerprintKey.ofHex("000102030405060708090a0b0c0d0e0f");

    private static final Fingerprints FINGERPRINTS = new Fingerprints(KEY, "/a");

    /** What a fingerprint covers. */
    private record Said(String action, String chat, String topic, String kind, List<String> values) {

        long fingerprint() {
            Request request = Request.builder(action)
                    .subject("42")
                    .chat(chat)
                    .topic(topic)
                    .content(new Content(kind, values))
                    .build();
            return FINGERPRINTS.of(request);
        }
    }

    @Property(tries = 2000)
    void sameFingerprintExactlyIfTheSameIsSaid(@ForAll("said") Said one, @ForAll("said") Said other) {
        assertThat(one.fingerprint() == other.fingerprint()).isEqualTo(one.equals(other));
    }

    /** The parts of one text, cut elsewhere, are other parts. */
    @Property(tries = 2000)
    void sameCharactersCutElsewhereSayAnotherThing(@ForAll("said") Said said) {
        String all = said.kind + String.join("", said.values);
        for (int cut = 1; cut < all.length(); cut++) {
            Said moved =
                    new Said(said.action, said.chat, said.topic, all.substring(0, cut), List.of(all.substring(cut)));
            assertThat(moved.fingerprint() == said.fingerprint()).isEqualTo(moved.equals(said));
        }
    }

    @Provide
    Arbitrary<Said> said() {
        Arbitrary<String> ids = text().filter(text -> !text.isEmpty());
        return Combinators.combine(
                        ids,
                        chats().injectNull(0.3),
                        ids.injectNull(0.5),
                        text(),
                        text().list().ofMaxSize(3))
                .as(Said::new);
    }

    /** Some are numbers, and some are texts of what numbers are fed as. */
    private static Arbitrary<String> chats() {
        return Arbitraries.oneOf(
                text().filter(text -> !text.isEmpty()),
                Arbitraries.of("0", "1", "-1", "10", "255", "\uffff", "\uffff\uffff\uffff\uffff", "042", "+1"),
                Arbitraries.longs().map(number -> Long.toString(number)));
    }

    /** Few and alike, so that parts of two updates are often equal; eight narrow characters or four wide ones fill a word. */
    private static Arbitrary<String> text() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of("", "a", "\0", "\1", "a\0", "\0a", "aa")),
                Tuple.of(1, Arbitraries.of("aaaaaaa", "aaaaaaaa", "aaaaaaaaa", "\u0100", "\u0100aaa", "\u0100aaaa")),
                Tuple.of(
                        1,
                        Arbitraries.strings()
                                .withChars('\0', '\1', 'a', '\u00ff', '\u0100')
                                .ofMaxLength(10)));
    }

    @Property(tries = 500)
    void aChatsIdIsTheSameWhetherItComesAsANumberOrAsText(@ForAll long chat) {
        Request.Builder request = Request.builder("/a").content(Content.text("x"));
        long number = FINGERPRINTS.of(request.chat(chat).build());
        assertThat(FINGERPRINTS.of(request.chat(Long.toString(chat)).build())).isEqualTo(number);
        assertThat(FINGERPRINTS.of(request.chat((String) null).build())).isNotEqualTo(number);
    }

    @Property(tries = 500)
    void plainTextIsTheSameWhicheverWayItComes(@ForAll("texts") String text) {
        Request.Builder request = Request.builder("/a");
        long content = FINGERPRINTS.of(request.content(Content.text(text)).build());
        assertThat(FINGERPRINTS.of(request.text(text).build())).isEqualTo(content);
        assertThat(FINGERPRINTS.of(request.content(Content.of("text", text, "")).build()))
                .isNotEqualTo(content);
    }

    @Provide
    Arbitrary<String> texts() {
        return text();
    }

    /** Whoever repeats it may come as somebody else, and in another update. */
    @Test
    void subjectAndUpdateIdAreNoContent() {
        Request.Builder request = Request.builder("/a").chat("7").text("x");
        long fingerprint = FINGERPRINTS.of(request.build());
        assertThat(FINGERPRINTS.of(request.subject(42).updateId(1).album("a").build()))
                .isEqualTo(fingerprint);
    }

    @Test
    void theUsualActionOfAnEntryChangesNoFingerprint() {
        for (String chat : List.of("7", "seven")) {
            Request request = Request.builder("/a").chat(chat).text("x").build();
            assertThat(new Fingerprints(KEY, "*").of(request)).isEqualTo(FINGERPRINTS.of(request));
        }
    }

    @Test
    void anotherKeyGivesAnotherFingerprint() {
        Request request = Request.builder("/a").chat(7).text("x").build();
        assertThat(new Fingerprints(FingerprintKey.ofHex("00".repeat(16)), "/a").of(request))
                .isNotEqualTo(FINGERPRINTS.of(request));
    }
}
