package dev.botsentinel.store.resilient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.NotBlocked;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownBlocksTest {

    private static final long SECOND = 1_000_000;
    private static final Step LIMIT = take(RateLimit.perMinute(1));
    private static final Step SHADOW_LIMIT = take(RateLimit.perMinute(1).shadow());

    private static final BlockCheck ASKED = check(NotBlocked.ENFORCE, LIMIT);

    private static final BlockCheck IN_CHAT =
            BlockCheck.of(new Plan(List.of(NotBlocked.CHAT, NotBlocked.ENFORCE), true, true, null, false));

    private final TurnedTime time = new TurnedTime();
    private int reported;
    private final List<Block> lost = new ArrayList<>();
    private final KnownBlocks known = new KnownBlocks(time, 3, () -> reported++, lost::add);

    @Test
    void aConfirmedBlockAnswersForTwoSecondsAndNotAMicrosecondLonger() {
        learn(blocked(60 * SECOND));
        long until = time.micros() + 60 * SECOND;
        time.advance(2 * SECOND - 1);
        assertThat(answer("42")).isEqualTo(new Verdict.Blocked(0, time.micros(), until, BlockSource.MANUAL, false));
        time.advance(1);
        assertThat(answer("42")).isNull();
    }

    @Test
    void theTwoSecondsCountFromTheQuestionAndTheEndFromTheAnswer() {
        KnownBlocks.Asked asked = known.asking();
        time.advance(SECOND);
        learn(asked, blocked(60 * SECOND));
        time.advance(SECOND - 1);
        assertThat(answer("42")).isNotNull();
        time.advance(1);
        assertThat(answer("42")).isNull();
        time.advance(59 * SECOND - 1);
        assertThat(answerWithoutStorage("42")).isNotNull();
    }

    @Test
    void withoutTheStorageABlockAnswersUntilItsEnd() {
        learn(blocked(60 * SECOND));
        time.advance(60 * SECOND - 1);
        assertThat(answerWithoutStorage("42")).isNotNull();
        assertThat(answerWithoutStorage("42").degraded()).isTrue();
        time.advance(1);
        assertThat(answerWithoutStorage("42")).isNull();
    }

    @Test
    void aBlockForEverHasNoEnd() {
        learn(new Verdict.Blocked(0, time.micros(), Verdict.NEVER, BlockSource.MANUAL));
        time.advance(36_500L * 86_400 * SECOND);
        assertThat(answerWithoutStorage("42").untilMicros()).isEqualTo(Verdict.NEVER);
    }

    @Test
    void theStoragesClockCountsHoweverFarItIsOff() {
        long ahead = 3600 * SECOND;
        learn(new Verdict.Blocked(
                0, time.micros() + ahead, time.micros() + ahead + 10 * SECOND, BlockSource.AUTOMATIC));
        time.advance(SECOND);
        Verdict.Blocked answer = answer("42");
        assertThat(answer.untilMicros() - answer.nowMicros()).isEqualTo(9 * SECOND);
        time.advance(9 * SECOND - 1);
        assertThat(answerWithoutStorage("42")).isNotNull();
        time.advance(1);
        assertThat(answerWithoutStorage("42")).isNull();
    }

    @Test
    void aDenialThatTippedIsABlock() {
        long until = time.micros() + 60 * SECOND;
        learn(new Verdict.RateLimited(1, time.micros(), time.micros() + 5, 0, until));
        assertThat(answer("42")).isEqualTo(new Verdict.Blocked(0, time.micros(), until, BlockSource.AUTOMATIC, false));
    }

    @Test
    void aDenialThatDidNotTipIsNotKept() {
        learn(new Verdict.RateLimited(1, time.micros(), time.micros() + 5, 0, 0));
        learn(new Verdict.Duplicate(1, time.micros(), time.micros() + 5));
        assertThat(known.size()).isZero();
    }

    @Test
    void nobodyElseIsAnsweredFor() {
        learn(blocked(60 * SECOND));
        assertThat(answer("43")).isNull();
        assertThat(known.answer(BlockCheck.of(new Plan(List.of(), false, false, null, false)), Facts.of(null, null)))
                .isNull();
    }

    @Test
    void aManualBlockOfAChatIsAnsweredForEverybodyThere() {
        known.learn(known.asking(), IN_CHAT, inChat(), blocked(60 * SECOND));
        assertThat(known.answer(IN_CHAT, Facts.of(null, "-100")).step()).isZero();
        time.advance(2 * SECOND);
        assertThat(known.answer(IN_CHAT, inChat())).as("to be confirmed").isNull();
        assertThat(known.answerWithoutStorage(IN_CHAT, inChat())).isNotNull();
        assertThat(known.answerForChatWithoutStorage(IN_CHAT, inChat())).isNotNull();
        assertThat(answerWithoutStorage("42")).as("the subject elsewhere").isNull();
        time.advance(58 * SECOND);
        assertThat(known.answerWithoutStorage(IN_CHAT, inChat())).isNull();
    }

    @Test
    void anAutomaticBlockHoldsForNoChat() {
        known.blocked("-100", BlockSource.AUTOMATIC, time.micros(), Verdict.NEVER);
        assertThat(known.answerWithoutStorage(IN_CHAT, inChat())).isNull();
    }

    @Test
    void whichOfTwoBlocksRefusesIsConfirmedTogether() {
        learn(blocked(60 * SECOND));
        assertThat(known.answer(IN_CHAT, inChat()).step()).isEqualTo(1);
        known.blocked("-100", BlockSource.MANUAL, time.micros(), Verdict.NEVER);
        assertThat(known.answer(IN_CHAT, inChat())).isNull();
        assertThat(known.answerWithoutStorage(IN_CHAT, inChat()).step()).isZero();
    }

    @Test
    void aVerdictThatPassesTheChatIsConfirmedAndThenBelieved() {
        known.blocked("-100", BlockSource.MANUAL, time.micros(), Verdict.NEVER);
        KnownBlocks.Asked asked = known.asking();
        Verdict passes = new Verdict.AdmittedBuilder(2).build();
        assertThat(known.contradicted(asked, IN_CHAT, inChat(), passes)).containsExactly("-100");
        assertThat(known.isContradictedBy(asked, IN_CHAT, inChat(), passes)).isTrue();
        known.learn(asked, IN_CHAT, inChat(), passes);
        assertThat(known.answerWithoutStorage(IN_CHAT, inChat())).isNull();
    }

    private static Facts inChat() {
        return Facts.of("42", "-100");
    }

    @Test
    void onlyAnEnforcedCheckIsAnsweredAndInItsPlace() {
        learn(blocked(60 * SECOND));
        assertThat(answer("42", LIMIT)).isNull();
        assertThat(answer("42", NotBlocked.SHADOW)).isNull();
        assertThat(answerWithoutStorage("42", NotBlocked.SHADOW)).isNull();
        assertThat(answer("42", SHADOW_LIMIT, NotBlocked.ENFORCE).step()).isEqualTo(1);
    }

    @Test
    void whatRanksAboveTheBlockIsTheStoragesToSay() {
        learn(blocked(60 * SECOND));
        assertThat(answer("42", LIMIT, NotBlocked.ENFORCE)).isNull();
        assertThat(answerWithoutStorage("42", LIMIT, NotBlocked.ENFORCE).step()).isEqualTo(1);
    }

    @Test
    void aSubjectThatPassesTheCheckIsNoLongerBlocked() {
        learn(blocked(60 * SECOND));
        learn(new Verdict.RateLimited(1, time.micros(), time.micros() + 5, 0, 0));
        assertThat(answerWithoutStorage("42")).isNull();
        learn(blocked(60 * SECOND));
        learn(new Verdict.AdmittedBuilder(2).build());
        assertThat(answerWithoutStorage("42")).isNull();
    }

    @Test
    void aPlanThatDidNotAskLiftsNothing() {
        learn(blocked(60 * SECOND));
        known.learn(known.asking(), check(LIMIT), facts("42"), new Verdict.AdmittedBuilder(1).build());
        known.learn(
                known.asking(),
                check(LIMIT, NotBlocked.ENFORCE),
                facts("42"),
                new Verdict.RateLimited(0, time.micros(), time.micros() + 5, 0, 0));
        assertThat(answer("42")).isNotNull();
    }

    @Test
    void newsIsEnforcedWithoutTheStorageAndElseConfirmedFirst() {
        known.blocked("42", BlockSource.MANUAL, time.micros(), Verdict.NEVER);
        assertThat(answer("42")).isNull();
        assertThat(answerWithoutStorage("42")).isNotNull();
        known.lifted("42");
        assertThat(answerWithoutStorage("42")).isNull();
    }

    @Test
    void aVerdictFromBeforeTheUnblockDoesNotBringItBack() {
        KnownBlocks.Asked before = known.asking();
        known.lifted("42");
        learn(before, blocked(60 * SECOND));
        assertThat(answerWithoutStorage("42")).isNull();
        learn(blocked(60 * SECOND));
        assertThat(answerWithoutStorage("42")).isNotNull();
    }

    @Test
    void aVerdictFromBeforeTheBlockDoesNotLiftIt() {
        KnownBlocks.Asked before = known.asking();
        known.blocked("42", BlockSource.MANUAL, time.micros(), Verdict.NEVER);
        learn(before, new Verdict.AdmittedBuilder(2).build());
        assertThat(answerWithoutStorage("42")).isNotNull();
    }

    @Test
    void newsThatWasMissedHasAllConfirmedAnew() {
        learn(blocked(60 * SECOND));
        known.missed();
        assertThat(answer("42")).isNull();
        assertThat(answerWithoutStorage("42")).isNotNull();
        learn(blocked(60 * SECOND));
        assertThat(answer("42")).isNotNull();
    }

    @Test
    void aLostStateLiftsNoBlock() {
        learn(blocked(60 * SECOND));
        KnownBlocks.Asked underWay = known.asking();
        known.stateLost();
        time.advance(50 * SECOND);
        assertThat(answer("42")).as("the storage may have it").isNull();
        assertThat(answerWithoutStorage("42").degraded()).isTrue();
        learn(underWay, new Verdict.AdmittedBuilder(2).build());
        learn(new Verdict.AdmittedBuilder(2).build());
        assertThat(answer("42").degraded()).as("it hasn't").isTrue();
        time.advance(KnownBlocks.VERIFIED_MICROS);
        assertThat(answer("42")).as("it is asked every two seconds").isNull();
        assertThat(answerWithoutStorage("42")).isNotNull();
        known.lifted("42");
        assertThat(answer("42")).isNull();
    }

    @Test
    void aBlockThatWasLostAloneHoldsUntilItsEndAndIsToldOnce() {
        learn(blocked(60 * SECOND));
        for (int i = 0; i < 3; i++) {
            time.advance(3 * SECOND);
            known.blockLost("42");
            learn(new Verdict.AdmittedBuilder(2).remaining(1, 1).build());
        }
        assertThat(lost).extracting(block -> block.subject().id()).containsExactly("42");
        assertThat(known.lostBlock("42")).isPresent();
        assertThat(answer("42")).isNotNull();
        time.advance(51 * SECOND - 1);
        assertThat(answerWithoutStorage("42")).isNotNull();
        time.advance(1);
        assertThat(answerWithoutStorage("42")).isNull();
    }

    @Test
    void aLostBlockThatTheStorageHasAgainIsNotLost() {
        learn(blocked(60 * SECOND));
        known.blockLost("42");
        learn(blocked(60 * SECOND));
        assertThat(known.lostBlock("42")).isEmpty();
    }

    @Test
    void aBlockInItsLastSecondsHasEndedAndIsNotLost() {
        learn(blocked(60 * SECOND));
        time.advance(58 * SECOND);
        known.blockLost("42");
        assertThat(lost).isEmpty();
        learn(new Verdict.AdmittedBuilder(2).remaining(1, 1).build());
        assertThat(answerWithoutStorage("42")).isNull();
    }

    @Test
    void nobodyElsesBlockIsLost() {
        known.blockLost("7");
        known.lifted("42");
        known.blockLost("42");
        assertThat(lost).isEmpty();
    }

    @Test
    void aStateThatWasLostInNameOnlyConfirmsItsBlocksAgain() {
        learn(blocked(60 * SECOND));
        known.stateLost();
        time.advance(KnownBlocks.VERIFIED_MICROS);
        assertThat(answer("42")).isNull();
        learn(blocked(60 * SECOND));
        assertThat(answer("42").degraded()).isFalse();
    }

    @Test
    void whenFullTheAutomaticBlockThatEndsSoonestGoes() {
        known.blocked("hand", BlockSource.MANUAL, time.micros(), time.micros() + SECOND);
        for (int i = 5; i >= 1; i--) {
            known.blocked("auto" + i, BlockSource.AUTOMATIC, time.micros(), time.micros() + (10 + i) * SECOND);
        }
        assertThat(known.forgotten()).isEqualTo(2);
        assertThat(reported).as("the log hears of it").isEqualTo(2);
        assertThat(known.forgotten()).isEqualTo(2);
        assertThat(List.of("hand", "auto5", "auto4", "auto3"))
                .allMatch(subject -> answerWithoutStorage(subject) != null);
    }

    /** A platform's ids come as numbers with updates, and as text with news and from administrators. */
    @Test
    void aNumberAndItsTextAreOneSubject() {
        Request update = Request.builder("message").subject(42).build();
        known.blocked("42", BlockSource.MANUAL, time.micros(), Verdict.NEVER);
        assertThat(known.answerWithoutStorage(ASKED, Facts.of(update, 0))).isNotNull();
        known.lifted("42");
        assertThat(known.answerWithoutStorage(ASKED, Facts.of(update, 0))).isNull();
        known.learn(known.asking(), ASKED, Facts.of(update, 0), blocked(SECOND));
        assertThat(answer("42")).isNotNull();
        assertThat(List.of("042", "+42", "42 ", "-42", "x"))
                .allMatch(other -> answerWithoutStorage(other) == null)
                .allMatch(this::isFoundOnceBlocked);
    }

    private boolean isFoundOnceBlocked(String subject) {
        known.blocked(subject, BlockSource.MANUAL, time.micros(), Verdict.NEVER);
        return answerWithoutStorage(subject) != null;
    }

    /** Whoever may publish can invent them, and none of these would ever end. */
    @Test
    void blocksByHandAreBoundedTooFarBeyondWhatAnybodyMakes() {
        known.blocked("soonest", BlockSource.MANUAL, time.micros(), time.micros() + SECOND);
        for (int i = 0; i < 30; i++) {
            known.blocked("invented" + i, BlockSource.MANUAL, time.micros(), Verdict.NEVER);
        }
        assertThat(known.size()).isEqualTo(30);
        assertThat(known.forgotten()).isOne();
        assertThat(answerWithoutStorage("soonest")).isNull();
        assertThat(answerWithoutStorage("invented29")).isNotNull();
    }

    @Test
    void whatHasEndedMakesRoom() {
        known.blocked("hand", BlockSource.MANUAL, time.micros(), time.micros() + SECOND);
        known.blocked("auto", BlockSource.AUTOMATIC, time.micros(), time.micros() + SECOND);
        known.lifted("gone");
        time.advance(60 * SECOND);
        known.blocked("42", BlockSource.AUTOMATIC, time.micros(), time.micros() + SECOND);
        assertThat(known.size()).isEqualTo(1);
        assertThat(known.forgotten()).isZero();
    }

    private Verdict blocked(long micros) {
        return new Verdict.Blocked(0, time.micros(), time.micros() + micros, BlockSource.MANUAL);
    }

    private void learn(Verdict verdict) {
        learn(known.asking(), verdict);
    }

    private void learn(KnownBlocks.Asked asked, Verdict verdict) {
        known.learn(asked, ASKED, facts("42"), verdict);
    }

    private Verdict.@Nullable Blocked answer(String subject) {
        return known.answer(ASKED, facts(subject));
    }

    private Verdict.@Nullable Blocked answer(String subject, Step... steps) {
        return known.answer(check(steps), facts(subject));
    }

    private Verdict.@Nullable Blocked answerWithoutStorage(String subject) {
        return known.answerWithoutStorage(ASKED, facts(subject));
    }

    private Verdict.@Nullable Blocked answerWithoutStorage(String subject, Step... steps) {
        return known.answerWithoutStorage(check(steps), facts(subject));
    }

    private static Facts facts(String subject) {
        return Facts.of(subject, null);
    }

    private static BlockCheck check(Step... steps) {
        return BlockCheck.of(new Plan(List.of(steps), true, false, null, false));
    }

    private static Step take(RateLimit limit) {
        return new TakePermits(new AppliedLimit("limit", "=limit", Scope.USER, limit));
    }
}
