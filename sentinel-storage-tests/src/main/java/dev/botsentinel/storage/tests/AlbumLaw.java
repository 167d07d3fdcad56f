package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 4, albums: the parts of an album share the first one's verdict, on all instances. */
abstract class AlbumLaw extends StoreLaw {

    private static final RateLimit TWO = RateLimit.slidingWindow(2, seconds(100));

    private static PlanBuilder part(long album) {
        return PlanBuilder.by("42").notBlocked().album(album).limit(TWO);
    }

    private void assertPart(PlanBuilder plan) {
        assertEquals(Verdict.Admitted.albumPart(plan.steps().size(), false), ask(plan), plan::toString);
    }

    private void assertPart(Verdict.Refused first, PlanBuilder plan) {
        long until = Math.max(first.untilMicros(), now() + 1);
        Verdict.Refused same = first instanceof Verdict.RateLimited limited
                ? new Verdict.RateLimited(first.step(), now(), until, limited.remaining(), 0)
                : new Verdict.Duplicate(first.step(), now(), until);
        assertEquals(new Verdict.AlbumPart(same), ask(plan), plan::toString);
    }

    @Test
    void nineMorePartsOfAnAdmittedAlbumSpendNothing() {
        for (int round = 0; round < 2; round++) {
            assertEquals(1 - round, admitted(part(7)).remaining(2));
            for (int i = 0; i < Step.Album.PARTS - 1; i++) {
                assertPart(part(7));
            }
        }
        assertInstanceOf(Verdict.RateLimited.class, ask(part(7)));
    }

    @Test
    void theMinuteIsHalfOpenAndCountsFromTheFirst() {
        admitted(part(7));
        setTime(T0 + 30 * SECOND);
        assertPart(part(7));
        setTime(T0 + MINUTE - 1);
        assertPart(part(7));
        setTime(T0 + MINUTE);
        assertEquals(0, admitted(part(7)).remaining(2));
    }

    @Test
    void anotherInstanceKnowsTheAlbum() {
        admitted(part(7));
        BoundPlan plan = part(7).build();
        assertEquals(Verdict.Admitted.albumPart(plan.steps().size(), false), await(plan.on(otherInstance())));
    }

    @Test
    void otherAlbumsAndOwnersAreAskedThemselves() {
        admitted(part(7));
        assertEquals(0, admitted(part(8)).remaining(2));
        assertEquals(
                1,
                admitted(PlanBuilder.by("43").notBlocked().album(7).limit(TWO)).remaining(2));
        assertPart(part(7));
        assertPart(part(8));
    }

    @Test
    void withoutASubjectTheAlbumIsTheChatsOrEverybodys() {
        for (PlanBuilder owner : List.of(PlanBuilder.in("-100"), PlanBuilder.plan(null, null))) {
            PlanBuilder plan = owner.album(7).limit(TWO);
            admitted(plan);
            assertPart(plan);
        }
    }

    @Test
    void aRefusedAlbumIsRefusedWholeThoughSomethingBecomesFree() {
        admitted(PlanBuilder.by("42").limit(TWO));
        time.advanceMicros(70 * SECOND);
        admitted(PlanBuilder.by("42").limit(TWO));
        Verdict.RateLimited first = limited(part(7));
        assertEquals(T0 + 100 * SECOND, first.untilMicros());
        time.advanceMicros(20 * SECOND);
        assertPart(first, part(7));
        time.advanceMicros(20 * SECOND);
        assertPart(first, part(7));
        assertEquals(0, admitted(PlanBuilder.by("42").limit(TWO)).remaining(0));
        setTime(T0 + 70 * SECOND + MINUTE);
        Verdict.RateLimited anew = limited(part(7));
        setTime(T0 + 170 * SECOND);
        assertPart(anew, part(7));
        setTime(T0 + 70 * SECOND + 2 * MINUTE);
        admitted(part(7));
    }

    @Test
    void tenPartsOfARefusedAlbumAreOneDenial() {
        Escalation second = Escalation.of(2, seconds(600), List.of(seconds(60)), seconds(600));
        PlanBuilder part = part(7).onDenied(second);
        admitted(2, PlanBuilder.by("42").limit(TWO));
        Verdict.RateLimited first = limited(part);
        for (int i = 0; i < Step.Album.PARTS - 1; i++) {
            assertPart(first, part);
        }
        assertEquals(now() + 60 * SECOND, limited(part).blockedUntilMicros());
    }

    @Test
    void aDuplicateAlbumIsRefusedWhole() {
        PlanBuilder plan = PlanBuilder.by("42").updateId(1, MINUTE).album(7);
        admitted(plan.fingerprint(5, MINUTE));
        PlanBuilder again = PlanBuilder.by("42").updateId(2, MINUTE).album(8);
        Verdict.Duplicate first = duplicate(again.fingerprint(5, MINUTE));
        assertEquals(2, first.step());
        assertPart(first, again.fingerprint(6, MINUTE));
        admitted(PlanBuilder.by("42").updateId(2, MINUTE).fingerprint(6, MINUTE));
    }

    @Test
    void blocksAndUpdateIdsAreAskedOfEveryPart() {
        PlanBuilder first =
                PlanBuilder.by("42").notBlocked().updateId(1, MINUTE).album(7).limit(TWO);
        PlanBuilder second =
                PlanBuilder.by("42").notBlocked().updateId(2, MINUTE).album(7).limit(TWO);
        admitted(first);
        assertEquals(1, duplicate(first).step());
        assertPart(second);
        assertEquals(new Verdict.Duplicate(1, T0, T0 + MINUTE), ask(second), "its update id is remembered");
        block("42", seconds(10));
        blocked(second);
        blocked(PlanBuilder.by("42").notBlocked().updateId(3, MINUTE).album(7).limit(TWO));
    }

    /** As an own interceptor before the blocklist can add. */
    @Test
    void anExhaustedLimitBeforeThemDoesNotSpareALaterPartBlocksAndUpdateIds() {
        RateLimit one = RateLimit.slidingWindow(1, seconds(100));
        PlanBuilder part = PlanBuilder.by("42")
                .limit("own", one)
                .notBlocked()
                .updateId(1, MINUTE)
                .album(7);
        admitted(part);
        assertEquals(2, duplicate(part).step());
        block("42", seconds(10));
        assertEquals(1, blocked(part).step());
    }

    @Test
    void whatIsRefusedBeforeTheAlbumBeginsNone() {
        block("42", seconds(10));
        blocked(part(7));
        unblock("42");
        assertEquals(1, admitted(part(7)).remaining(2));
    }

    @Test
    void theNinthAlbumForgetsTheOldest() {
        RateLimit many = RateLimit.slidingWindow(100, seconds(100));
        for (int album = 0; album <= Step.Album.CAPACITY; album++) {
            admitted(PlanBuilder.by("42").album(album).limit(many));
            time.advanceMicros(album % 2);
        }
        for (int album = 1; album <= Step.Album.CAPACITY; album++) {
            assertPart(PlanBuilder.by("42").album(album).limit(many));
        }
        admitted(PlanBuilder.by("42").album(0).limit(many));
    }

    @Test
    void aProbeNeitherBeginsNorCounts() {
        assertInstanceOf(Verdict.Admitted.class, ask(part(7).probe()));
        assertEquals(1, admitted(part(7)).remaining(2));
        for (int i = 0; i < 2 * Step.Album.PARTS; i++) {
            assertEquals(Verdict.Admitted.albumPart(3, false), ask(part(7).probe()));
        }
        assertPart(part(7));
    }

    @Test
    void aLaterPartReportsNothing() {
        PlanBuilder plan = PlanBuilder.by("42")
                .album(7)
                .limit(RateLimit.slidingWindow(0, seconds(1)).shadow());
        assertShadowRefused(true, admitted(plan), 1);
        assertPart(plan);
    }

    @Test
    void aLimitOfTheChatRefusesTheWholeAlbum() {
        RateLimit ofChat = RateLimit.slidingWindow(1, seconds(100)).scope(Scope.CHAT);
        PlanBuilder plan = PlanBuilder.plan("42", "-100")
                .notBlocked()
                .album(7)
                .limit("own", RateLimit.slidingWindow(50, seconds(100)))
                .limit("chat", ofChat);
        admitted(PlanBuilder.in("-100").limit("chat", ofChat));
        Verdict.RateLimited first = limited(plan);
        assertEquals(3, first.step());
        time.advanceMicros(SECOND);
        assertPart(first, plan);
        assertEquals(
                49,
                admitted(PlanBuilder.by("42").limit("own", RateLimit.slidingWindow(50, seconds(100))))
                        .remaining(0));
    }

    /** A photo and a video: the policy asks another limit of each. */
    @Test
    void aPartThatIsAskedForOtherThingsSharesTheRefusal() {
        PlanBuilder photo = PlanBuilder.by("42").notBlocked().album(7).limit("photos", TWO);
        PlanBuilder video = PlanBuilder.by("42").notBlocked().album(7, photo).limit("videos", TWO);
        admitted(2, PlanBuilder.by("42").limit("photos", TWO));
        Verdict.RateLimited first = limited(photo);
        time.advanceMicros(SECOND);
        assertPart(first.at(video.steps().size()), video);
        assertPart(first, photo);
        PlanBuilder nothing = PlanBuilder.by("42").notBlocked().album(7, photo);
        assertPart(first.at(nothing.steps().size()), nothing);
        assertEquals(1, admitted(PlanBuilder.by("42").limit("videos", TWO)).remaining(0));
    }

    @Test
    void aPartThatIsNotDebouncedSharesADuplicate() {
        PlanBuilder photo = PlanBuilder.by("42").album(7).fingerprint(5, MINUTE);
        PlanBuilder video = PlanBuilder.by("42").album(7, photo).limit("videos", TWO);
        admitted(PlanBuilder.by("42").fingerprint(5, MINUTE));
        Verdict.Refused first = (Verdict.Refused) ask(photo);
        assertInstanceOf(Verdict.Duplicate.class, first);
        assertPart(first.at(video.steps().size()), video);
    }

    @Test
    void anAlbumWhoseRefusingRuleIsGoneBeginsAnew() {
        admitted(2, PlanBuilder.by("42").limit(TWO));
        limited(part(7));
        PlanBuilder other = PlanBuilder.by("42").notBlocked().album(7).limit("other", TWO);
        assertEquals(1, admitted(other).remaining(2));
        assertPart(other);
    }

    @Test
    void aRefusalInShadowIsNone() {
        PlanBuilder plan = PlanBuilder.by("42")
                .album(7)
                .seen(Step.FirstSeen.Kind.FINGERPRINT, 5, MINUTE, Mode.SHADOW)
                .limit(TWO);
        admitted(plan);
        assertPart(plan);
        assertEquals(0, admitted(PlanBuilder.by("42").limit(TWO)).remaining(0));
    }

    @Test
    void aFirstPartThatIsLockedOutLocksOutTheAlbum() {
        PlanBuilder part = PlanBuilder.by("42").album(7).limit(TWO.lockout(seconds(300)));
        admitted(2, PlanBuilder.by("42").limit(TWO));
        Verdict.RateLimited first = limited(part);
        assertEquals(T0 + 300 * SECOND, first.untilMicros());
        time.advanceMicros(10 * SECOND);
        assertPart(first, part);
    }
}
