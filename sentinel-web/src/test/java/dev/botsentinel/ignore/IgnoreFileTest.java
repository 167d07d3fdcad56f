package dev.botsentinel.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row as git itself decides ({@code git check-ignore}). */
class IgnoreFileTest {

    @ParameterizedTest
    @CsvSource({
        "*.log, a.log, true",
        "*.log, dir/a.log, true",
        "*.log, a.log.txt, false",
        "/a.log, dir/a.log, false",
        "/a.log, a.log, true",
        "dir/a, dir/a, true",
        "dir/a, x/dir/a, false",
        "**/dir/a, x/y/dir/a, true",
        "dir/**, dir/x/y, true",
        "dir/**, dir, false",
        "a/**/b, a/b, true",
        "a/**/b, a/x/y/b, true",
        "a/**/b, a/x/y/c, false",
        "dir/, dir, false",
        "?.txt, a.txt, true",
        "?.txt, ab.txt, false",
        "[a-c].txt, b.txt, true",
        "[!a-c].txt, b.txt, false",
        "[!a-c].txt, d.txt, true",
        "\\#a, #a, true",
        "#a, #a, false",
        "\\!a, !a, true",
        "*a*b*c, xaybzc, true",
        "*a*b*c, xaybz, false",
        "a*, dir/abc, true",
        "*, x/y, true",
    })
    void matchesLikeGit(String pattern, String path, boolean ignored) {
        assertThat(IgnoreFile.parse(pattern).ignores(path, false).orElse(false)).isEqualTo(ignored);
    }

    @Test
    void theLastPatternThatMatchesDecides() {
        IgnoreFile file = IgnoreFile.parse("*.env\n!keep.env\n\n# comment\nkeep.env/\n");
        assertThat(file.ignores("a.env", false)).contains(true);
        assertThat(file.ignores("keep.env", false)).contains(false);
        assertThat(file.ignores("keep.env", true)).contains(true);
        assertThat(file.ignores("other", false)).isEmpty();
    }

    @Test
    void aHostilePatternIsNoSlower() {
        IgnoreFile stars = IgnoreFile.parse("*a".repeat(200) + "b\n" + "**/a/".repeat(100) + "b");
        String path = ("a".repeat(250) + "/").repeat(15) + "a";
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(stars.ignores(path, false)).isEmpty());
    }
}
