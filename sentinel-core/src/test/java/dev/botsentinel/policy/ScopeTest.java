package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    /** The ids that there are: s for the subject, c for the chat, t for the topic, p for the space. */
    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource({
        "USER, s, USER",
        "USER, sctp, USER",
        "USER, ctp, CHAT",
        "USER, p, GLOBAL",
        "USER, '', GLOBAL",
        "CHAT, sctp, CHAT",
        "CHAT, c, CHAT",
        "CHAT, sp, USER",
        "CHAT, p, GLOBAL",
        "CHAT, '', GLOBAL",
        "TOPIC, sctp, TOPIC",
        "TOPIC, ct, TOPIC",
        "TOPIC, scp, CHAT",
        "TOPIC, sp, USER",
        "TOPIC, p, GLOBAL",
        "TOPIC, '', GLOBAL",
        "MEMBER, sctp, MEMBER",
        "MEMBER, sc, MEMBER",
        "MEMBER, sp, USER",
        "MEMBER, ctp, CHAT",
        "MEMBER, p, GLOBAL",
        "MEMBER, '', GLOBAL",
        "SPACE, sctp, SPACE",
        "SPACE, p, SPACE",
        "SPACE, sct, CHAT",
        "SPACE, s, USER",
        "SPACE, '', GLOBAL",
        "SPACE_MEMBER, sctp, SPACE_MEMBER",
        "SPACE_MEMBER, sp, SPACE_MEMBER",
        "SPACE_MEMBER, sct, USER",
        "SPACE_MEMBER, ctp, CHAT",
        "SPACE_MEMBER, p, GLOBAL",
        "SPACE_MEMBER, '', GLOBAL",
        "GLOBAL, sctp, GLOBAL",
        "GLOBAL, '', GLOBAL",
    })
    void aScopeFallsBackWhereAnIdIsMissing(Scope declared, String present, Scope inEffect) {
        PresentIds ids = new PresentIds(
                present.contains("s"), present.contains("c"), present.contains("t"), present.contains("p"));
        assertThat(declared.inEffect(ids)).isEqualTo(inEffect);
        assertThat(inEffect.isHeld(ids)).isTrue();
        assertThat(declared.isHeld(ids)).isEqualTo(declared == inEffect);
    }

    @Test
    void labelsAreWhatPolicyFilesSay() {
        assertThat(Arrays.stream(Scope.values()).map(Scope::label))
                .containsExactly("user", "chat", "topic", "member", "space", "space-member", "global");
    }

    @Test
    void onlyWhatIncludesTheSubjectIsItsOwn() {
        assertThat(Arrays.stream(Scope.values()).filter(Scope::needsSubject))
                .containsExactly(Scope.USER, Scope.MEMBER, Scope.SPACE_MEMBER);
    }

    @Test
    void aTopicNeedsItsChat() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PresentIds(true, false, true, false))
                .withMessage("there is a topic, but no chat; a topic needs the chat it is in");
    }
}
