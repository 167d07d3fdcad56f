package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicySetTest {

    private static final RateLimit ONE = RateLimit.perSecond(1);
    private static final RateLimit TWO = RateLimit.perSecond(2);
    private static final RateLimit THREE = RateLimit.perSecond(3);
    private static final Debounce DEBOUNCE = Debounce.window(Duration.ofSeconds(2));

    private static List<String> ids(EffectivePolicy policy) {
        return policy.limits().stream().map(AppliedLimit::id).toList();
    }

    private static List<RateLimit> limits(EffectivePolicy policy) {
        return policy.limits().stream().map(AppliedLimit::limit).toList();
    }

    private static List<String> problems(PolicySet.Builder builder) {
        return catchThrowableOfType(PolicyException.class, builder::build).problems().stream()
                .map(PolicyProblem::toString)
                .toList();
    }

    @Test
    void eachPartIsTakenWholeFromTheFirstLayerThatMentionsIt() {
        PolicySet set = PolicySet.builder()
                .defaults(Policy.limits(ONE).debounce(DEBOUNCE).requires(Requirement.REGISTERED))
                .policy("p", Policy.limits(TWO, THREE))
                .action("/own", new ActionPolicy("p", Policy.limits(THREE)))
                .action("/used", "p")
                .action("/none", Policy.noLimits().debounce(Debounce.OFF).requires(Requirement.NONE))
                .build();

        assertThat(limits(set.effective("/own"))).containsExactly(THREE);
        assertThat(limits(set.effective("/used"))).containsExactly(TWO, THREE);
        assertThat(set.effective("/used").debounce()).isEqualTo(DEBOUNCE);
        assertThat(set.effective("/used").requires()).isEqualTo(Requirement.REGISTERED);
        assertThat(set.effective("/none"))
                .isEqualTo(new EffectivePolicy("/none", List.of(), Debounce.OFF, Requirement.NONE, null));
        assertThat(limits(set.effective("/other"))).containsExactly(ONE);
    }

    @Test
    void whatNoLayerMentionsIsNot() {
        PolicySet set = PolicySet.builder().build();

        assertThat(set.effective("/x"))
                .isEqualTo(new EffectivePolicy("*", List.of(), Debounce.OFF, Requirement.NONE, null));
    }

    @Test
    void exactNamesWinOverTheLongestPrefix() {
        PolicySet set = PolicySet.builder()
                .action("/a*", Policy.EMPTY)
                .action("/admin*", Policy.EMPTY)
                .action("/admin", Policy.EMPTY)
                .action("*", Policy.EMPTY)
                .build();

        assertThat(set.effective("/admin").entry()).isEqualTo("/admin");
        assertThat(set.effective("/admins").entry()).isEqualTo("/admin*");
        assertThat(set.effective("/about").entry()).isEqualTo("/a*");
        assertThat(set.effective("/a").entry()).isEqualTo("/a*");
        assertThat(set.effective("a").entry()).isEqualTo("*");
        assertThat(set.effective("").entry()).isEqualTo("*");
        assertThat(set.effective()).extracting(EffectivePolicy::entry).containsExactly("/admin", "/admin*", "/a*", "*");
    }

    @Test
    void aPrefixSharesOneBudgetAndSoDoAllThatNothingMatches() {
        PolicySet set = PolicySet.builder()
                .defaults(Policy.limits(ONE))
                .action("/admin*", Policy.EMPTY)
                .build();

        assertThat(ids(set.effective("/admin1"))).containsExactly("/admin*#0");
        assertThat(set.effective("/admin1")).isSameAs(set.effective("/admin2"));
        assertThat(ids(set.effective("/x"))).containsExactly("*#0");
        assertThat(set.effective("/x")).isSameAs(set.effective("/y"));
    }

    @Test
    void limitsAreNamedAfterThemselvesOrTheirPlace() {
        PolicySet set = PolicySet.builder()
                .action("/pay", Policy.limits(ONE, TWO.named("money"), THREE))
                .global(ONE, TWO.named("all"))
                .build();

        assertThat(ids(set.effective("/pay"))).containsExactly("/pay#0", "money", "/pay#2", "global#0", "all");
    }

    @Test
    void aNamedLimitMetTwiceIsChargedOnceAtItsFirstPlace() {
        RateLimit money = ONE.named("money");
        PolicySet set = PolicySet.builder()
                .action("/pay", Policy.limits(TWO, money, money))
                .global(money, THREE)
                .build();

        assertThat(ids(set.effective("/pay"))).containsExactly("/pay#0", "money", "global#1");
    }

    @Test
    void equalLimitsWithoutNamesAreTwo() {
        PolicySet set =
                PolicySet.builder().action("/pay", Policy.limits(ONE, ONE)).build();

        assertThat(ids(set.effective("/pay"))).containsExactly("/pay#0", "/pay#1");
    }

    @Test
    void anActionCalledGlobalHasABudgetOfItsOwn() {
        PolicySet set = PolicySet.builder()
                .action("global", Policy.limits(ONE))
                .global(ONE)
                .build();

        EffectivePolicy policy = set.effective("global");

        assertThat(ids(policy)).containsExactly("global#0", "global#0");
        assertThat(policy.limits()).extracting(AppliedLimit::key).doesNotHaveDuplicates();
    }

    @Test
    void shadowAndEnforcedLimitsHaveStatesOfTheirOwn() {
        PolicySet enforced = PolicySet.builder().global(ONE.named("a"), ONE).build();
        PolicySet shadow = PolicySet.builder()
                .global(ONE.named("a").shadow(), ONE.shadow())
                .build();

        assertThat(shadow.effective("/x").limits())
                .extracting(AppliedLimit::key)
                .doesNotContainAnyElementsOf(enforced.effective("/x").limits().stream()
                        .map(AppliedLimit::key)
                        .toList());
    }

    @Test
    void keysAreDistinctForDistinctLimits() {
        PolicySet set = PolicySet.builder()
                .action("a", Policy.limits(ONE, ONE.shadow(), ONE.named("a")))
                .action("a#0", Policy.limits(ONE, ONE.named("~a")))
                .action("#0", Policy.limits(ONE))
                .action("=a", Policy.limits(ONE))
                .build();
        PolicySet global = PolicySet.builder().global(ONE, ONE.shadow()).build();

        Stream<String> keys = Stream.concat(set.effective().stream(), global.effective().stream())
                .flatMap(policy -> policy.limits().stream())
                .map(AppliedLimit::key);

        assertThat(keys).hasSize(3 + 2 + 1 + 1 + 2).doesNotHaveDuplicates();
    }

    @Test
    void allThatIsWrongIsTold() {
        List<String> problems = problems(PolicySet.builder()
                .defaults(Policy.EMPTY.requires(Requirement.role("admin", "root")))
                .policy("money", Policy.limits(ONE.named("a")))
                .action("/a*b", "mony")
                .action(" ", Policy.limits(TWO.named("a")))
                .role("admn", new Role(Set.of("admn"), Set.of(" ")))
                .blocked("", "x".repeat(129), "x".repeat(128)));

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "defaults → requires → roles → 0: unknown role 'admin'; did you mean 'admn'?",
                        "defaults → requires → roles → 1: unknown role 'root'; there are: admn",
                        "actions → /a*b: '/a*b' has a * before its end; only prefix* is possible",
                        "actions → /a*b → use: unknown policy 'mony'; did you mean 'money'?",
                        "actions →  : an action has a name; for all others use \"*\"",
                        "actions →   → limits → 0 → name: limit 'a' is 2 per 1s, sliding-window, per user here, but"
                                + " 1 per 1s, sliding-window, per user in policies → money → limits → 0; limits with"
                                + " one name are one budget and must be equal",
                        "roles → admn → permissions → 0: a permission has a name",
                        "roles → admn → inherits → 0: role 'admn' inherits itself; remove it",
                        "blocked → 0: an id has 1 to 128 characters, this one has 0",
                        "blocked → 1: an id has 1 to 128 characters, this one has 129");
    }

    @Test
    void eachCycleIsToldOnce() {
        List<String> problems = problems(PolicySet.builder()
                .role("a", new Role(Set.of("b"), Set.of()))
                .role("b", new Role(Set.of("c"), Set.of()))
                .role("c", new Role(Set.of("b"), Set.of()))
                .role("d", new Role(Set.of("a"), Set.of())));

        assertThat(problems)
                .containsExactly("roles → c → inherits → 0: role 'c' inherits 'b', which inherits it in turn; break the"
                        + " cycle");
    }

    @Test
    void rolesMayBeInheritedOnManyWays() {
        PolicySet set = PolicySet.builder()
                .role("top", new Role(Set.of("left", "right"), Set.of()))
                .role("left", new Role(Set.of("base"), Set.of()))
                .role("right", new Role(Set.of("base"), Set.of()))
                .role("base", Role.of("read"))
                .build();

        assertThat(set.roles()).hasSize(4);
    }

    @Test
    void whatWouldResolveIntoTooMuchIsRefused() {
        RateLimit[] limits = Collections.nCopies(400, ONE).toArray(RateLimit[]::new);
        PolicySet.Builder builder = PolicySet.builder().global(limits);
        for (int i = 0; i < 250; i++) {
            builder.action("/" + i, Policy.noLimits());
        }
        assertThat(builder.build().effective()).hasSize(251);

        builder.action("/one-more", Policy.noLimits());
        assertThat(problems(builder))
                .containsExactly("actions: the entries have 100400 limits in all, their layers and the global ones"
                        + " counted, but at most 100000 are possible; use fewer limits or prefix* entries");
    }

    @Test
    void limitsOfAUsedPolicyCountLikeAnEntrysOwn() {
        PolicySet.Builder builder = PolicySet.builder()
                .global(Collections.nCopies(300, ONE).toArray(RateLimit[]::new))
                .policy("p", new Policy(Collections.nCopies(100, ONE), null, null, null));
        for (int i = 0; i < 250; i++) {
            builder.action("/" + i, "p");
        }
        assertThat(builder.build().effective("/7").limits()).hasSize(400);
        assertThat(problems(builder.action("/one-more", "p")))
                .singleElement()
                .asString()
                .startsWith("actions: the entries have 100400 limits in all");
    }

    @Test
    void eachUnknownParentIsToldAtItsPlace() {
        assertThat(problems(PolicySet.builder()
                        .role("user", Role.of())
                        .role("admin", new Role(new LinkedHashSet<>(List.of("user", "usr", "root")), Set.of()))))
                .containsExactly(
                        "roles → admin → inherits → 1: unknown role 'usr'; did you mean 'user'?",
                        "roles → admin → inherits → 2: unknown role 'root'; there are: admin, user");
    }

    @Test
    void equalIfAllThatWasDeclaredIsEqual() {
        PolicySet.Builder builder = PolicySet.builder().global(ONE, TWO).blocked("1");

        assertThat(builder.build()).isEqualTo(builder.build()).hasSameHashCodeAs(builder.build());
        assertThat(builder.build())
                .isNotEqualTo(PolicySet.builder().global(TWO, ONE).blocked("1").build())
                .isNotEqualTo(builder.blocked("2").build());
    }

    @Test
    void aPolicyDoesNotChangeWithItsBuilder() {
        PolicySet.Builder builder = PolicySet.builder().action("/a", Policy.EMPTY);
        PolicySet before = builder.build();
        builder.action("/b", Policy.EMPTY).global(ONE).role("r", Role.of()).blocked("1");

        assertThat(before.actions()).containsOnlyKeys("/a");
        assertThat(before.global()).isEmpty();
        assertThat(before.roles()).isEmpty();
        assertThat(before.blocked()).isEmpty();
    }
}
