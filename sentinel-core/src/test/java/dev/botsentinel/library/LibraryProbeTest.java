package dev.botsentinel.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LibraryProbeTest {

    private static LibraryProbe slf4j(String minimum) {
        return LibraryProbe.of("sentinel-core", LibraryProbeTest.class)
                .needs("org.slf4j:slf4j-api", minimum, "org.slf4j.Logger");
    }

    @Test
    void whatFitsIsUsed() {
        assertThat(slf4j("1.7.36").<String>run(() -> "used")).isEqualTo("used");
        assertThat(slf4j("2").<String>run(() -> "used")).isEqualTo("used");
        assertThat(slf4j("2.0").<String>run(() -> "used")).isEqualTo("used");
    }

    @Test
    void whatIsTooOldIsNamedAndNotUsed() {
        assertThatThrownBy(() -> slf4j("2.10").run(() -> {
                    throw new AssertionError("used");
                }))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageMatching("sentinel-core needs org\\.slf4j:slf4j-api 2\\.10 or later"
                        + " \\(the class path has slf4j-api-2\\.0\\.\\d+\\.jar\\)\\. Have your build choose .*");
    }

    @Test
    void whatIsMissingIsNamed() {
        LibraryProbe probe = LibraryProbe.of("my-store", LibraryProbeTest.class)
                .needs("com.example:client", "3.1", "com.example.Client");
        assertThatThrownBy(() -> probe.run(() -> ""))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasMessageStartingWith(
                        "my-store needs com.example:client 3.1 or later (there is none on the class path).");
    }

    @Test
    void whatCannotBeLinkedIsNamedWithTheMissingClass() {
        Error missing = new NoClassDefFoundError("org/slf4j/New");
        assertThatThrownBy(() -> slf4j("1").run(() -> {
                    throw missing;
                }))
                .isInstanceOf(IncompatibleLibraryException.class)
                .hasCause(missing)
                .hasMessageContaining("the class path has slf4j-api-")
                .hasMessageContaining("no class org.slf4j.New");
    }

    @Test
    void anythingElseGoesOn() {
        assertThatThrownBy(() -> slf4j("1").run(() -> {
                    throw new IllegalStateException("mine");
                }))
                .hasMessage("mine");
    }
}
