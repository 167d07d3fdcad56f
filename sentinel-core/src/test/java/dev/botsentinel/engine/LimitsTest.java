package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.botsentinel.Limits;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.CooldownSet;
import dev.botsentinel.event.SecurityEvent.LimitReset;
import dev.botsentinel.event.SecurityEvent.PermitsRefunded;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.Refund;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What administrators and handlers do to limits by the names that decisions print. */
class LimitsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final RateLimit MONEY = RateLimit.perMinute(3).named("money").cost(2);
    private static final PolicySet POLICY = PolicySet.builder()
            .action("/transfer", Policy.limits(MONEY, RateLimit.perMinute(5).scope(Scope.CHAT)))
            .global(RateLimit.perMinute(100).scope(Scope.GLOBAL))
            .build();
    private static final Owner USER = Owner.user(Bench.SUBJECT);
    private static final Owner CHAT = Owner.chat(Bench.CHAT);
    private static final Owner MEMBER = Owner.member(Bench.SUBJECT, Bench.CHAT);

    private final Bench bench = new Bench(Way.LOCAL, POLICY);
    private final Limits limits = bench.sentinel.limits();

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private List<SecurityEvent> changes() {
        return bench.events.stream()
                .filter(SecurityEvent.LimitChange.class::isInstance)
                .toList();
    }

    private BudgetState money() {
        return await(limits.inspect(USER, "money")).budgets().get(0);
    }

    @Test
    void inspectingTellsWhatIsLeftAndSpendsNothing() {
        bench.allowed(bench.fresh("/transfer"));
        assertThat(money()).isEqualTo(money());
        assertThat(money().remaining()).isEqualTo(1);
        assertThat(money().readyAt()).isEqualTo(Bench.START.plus(MINUTE));
        assertThat(money().cooldownUntil()).isNull();
        assertThat(await(limits.inspect(CHAT)).budgets())
                .extracting(state -> state.budget().limit().id(), BudgetState::remaining)
                .contains(org.assertj.core.groups.Tuple.tuple("/transfer#1", 4L));
        assertThat(changes()).isEmpty();
    }

    @Test
    void aLimitThatIsResetIsFullAgainAndTheOthersStay() {
        bench.allowed(bench.fresh("/transfer"));
        await(limits.reset(MEMBER, "money", "anna", "a mistake"));
        assertThat(money().remaining()).isEqualTo(3);
        assertThat(await(limits.inspect(CHAT, "/transfer#1")).budgets().get(0).remaining())
                .isEqualTo(4);
        assertThat(changes()).containsExactly(new LimitReset(Bench.START, USER, "money", "anna", "a mistake"));
    }

    @Test
    void anOwnerThatIsResetHasSpentNothing() {
        bench.allowed(bench.fresh("/transfer"));
        await(limits.resetAll(USER, "anna", "a mistake"));
        assertThat(money().remaining()).isEqualTo(3);
        assertThat(changes()).containsExactly(new LimitReset(Bench.START, USER, null, "anna", "a mistake"));
    }

    @Test
    void scopesFallBackAsForUpdates() {
        bench.allowed(bench.fresh("/transfer").chat(null));
        assertThat(await(limits.inspect(USER, "/transfer#1")).budgets().get(0).remaining())
                .isEqualTo(4);
        assertThat(await(limits.inspect(MEMBER, "global#0"))
                        .budgets()
                        .get(0)
                        .budget()
                        .owner())
                .isEqualTo(Owner.GLOBAL);
        assertThat(await(limits.inspect(MEMBER, "/transfer#1"))
                        .budgets()
                        .get(0)
                        .budget()
                        .owner())
                .isEqualTo(CHAT);
    }

    @Test
    void topicsAndSpacesAreOwnersLikeTheOthers() {
        bench.sentinel.policy(PolicySet.builder()
                .action(
                        "/transfer",
                        Policy.limits(
                                RateLimit.perMinute(5).scope(Scope.TOPIC),
                                RateLimit.perMinute(5).scope(Scope.SPACE),
                                RateLimit.perMinute(5).scope(Scope.SPACE_MEMBER)))
                .build());
        Request request = bench.fresh("/transfer").topic("3").space("9").build();
        Allowed decision = (Allowed) bench.decide(request);
        Owner topic = Owner.topic(Objects.requireNonNull(request.chat()), "3");
        Owner space = Owner.space("9");
        Owner member = Owner.spaceMember(Objects.requireNonNull(request.subjectId()), "9");
        List<Owner> owners = List.of(topic, space, member);
        for (int i = 0; i < owners.size(); i++) {
            assertThat(await(limits.inspect(owners.get(i), "/transfer#" + i)).budgets())
                    .extracting(state -> state.budget().owner(), BudgetState::remaining)
                    .containsExactly(tuple(owners.get(i), 4L));
            assertThat(await(limits.inspect(owners.get(i))).budgets())
                    .extracting(state -> state.budget().limit().id())
                    .containsExactly("/transfer#" + i);
        }
        assertThat(await(limits.inspect(CHAT, "/transfer#0")).budgets())
                .extracting(state -> state.budget().owner())
                .containsExactly(CHAT);
        assertThat(await(limits.refund(request, decision, "bot", "not sent")))
                .containsOnly(new Refund(1, false))
                .hasSize(3);
        Instant end = await(limits.cooldown(topic, "/transfer#0", Duration.ofSeconds(9), "bot", ""));
        assertThat(end).isEqualTo(Bench.START.plusSeconds(9));
        assertThat(bench.decide(request).explain()).contains("for this topic");
        await(limits.reset(topic, "/transfer#0", "anna", ""));
        bench.allowed(bench.fresh("/transfer").topic("3").space("9"));
        await(limits.resetAll(member, "anna", ""));
        assertThat(await(limits.inspect(member)).budgets())
                .extracting(BudgetState::remaining)
                .containsExactly(5L);
    }

    @Test
    void aRefundIsMadeOnceAndOnlyOfWhatIsSpent() {
        bench.allowed(bench.fresh("/transfer"));
        assertThat(await(limits.refund(USER, "money", 5, 1, "bot", "not sent"))).isEqualTo(new Refund(2, false));
        bench.allowed(bench.fresh("/transfer"));
        assertThat(await(limits.refund(USER, "money", 5, 1, "bot", "not sent"))).isEqualTo(Refund.REPEATED);
        assertThat(money().remaining()).isEqualTo(1);
        assertThat(changes()).containsExactly(new PermitsRefunded(Bench.START, USER, "money", 2, "bot", "not sent"));
    }

    @Test
    void whatADecisionTookIsGivenBackByEachOfItsLimitsOnce() {
        Request request = bench.fresh("/transfer").build();
        Allowed decision = (Allowed) bench.decide(request);
        assertThat(await(limits.refund(request, decision, "bot", "not sent")))
                .containsExactly(new Refund(2, false), new Refund(1, false), new Refund(1, false));
        assertThat(await(limits.refund(request, decision, "bot", "not sent")))
                .containsOnly(Refund.REPEATED)
                .hasSize(3);
        assertThat(money().remaining()).isEqualTo(3);
        assertThat(changes())
                .containsExactly(
                        new PermitsRefunded(Bench.START, USER, "money", 2, "bot", "not sent"),
                        new PermitsRefunded(Bench.START, CHAT, "/transfer#1", 1, "bot", "not sent"),
                        new PermitsRefunded(Bench.START, Owner.GLOBAL, "global#0", 1, "bot", "not sent"));
    }

    @Test
    void aLimitThatCoolsDownRefusesWithTheExactWait() {
        Duration duration = Duration.ofSeconds(30);
        assertThat(await(limits.cooldown(Owner.GLOBAL, "global#0", duration, "bot", "429")))
                .isEqualTo(Bench.START.plus(duration));
        Denied denied = bench.denied(bench.fresh("/transfer"));
        assertThat(denied.rule()).isEqualTo("global#0");
        assertThat(denied.remaining()).isZero();
        assertThat(denied.retryAfter()).isEqualTo(duration);
        assertThat(changes())
                .containsExactly(new CooldownSet(
                        Bench.START, Owner.GLOBAL, "global#0", Bench.START.plus(duration), "bot", "429"));
        bench.time.advance(duration);
        bench.allowed(bench.fresh("/transfer"));
    }

    @Test
    void anUnknownLimitSaysWhatWasMeant() {
        assertThatThrownBy(() -> limits.reset(USER, "mony", "anna", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the policy has no limit 'mony'; did you mean 'money'?");
    }

    @Test
    void twoLimitsOfOneNameAreNotMixedUp() {
        bench.sentinel.policy(PolicySet.builder()
                .action("global", Policy.limits(RateLimit.perMinute(1)))
                .global(RateLimit.perMinute(2))
                .build());
        assertThatThrownBy(() -> limits.inspect(USER, "global#0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 limits that are called 'global#0'");
    }

    @Test
    void badArgumentsChangeNothing() {
        String tooLong = "x".repeat(257);
        assertThatThrownBy(() -> limits.resetAll(USER, "", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits.reset(USER, "money", "anna", tooLong))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits.cooldown(USER, "money", MINUTE, tooLong, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits.cooldown(USER, "money", Duration.ZERO, "bot", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits.refund(USER, "money", 0, 1, "bot", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> limits.inspect(Owner.user(tooLong))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bench.sentinel.blocklist().unblock("42", "", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(changes()).isEmpty();
    }

    @Test
    void liftingNoBlockIsNoEvent() {
        assertThat(await(bench.sentinel.blocklist().unblock(Bench.SUBJECT, "anna", "sorry")))
                .isEmpty();
        assertThat(bench.events).isEmpty();
    }
}
