package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is longer than platforms send is told apart by its length and its ends, so that it costs no more. */
class ContentBoundTest {

    private static final int LONGEST = Fingerprints.LONGEST_VALUE;
    private static final int MOST = Fingerprints.MOST_VALUES;
    private static final Fingerprints FINGERPRINTS = new Fingerprints(FingerprintKey.random(), "/a");

    @Test
    void upToTheBoundEveryCharacterCounts() {
        for (int at : new int[] {0, LONGEST / 2, LONGEST - 1}) {
            StringBuilder other = new StringBuilder("x".repeat(LONGEST));
            other.setCharAt(at, 'y');
            assertThat(fingerprint(other.toString())).isNotEqualTo(fingerprint("x".repeat(LONGEST)));
        }
    }

    @Test
    void aboveItLengthAndEndsCount() {
        String text = "x".repeat(1_000_000);
        StringBuilder middle = new StringBuilder(text);
        middle.setCharAt(500_000, 'y');
        assertThat(fingerprint(middle.toString())).isEqualTo(fingerprint(text));
        assertThat(fingerprint("y" + text.substring(1))).isNotEqualTo(fingerprint(text));
        assertThat(fingerprint(text.substring(1) + "y")).isNotEqualTo(fingerprint(text));
        assertThat(fingerprint(text + "x")).isNotEqualTo(fingerprint(text));
    }

    @Test
    void aLongTextIsNeverTakenForItsEnds() {
        String half = "x".repeat(LONGEST / 2);
        Set<Long> all = new HashSet<>();
        all.add(fingerprint(half + half + "x"));
        all.add(fingerprint(half + half));
        all.add(fingerprint(half, half));
        all.add(fingerprint("", half, half));
        assertThat(all).hasSize(4);
    }

    @Test
    void ofManyValuesTheFirstAndTheirNumberCount() {
        List<String> values = new ArrayList<>(Collections.nCopies(MOST + 2, "v"));
        long many = fingerprint(values.toArray(String[]::new));
        values.set(MOST, "w");
        assertThat(fingerprint(values.toArray(String[]::new))).isEqualTo(many);
        values.set(MOST - 1, "w");
        assertThat(fingerprint(values.toArray(String[]::new))).isNotEqualTo(many);
        Set<Long> byNumber = new HashSet<>();
        for (int number = MOST - 1; number <= MOST + 2; number++) {
            byNumber.add(fingerprint(Collections.nCopies(number, "v").toArray(String[]::new)));
        }
        assertThat(byNumber).hasSize(4).contains(many);
    }

    private static long fingerprint(String... values) {
        Request request = Request.builder("/a")
                .subject("42")
                .content(Content.of("text", values))
                .build();
        return FINGERPRINTS.of(request);
    }
}
