package dev.botsentinel.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {

    private static final FirstSeen SEEN = new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.CHAT, 7, 1, Mode.SHADOW);
    private static final TakePermits TAKE = new TakePermits(new AppliedLimit(
            "a", "~a", Scope.GLOBAL, RateLimit.perMinute(3).scope(Scope.CHAT).shadow()));

    private static final Step.Album ALBUM = new Step.Album(Scope.USER);

    /** Gives back the step, so that one taken for another kind would show. */
    private static final Step.Cases<Step> SAME = new Step.Cases<>() {

        @Override
        public Step notBlocked(NotBlocked step) {
            return step;
        }

        @Override
        public Step firstSeen(FirstSeen step) {
            return step;
        }

        @Override
        public Step album(Step.Album step) {
            return step;
        }

        @Override
        public Step takePermits(TakePermits step) {
            return step;
        }
    };

    @Test
    void eachKindOfStepIsItsOwnCase() {
        assertThat(NotBlocked.SHADOW.match(SAME)).isSameAs(NotBlocked.SHADOW);
        assertThat(SEEN.match(SAME)).isSameAs(SEEN);
        assertThat(TAKE.match(SAME)).isSameAs(TAKE);
        assertThat(ALBUM.match(SAME)).isSameAs(ALBUM);
    }

    @Test
    void anAlbumHasEnforcedLimitsAndSeenValuesElsewhereAndNotTooMany() {
        Step limit = new TakePermits(new AppliedLimit("a", "=a", Scope.USER, RateLimit.perMinute(3)));
        assertThat(new Step.Album(Scope.USER, List.of(limit)).elsewhere()).containsExactly(limit);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Step.Album(Scope.USER, List.of(TAKE)))
                .withMessageContaining("elsewhere");
        assertThatIllegalArgumentException().isThrownBy(() -> new Step.Album(Scope.USER, List.of(NotBlocked.ENFORCE)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Step.Album(Scope.USER, Collections.nCopies(Step.Album.MOST_ELSEWHERE + 1, limit)))
                .withMessageContaining("at most 100");
    }

    @Test
    void blocksAreTheSubjectsOwn() {
        assertThat(NotBlocked.ENFORCE.scope()).isEqualTo(Scope.USER);
        assertThat(NotBlocked.SHADOW.scope()).isEqualTo(Scope.USER);
    }

    @Test
    void aLimitIsTakenInTheScopeInEffectAndInItsMode() {
        assertThat(TAKE.scope()).isEqualTo(Scope.GLOBAL);
        assertThat(TAKE.mode()).isEqualTo(Mode.SHADOW);
        assertThat(new TakePermits(new AppliedLimit("a", "=a", Scope.USER, RateLimit.perMinute(3))).mode())
                .isEqualTo(Mode.ENFORCE);
    }

    @Test
    void anOwnerRemembers64UpdateIdsAnd16Fingerprints() {
        assertThat(FirstSeen.Kind.UPDATE_ID.capacity()).isEqualTo(64);
        assertThat(FirstSeen.Kind.FINGERPRINT.capacity()).isEqualTo(16);
    }

    @Test
    void aStepWithoutAValueOfItsOwnLooksForWhatTheFactsBring() {
        FirstSeen bound = new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.CHAT, 1, Mode.SHADOW);
        assertThat(bound.value()).isNull();
        assertThat(SEEN.value()).isEqualTo(7);
        assertThat(bound).isNotEqualTo(SEEN);
    }
}
