package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    @ParameterizedTest(name = "{0}, subject {1}, chat {2}: {3}")
    @CsvSource({
        "MEMBER, true,  true,  MEMBER",
        "MEMBER, true,  false, USER",
        "MEMBER, false, true,  CHAT",
        "MEMBER, false, false, GLOBAL",
        "USER,   true,  true,  USER",
        "USER,   true,  false, USER",
        "USER,   false, true,  CHAT",
        "USER,   false, false, GLOBAL",
        "CHAT,   true,  true,  CHAT",
        "CHAT,   false, true,  CHAT",
        "CHAT,   true,  false, USER",
        "CHAT,   false, false, GLOBAL",
        "GLOBAL, true,  true,  GLOBAL",
        "GLOBAL, true,  false, GLOBAL",
        "GLOBAL, false, true,  GLOBAL",
        "GLOBAL, false, false, GLOBAL",
    })
    void aScopeFallsBackWhereAnIdIsMissing(Scope declared, boolean subject, boolean chat, Scope inEffect) {
        assertThat(declared.inEffect(subject, chat)).isEqualTo(inEffect);
    }
}
