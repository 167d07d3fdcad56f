package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the fluent builder says, and what it refuses. */
class PolicyBuilderTest {

    @Test
    void sayingNoneHidesTheDefaults() {
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(10))
                        .debounce(Duration.ofSeconds(2))
                        .requires(Requirement.REGISTERED))
                .action("/start", Policy.noLimits().noDebounce().requires(Requirement.NONE))
                .build();
        assertThat(policy.effective("/start"))
                .isEqualTo(new EffectivePolicy("/start", List.of(), Debounce.OFF, Requirement.NONE, null));
        assertThat(policy.effective("/other").limits()).hasSize(1);
    }

    @Test
    void anActionSaysMoreThanThePolicyThatItUses() {
        PolicySet policy = PolicySet.builder()
                .policy("money", Policy.limits(RateLimit.perMinute(3)).debounce(Duration.ofSeconds(5)))
                .action("/pay", "money", Policy.EMPTY.noDebounce())
                .build();
        assertThat(policy.effective("/pay").limits()).hasSize(1);
        assertThat(policy.effective("/pay").debounce()).isEqualTo(Debounce.OFF);
    }

    @Test
    void nothingIsReplacedSilently() {
        PolicySet.Builder builder = PolicySet.builder()
                .policy("money", Policy.noLimits())
                .policy("money", Policy.noLimits())
                .action("/pay", "money")
                .action("/pay", "monney")
                .role("admin", Role.of())
                .role("admin", Role.of("read"))
                .action("/refund", "monney");
        assertThatThrownBy(builder::build).isInstanceOf(PolicyException.class).hasMessage("""
                        policies → money: 'money' is declared twice; keep one of them
                        actions → /pay: '/pay' is declared twice; keep one of them
                        roles → admin: 'admin' is declared twice; keep one of them
                        actions → /refund → use: unknown policy 'monney'; did you mean 'money'?""");
    }

    @Test
    void aBuilderOfAPolicyHasAllOfIt() {
        PolicySet whole = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(10)))
                .policy("money", Policy.limits(RateLimit.perMinute(3)))
                .action("/pay", "money")
                .global(RateLimit.perSecond(100).scope(Scope.GLOBAL))
                .role("admin", Role.of("read"))
                .escalation(
                        Escalation.of(5, Duration.ofMinutes(10), List.of(Duration.ofMinutes(1)), Duration.ofHours(24)))
                .updateReplay(new UpdateReplay(Duration.ofMinutes(10)))
                .blocked("666")
                .build();
        assertThat(whole.toBuilder().build()).isEqualTo(whole);
        PolicySet more = whole.toBuilder().action("/start", Policy.noLimits()).build();
        assertThat(more.actions()).containsOnlyKeys("/pay", "/start");
        assertThat(whole.actions()).containsOnlyKeys("/pay");
    }

    @Test
    void requirementsAddUp() {
        assertThat(Requirement.REGISTERED
                        .andRole("admin", "owner")
                        .andPermission("read")
                        .andPermission("write")
                        .andStepUp(Duration.ofMinutes(5))
                        .shadow())
                .isEqualTo(new Requirement(
                        true, Set.of("admin", "owner"), Set.of("read", "write"), Duration.ofMinutes(5), Mode.SHADOW));
    }

    @Test
    void moreRolesWouldAskForLess() {
        assertThatThrownBy(() -> Requirement.role("admin").andRole("user"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[admin]");
    }
}
