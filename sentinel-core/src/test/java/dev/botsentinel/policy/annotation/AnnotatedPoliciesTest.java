package dev.botsentinel.policy.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.ActionPolicy;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which annotations hold for which action: of methods, types, supertypes and overridden methods. */
class AnnotatedPoliciesTest {

    private static Map<String, ActionPolicy> read(Object... handlers) {
        return AnnotatedPolicies.of(handlers).actions();
    }

    private static ActionPolicy own(Policy policy) {
        return new ActionPolicy(null, policy);
    }

    @Limit(permits = 5, per = "1s")
    @Debounced("2s")
    @Use("base")
    static class Typed {
        @Guarded("/plain")
        void plain() {}

        @Guarded("/own")
        @NoLimits
        @Requires(registered = true)
        static void own() {}

        void helper() {}
    }

    @Test
    void typesSayWhatTheirMethodsDoNot() {
        Policy type = Policy.limits(RateLimit.perSecond(5)).debounce(Duration.ofSeconds(2));
        assertThat(read(Typed.class))
                .containsEntry("/plain", new ActionPolicy("base", type))
                .containsEntry(
                        "/own",
                        new ActionPolicy(
                                "base",
                                Policy.noLimits()
                                        .debounce(Duration.ofSeconds(2))
                                        .requires(Requirement.REGISTERED)))
                .hasSize(2);
    }

    @Test
    void instancesSayWhatTheirClassesSay() {
        assertThat(read(new Typed())).isEqualTo(read(Typed.class));
        assertThat(read(new Typed(), Typed.class)).isEqualTo(read(Typed.class));
        assertThat(read()).isEmpty();
    }

    @Guarded("/transfer")
    @Use("money")
    static class Transfer {
        void handle() {}
    }

    static class ProxyOfTransfer extends Transfer {
        @Override
        void handle() {}
    }

    @Test
    void aTypeMayHandleAnAction() {
        ActionPolicy money = new ActionPolicy("money", Policy.EMPTY);
        assertThat(read(Transfer.class)).containsExactly(Map.entry("/transfer", money));
        assertThat(read(new ProxyOfTransfer())).containsExactly(Map.entry("/transfer", money));
    }

    @Test
    void whatTwoHandlersInheritAlikeIsNoContradiction() {
        assertThat(read(Transfer.class, ProxyOfTransfer.class)).hasSize(1);
    }

    @Requires(roles = "admin")
    interface Admin {
        @Guarded("/ban")
        @Limit(permits = 1, per = "1s")
        default void ban() {}

        @Guarded("/kick")
        void kick();
    }

    static class AdminBot implements Admin {
        @Override
        public void kick() {}

        @Override
        @Guarded("/block")
        public void ban() {}
    }

    @Test
    void overridingWithoutAnnotationsKeepsThemAndWithSomeReplacesAll() {
        ActionPolicy admin = own(Policy.EMPTY.requires(Requirement.role("admin")));
        assertThat(read(AdminBot.class)).containsOnly(Map.entry("/kick", admin), Map.entry("/block", admin));
    }

    static class Generic<T> {
        @Guarded("/generic")
        @Limit(permits = 1, per = "1s")
        T handle(T update) {
            return update;
        }
    }

    static class Specific extends Generic<String> {
        @Override
        @Guarded("/generic")
        @Limit(permits = 2, per = "1s")
        String handle(String update) {
            return update;
        }
    }

    static class Silent extends Generic<String> {
        @Override
        String handle(String update) {
            return update;
        }
    }

    @Test
    void genericMethodsAreOverriddenToo() {
        assertThat(read(Specific.class))
                .containsExactly(Map.entry("/generic", own(Policy.limits(RateLimit.perSecond(2)))));
        assertThat(read(Silent.class))
                .containsExactly(Map.entry("/generic", own(Policy.limits(RateLimit.perSecond(1)))));
    }

    static class Hidden {
        @Guarded("/hidden")
        public void handle() {}
    }

    /** The compiler makes {@code handle} accessible here by a bridge with its annotations. */
    public static class Shown extends Hidden {}

    @Test
    void methodsMadeAccessibleAreFoundOnce() {
        assertThat(read(Shown.class)).containsOnlyKeys("/hidden");
    }

    static class Overloads {
        @Guarded("/text")
        void handle(String text) {}

        @Guarded("/number")
        void handle(int number) {}
    }

    @Test
    void overloadsAreMethodsOfTheirOwn() {
        assertThat(read(Overloads.class)).containsOnlyKeys("/text", "/number");
    }

    @Use("base")
    static class Overriding {
        @Guarded("/transfer")
        @Use("money")
        void transfer() {}
    }

    @Test
    void aMethodsUseReplacesItsTypes() {
        assertThat(read(Overriding.class))
                .containsExactly(Map.entry("/transfer", new ActionPolicy("money", Policy.EMPTY)));
    }

    @Test
    void annotationsAddToWhatAFileOrBuilderSays() {
        PolicySet base = PolicySet.builder()
                .policy("money", Policy.limits(RateLimit.perMinute(3)))
                .action("/start", Policy.noLimits())
                .build();
        PolicySet both =
                base.toBuilder().with(AnnotatedPolicies.of(Transfer.class)).build();
        assertThat(both.actions().keySet()).containsExactly("/start", "/transfer");
        assertThat(both.effective("/transfer").limits())
                .extracting(it -> it.limit())
                .isEqualTo(List.of(RateLimit.perMinute(3)));
    }
}
