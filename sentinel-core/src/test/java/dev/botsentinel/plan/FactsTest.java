package dev.botsentinel.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PresentIds;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsTest {

    /** All are different, and some are nearly one number. */
    private static final List<String> IDS = List.of(
            "42",
            "042",
            "+42",
            " 42",
            "42 ",
            "-42",
            "0",
            "-0",
            "+0",
            "00",
            "1",
            "+1",
            "-",
            "x",
            "\0",
            "42/7",
            "٤٢",
            "999999999999999999",
            "-999999999999999999",
            "1000000000000000000",
            "-1000000000000000000",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808");

    @ParameterizedTest
    @ValueSource(strings = {"0", "42", "-42", "-1001234567890", "999999999999999999", "-999999999999999999"})
    void anIdThatIsWrittenAsANumberIsKeptAsOne(String id) {
        Facts facts = Facts.of(id, id);
        assertThat(facts.isSubjectNumber()).isTrue();
        assertThat(facts.isChatNumber()).isTrue();
        assertThat(facts.subjectNumber()).isEqualTo(Long.parseLong(id));
        assertThat(facts.chatNumber()).isEqualTo(Long.parseLong(id));
        assertThat(facts.subject()).isEqualTo(id);
        assertThat(facts.chat()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"042", "+42", "-0", "+1", "1000000000000000000", "connection/7", "x", "-"})
    void anyOtherIdIsKeptAsItIs(String id) {
        Facts facts = Facts.of(id, id);
        assertThat(facts.isSubjectNumber()).isFalse();
        assertThat(facts.isChatNumber()).isFalse();
        assertThat(facts.subjectNumber()).isZero();
        assertThat(facts.chatNumber()).isZero();
        assertThat(facts.subject()).isEqualTo(id);
        assertThat(facts.chat()).isEqualTo(id);
    }

    @Test
    void noTwoIdsBecomeOne() {
        List<Facts> all = new ArrayList<>();
        for (String id : IDS) {
            all.add(Facts.of(id, null));
            all.add(Facts.of(null, id));
            IDS.forEach(chat -> all.add(Facts.of(id, chat)));
        }
        assertThat(new HashSet<>(all)).hasSameSizeAs(all);
        assertThat(all)
                .extracting(facts -> facts.subject() + "\n" + facts.chat())
                .doesNotHaveDuplicates();
    }

    @Test
    void anIdThatIsMissingIsNeitherNumberNorText() {
        Facts nobody = Facts.of(null, null);
        assertThat(nobody.hasSubject()).isFalse();
        assertThat(nobody.hasChat()).isFalse();
        assertThat(nobody.isSubjectNumber()).isFalse();
        assertThat(nobody.isChatNumber()).isFalse();
        assertThat(nobody.subject()).isNull();
        assertThat(nobody.chat()).isNull();
        assertThat(Facts.of("0", "0").hasSubject()).as("0 is an id").isTrue();
        assertThat(Facts.of("0", "0").hasChat()).isTrue();
    }

    @Test
    void theFactsOfARequestAreItsOwn() {
        for (String id : IDS) {
            Request request =
                    Request.builder("/a").subject(id).chat(id).updateId(5).build();
            assertThat(Facts.of(request, 9))
                    .isEqualTo(Facts.of(id, id).withFingerprint(9).withUpdateId(5));
        }
        assertThat(Facts.of(Request.builder("/a").build(), 0)).isEqualTo(Facts.of(null, null));
        assertThat(Facts.of(Request.builder("/a").subject(42).chat(-100).build(), 0))
                .isEqualTo(Facts.of("42", "-100"));
    }

    @Test
    void aFactIsChangedByItselfAlone() {
        Facts facts = Facts.of("42", "x").withFingerprint(7).withUpdateId(8).withJitterDraw(9);
        assertThat(facts.jitterDraw()).isEqualTo(9);
        assertThat(facts.withFingerprint(9).jitterDraw()).isEqualTo(9);
        assertThat(facts.withUpdateId(9).jitterDraw()).isEqualTo(9);
        assertThat(facts).isNotEqualTo(facts.withJitterDraw(10));
        assertThat(facts.fingerprint()).isEqualTo(7);
        assertThat(facts.updateId()).isEqualTo(8);
        assertThat(facts.withFingerprint(9).updateId()).isEqualTo(8);
        assertThat(facts.withUpdateId(9).fingerprint()).isEqualTo(7);
        assertThat(facts.subject()).isEqualTo("42");
        assertThat(facts.chat()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_001})
    void aDrawIsAPartOfAMillion(int draw) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Facts.of("42", null).withJitterDraw(draw))
                .withMessage("a draw for the jitter is 0 to 1000000, this one is " + draw);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Facts.of(Request.builder("/a").build(), 0).withJitterDraw(draw));
    }

    @Test
    void aStepFindsItsOwnValueElseTheOneOfItsKind() {
        Facts facts = Facts.of("42", null).withFingerprint(7).withUpdateId(8);
        assertThat(facts.value(new FirstSeen(FirstSeen.Kind.FINGERPRINT, Scope.USER, 1, Mode.ENFORCE)))
                .isEqualTo(7);
        assertThat(facts.value(new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.USER, 1, Mode.ENFORCE)))
                .isEqualTo(8);
        for (FirstSeen.Kind kind : FirstSeen.Kind.values()) {
            assertThat(facts.value(new FirstSeen(kind, Scope.USER, 0, 1, Mode.ENFORCE)))
                    .as("0 is a value")
                    .isZero();
        }
    }

    @Test
    void aStepConcernsTheOwnerOfItsScope() {
        Facts facts = Facts.of("42", "-100", "7", "9");
        assertThat(facts.owner(Scope.USER)).isEqualTo(Owner.user("42"));
        assertThat(facts.owner(Scope.CHAT)).isEqualTo(Owner.chat("-100"));
        assertThat(facts.owner(Scope.TOPIC)).isEqualTo(Owner.topic("-100", "7"));
        assertThat(facts.owner(Scope.MEMBER)).isEqualTo(Owner.member("42", "-100"));
        assertThat(facts.owner(Scope.SPACE)).isEqualTo(Owner.space("9"));
        assertThat(facts.owner(Scope.SPACE_MEMBER)).isEqualTo(Owner.spaceMember("42", "9"));
        for (Scope scope : Scope.values()) {
            Owner owner = facts.owner(scope);
            assertThat(Facts.of(owner).owner(scope)).isEqualTo(owner);
        }
        assertThat(Facts.of(null, null).owner(Scope.GLOBAL)).isEqualTo(Owner.GLOBAL);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Facts.of("42", null).owner(Scope.MEMBER));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Facts.of("42", "-100").owner(Scope.TOPIC));
    }

    @Test
    void aTopicWithoutItsChatIsNoId() {
        Facts nowhere = Facts.of("42", null, "7", "9");
        assertThat(nowhere.ids()).isEqualTo(new PresentIds(true, false, false, true));
        assertThat(nowhere.topic()).isNull();
        assertThat(nowhere.space()).isEqualTo("9");
        Facts somewhere = Facts.of(null, "-100", "7", null);
        assertThat(somewhere.ids()).isEqualTo(new PresentIds(false, true, true, false));
        assertThat(somewhere.topic()).isEqualTo("7");
        assertThat(somewhere.space()).isNull();
        assertThat(Facts.of(null, null).ids()).isEqualTo(PresentIds.NONE);
    }

    @Test
    void theSubjectsStateIsCarriedAlongAndIsNoFact() {
        Request request = Request.builder("/a").subject("42").build();
        assertThat(Facts.of(request, 1).subjectState()).isNull();
        SubjectState state = new SubjectState() {};
        Facts facts = Facts.of(request, 1, state);
        assertThat(facts.subjectState()).isSameAs(state);
        assertThat(facts).isEqualTo(Facts.of(request, 1)).hasSameHashCodeAs(Facts.of(request, 1));
        assertThat(facts.withFingerprint(2)
                        .withUpdateId(3)
                        .withAlbum(4)
                        .withJitterDraw(5)
                        .subjectState())
                .isSameAs(state);
    }

    @Test
    void equalIfAllFactsAre() {
        Facts facts = Facts.of("42", "x").withFingerprint(7).withUpdateId(8);
        assertThat(facts)
                .isEqualTo(Facts.of("42", "x").withUpdateId(8).withFingerprint(7))
                .hasSameHashCodeAs(Facts.of("42", "x").withUpdateId(8).withFingerprint(7))
                .isNotEqualTo(facts.withFingerprint(9))
                .isNotEqualTo(facts.withUpdateId(9))
                .isNotEqualTo(Facts.of("42", "y").withFingerprint(7).withUpdateId(8))
                .isNotEqualTo(null);
        assertThat(Facts.of("42", "x", "7", "9"))
                .isEqualTo(Facts.of("42", "x", "7", "9"))
                .isNotEqualTo(Facts.of("42", "x", "8", "9"))
                .isNotEqualTo(Facts.of("42", "x", "7", "8"))
                .isNotEqualTo(Facts.of("42", "x"));
    }

    @Test
    void whatIsPrintedNamesIdsAndNoContent() {
        assertThat(Facts.of("42", null).withFingerprint(123456789)).hasToString("Facts[subject=42, chat=null]");
        assertThat(Facts.of("42", "x", "7", "9")).hasToString("Facts[subject=42, chat=x, topic=7, space=9]");
    }
}
