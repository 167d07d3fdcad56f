package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Law 9: distinct scope, id, entry and limit never share a budget unless named to, whatever they are called. */
abstract class IsolationLaw extends StoreLaw {

    private static final RateLimit ONE = RateLimit.slidingWindow(1, seconds(60));

    private static final List<BiFunction<String, String, Owner>> PAIRS =
            List.of(Owner::member, Owner::spaceMember, Owner::topic);

    /** Pairs that are the same once joined by something that can stand in an id. */
    private static List<Owner> owners() {
        List<Owner> owners = new ArrayList<>();
        owners.add(Owner.GLOBAL);
        for (String id : HostileIds.ALL) {
            owners.add(Owner.user(id));
            owners.add(Owner.chat(id));
            owners.add(Owner.member(id, "42"));
            owners.add(Owner.space(id));
            owners.add(Owner.spaceMember(id, "42"));
            owners.add(Owner.topic(id, "42"));
            if (!id.equals("42")) {
                owners.add(Owner.member("42", id));
                owners.add(Owner.spaceMember("42", id));
                owners.add(Owner.topic("42", id));
            }
        }
        for (String joint : List.of(":", "|", "/", " ", "{", "}", "*", "#", "\u0000", ",", "-", "_", "@", "1:", "3:")) {
            owners.add(Owner.user("a" + joint + "b" + joint + "c"));
            owners.add(Owner.chat("a" + joint + "b" + joint + "c"));
            owners.add(Owner.space("a" + joint + "b" + joint + "c"));
            owners.add(Owner.user("chat" + joint + "a"));
            owners.add(Owner.chat("user" + joint + "a"));
            owners.add(Owner.space("user" + joint + "a"));
            for (BiFunction<String, String, Owner> pair : PAIRS) {
                owners.add(pair.apply("a" + joint + "b", "c"));
                owners.add(pair.apply("a", "b" + joint + "c"));
                owners.add(pair.apply(joint + "a", "a"));
                owners.add(pair.apply("a", joint + "a"));
                owners.add(pair.apply("a" + joint, "a"));
                owners.add(pair.apply("a", "a" + joint));
            }
        }
        for (String key : List.of("}m:", "}s:", "}t:", "m:", "s:", "t:", "}", "{")) {
            owners.add(Owner.user("42" + key + "7"));
            owners.add(Owner.chat("42" + key + "7"));
            owners.add(Owner.space("42" + key + "7"));
            PAIRS.forEach(pair -> owners.add(pair.apply("42", key + "7")));
        }
        return owners.stream().distinct().toList();
    }

    private static PlanBuilder spending(Owner owner, String limit) {
        return PlanBuilder.of(owner).limit(limit, ONE.scope(owner.scope()));
    }

    @Test
    void noTwoOwnersShareABudget() {
        List<Owner> owners = owners();
        assertTrue(owners.size() > 900, () -> owners.size() + " owners");
        for (Owner owner : owners) {
            admitted(spending(owner, "limit"));
        }
        for (Owner owner : owners) {
            limited(spending(owner, "limit"));
        }
    }

    @Test
    void noTwoOwnersShareAListOfSeenValues() {
        List<Owner> owners = owners();
        for (boolean firstTime : new boolean[] {true, false}) {
            for (Owner owner : owners) {
                Step seen = new Step.FirstSeen(Step.FirstSeen.Kind.FINGERPRINT, owner.scope(), 1, MINUTE, Mode.ENFORCE);
                PlanBuilder plan = PlanBuilder.of(owner).step(seen);
                assertEquals(firstTime, ask(plan) instanceof Verdict.Admitted, owner::toString);
            }
        }
    }

    @Test
    void noTwoLimitsOfAnOwnerShareABudget() {
        for (Owner owner : List.of(
                Owner.user("42"),
                Owner.chat("42"),
                Owner.topic("42", "42"),
                Owner.member("42", "42"),
                Owner.member("4", "2"),
                Owner.space("42"),
                Owner.spaceMember("42", "42"),
                Owner.GLOBAL)) {
            for (String name : HostileIds.ALL) {
                admitted(spending(owner, name));
            }
            for (String name : HostileIds.ALL) {
                limited(spending(owner, name));
            }
        }
    }

    @Test
    void anOwnersIdAndALimitsNameNeverRunTogether() {
        List<String> parts = List.of("a", "a:", ":a", "a:b", "b", ":", "", "#", "a#0", "=", "~", "\u0000");
        for (boolean firstTime : new boolean[] {true, false}) {
            for (String id : parts) {
                for (String name : parts) {
                    if (!id.isEmpty()) {
                        PlanBuilder plan = spending(Owner.user(id), name);
                        assertEquals(firstTime, ask(plan) instanceof Verdict.Admitted);
                    }
                }
            }
        }
    }

    @Test
    void noTwoSubjectsShareABlock() {
        List<String> ids = HostileIds.ALL;
        for (int i = 0; i < ids.size(); i += 2) {
            blockForEver(ids.get(i));
        }
        for (int i = 0; i < ids.size(); i++) {
            PlanBuilder plan = PlanBuilder.by(ids.get(i)).notBlocked();
            if (i % 2 == 0) {
                blocked(plan);
            } else {
                admitted(plan);
            }
        }
    }

    @Test
    void unnamedLimitsOfHostileEntriesHaveBudgetsOfTheirOwn() {
        List<String> entries = List.of(
                "/pay", "pay", "/pay#0", "/pay*", "*", "global", "#0", "a:b", "=x", "~x", "{x}", "blocklist", "\u0000");
        PolicySet.Builder builder = PolicySet.builder()
                .global(ONE, ONE)
                .action("named", Policy.limits(ONE.named("one"), ONE.named("two")))
                .action(
                        "shadows",
                        Policy.limits(ONE.shadow(), ONE.named("three").shadow()));
        entries.forEach(entry -> builder.action(entry, Policy.limits(ONE, ONE)));
        List<AppliedLimit> all = builder.build().effective().stream()
                .map(EffectivePolicy::limits)
                .flatMap(List::stream)
                .distinct()
                .toList();
        assertEquals(2 * entries.size() + 2 + 4, all.size());
        for (AppliedLimit limit : all) {
            assertTrue(passes(limit), () -> "first use of " + limit);
        }
        for (AppliedLimit limit : all) {
            assertTrue(!passes(limit), () -> "second use of " + limit);
        }
    }

    @Test
    void aNamedLimitIsOneBudgetForEveryActionThatUsesIt() {
        PolicySet policy = PolicySet.builder()
                .action("/a", Policy.limits(ONE.named("shared")))
                .action("/b", Policy.limits(ONE, ONE.named("shared")))
                .build();
        assertTrue(passes(policy.effective("/a").limits().get(0)));
        assertTrue(passes(policy.effective("/b").limits().get(0)));
        assertTrue(!passes(policy.effective("/b").limits().get(1)));
    }

    private boolean passes(AppliedLimit limit) {
        PlanBuilder plan = PlanBuilder.by("42").step(new Step.TakePermits(limit));
        return ask(plan) instanceof Verdict.Admitted admitted && !admitted.shadowRefused(0);
    }
}
