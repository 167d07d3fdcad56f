package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Law 12: unrelated owners don't affect each other. */
abstract class UnrelatedOwnersLaw extends StoreLaw {

    private static final int CROWD = 1000;

    private static final Escalation LADDER =
            Escalation.of(2, seconds(60), List.of(seconds(5), seconds(10)), seconds(60));

    private static PlanBuilder everything(String subject, String chat) {
        return PlanBuilder.plan(subject, chat)
                .notBlocked()
                .fingerprint(1, 3 * SECOND)
                .limit("sliding", RateLimit.slidingWindow(3, seconds(7)))
                .limit("bucket", RateLimit.tokenBucket(3, seconds(9), 4).scope(Scope.CHAT))
                .limit("fixed", RateLimit.fixedWindow(2, seconds(11)).scope(Scope.MEMBER))
                .onDenied(LADDER);
    }

    @Test
    void verdictsAreTheSameAloneAndInCompany() {
        List<Verdict> alone = verdictsOf("42", "-100", List.of());
        List<Verdict> inCompany = verdictsOf("42", "-100", List.of("43", "4", "2", "-100", "42 ", ""));
        assertEquals(alone, inCompany);
    }

    @Test
    void aCrowdTakesNothingFromAnybody() {
        RateLimit limit = RateLimit.slidingWindow(1, seconds(60));
        for (int i = 0; i < CROWD; i++) {
            admitted(PlanBuilder.by("user" + i).fingerprint(1, MINUTE).limit(limit));
        }
        for (int i = 0; i < CROWD; i++) {
            limited(PlanBuilder.by("user" + i).limit(limit));
            duplicate(PlanBuilder.by("user" + i).fingerprint(1, MINUTE));
        }
    }

    @Test
    void anothersTimeTurnsNobodysClock() {
        PlanBuilder plan = PlanBuilder.by("42").limit(RateLimit.fixedWindow(1, seconds(10)));
        admitted(plan);
        setTime(T0 + 25 * SECOND);
        admitted(PlanBuilder.plan("43", "-100")
                .limit(RateLimit.fixedWindow(1, seconds(10)).scope(Scope.CHAT)));
        admitted(PlanBuilder.plan("42", "-100")
                .limit(RateLimit.fixedWindow(1, seconds(10)).scope(Scope.MEMBER)));
        setTime(T0 + 5 * SECOND);
        assertEquals(T0 + 10 * SECOND, limited(plan).untilMicros());
    }

    @Test
    void aPlanSeesEachOfItsOwnersAtThatOwnersTime() {
        RateLimit fixed = RateLimit.fixedWindow(1, seconds(10));
        setTime(T0 + 10 * SECOND);
        admitted(PlanBuilder.in("-100").limit("chat", fixed.scope(Scope.CHAT)));
        setTime(T0 + 10 * SECOND - SECOND / 2);
        admitted(PlanBuilder.by("42").limit("user", fixed));
        PlanBuilder both = PlanBuilder.plan("42", "-100");
        assertEquals(T0 + 10 * SECOND, limited(both.limit("user", fixed)).untilMicros());
        assertEquals(
                T0 + 20 * SECOND,
                limited(both.limit("chat", fixed.scope(Scope.CHAT))).untilMicros());
    }

    @Test
    void anothersViolationsBlockNobodyElse() {
        RateLimit none = RateLimit.slidingWindow(0, seconds(1));
        limited(PlanBuilder.plan("43", "-100").notBlocked().limit(none).onDenied(LADDER));
        limited(PlanBuilder.plan("42", "-100").notBlocked().limit(none).onDenied(LADDER));
        admitted(PlanBuilder.plan("42", "-100").notBlocked());
        assertEquals(
                T0 + 5 * SECOND,
                limited(PlanBuilder.by("43").limit(none).onDenied(LADDER)).blockedUntilMicros());
        admitted(PlanBuilder.plan("42", "-100").notBlocked());
    }

    private List<Verdict> verdictsOf(String subject, String chat, List<String> company) {
        close();
        time.set(START);
        open();
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            for (String other : company) {
                ask(everything("x" + other, "y" + other));
                if (i == 20) {
                    block("x" + other, seconds(30));
                }
            }
            verdicts.add(ask(everything(subject, chat)));
            time.advanceMicros(i % 5 == 4 ? -SECOND / 2 : SECOND / 3 + i);
        }
        return verdicts;
    }
}
