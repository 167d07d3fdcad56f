package dev.botsentinel.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedResolutionsTest {

    private final SharedResolutions shared = new SharedResolutions();

    @Test
    void equalAnswersAreOneObject() {
        Resolution first = Resolution.of(Principal.registered("user", "admin"));
        assertThat(shared.of(first)).isSameAs(first);
        assertThat(shared.of(Resolution.of(Principal.registered("admin", "user"))))
                .isSameAs(first);
    }

    @Test
    void differentAnswersAreNeverMixedUp() {
        for (int i = 0; i < 10_000; i++) {
            Resolution answer = Resolution.of(Principal.registered("role" + i));
            assertThat(shared.of(answer)).isSameAs(answer);
            assertThat(shared.of(Resolution.of(Principal.registered("role" + i))))
                    .isSameAs(answer);
        }
    }
}
