package dev.botsentinel.policy.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.PolicyProblem;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Role;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of annotations that mean nothing: class, method, annotation, member, what is wrong, what to do. */
class AnnotationErrorsTest {

    private static List<String> errors(Object... handlers) {
        return told(PolicySet.builder(), handlers);
    }

    private static List<String> told(PolicySet.Builder builder, Object... handlers) {
        PolicyException told = catchThrowableOfType(
                PolicyException.class,
                () -> builder.with(AnnotatedPolicies.of(handlers)).build());
        return told.problems().stream()
                .map(PolicyProblem::toString)
                .map(it -> it.replaceAll("\\S*AnnotationErrorsTest\\$", ""))
                .toList();
    }

    static class Impossible {
        @Guarded("/pay")
        @Limit(permits = -1, per = "30")
        @Limit(permits = 3, per = "30 secs", cost = 4, name = "a#b")
        void pay(String update, int[] more) {}

        @Guarded({})
        @Debounced("0s")
        @Requires(
                roles = {"", "x", "x"},
                permissions = " ",
                stepUp = "soon")
        void refund() {}
    }

    @Test
    void allIsToldAtOnceEachWithItsPlace() {
        assertThat(errors(Impossible.class))
                .containsExactlyInAnyOrder(
                        "Impossible → pay(String, int[]) → @Limit[0] → per: per is '30', but lacks a unit (ms, s, m, h or"
                                + " d); write 30s if seconds are meant",
                        "Impossible → pay(String, int[]) → @Limit[0] → permits: permits is -1, but must be 0 (deny always)"
                                + " or more",
                        "Impossible → pay(String, int[]) → @Limit[1] → per: per is '30 secs', but a duration is a whole"
                                + " number and a unit (ms, s, m, h or d); write 30s",
                        "Impossible → pay(String, int[]) → @Limit[1] → cost: cost is 4, but the limit never holds more than"
                                + " 3, so nothing would ever pass; use 1 to 3",
                        "Impossible → pay(String, int[]) → @Limit[1] → name: 'a#b' has a '#', which marks limits without a"
                                + " name; choose another name",
                        "Impossible → refund() → @Guarded: names no action; write @Guarded(\"/command\")",
                        "Impossible → refund() → @Debounced: the window is 0s, but must be more than nothing; 1ms is the"
                                + " shortest",
                        "Impossible → refund() → @Requires → roles: 'x' is named twice; remove one of them",
                        "Impossible → refund() → @Requires → roles: roles has a blank name; remove it",
                        "Impossible → refund() → @Requires → permissions: permissions has a blank name; remove it",
                        "Impossible → refund() → @Requires → stepUp: stepUp is 'soon', but a duration is a whole number and"
                                + " a unit (ms, s, m, h or d); write 30s, for example");
    }

    @Limit(permits = 3, per = "1m", burst = 3)
    static class Bursts {
        @Guarded("/a")
        @Limit(permits = 0, per = "1m", algorithm = Algorithm.TOKEN_BUCKET, burst = 1)
        void a() {}

        @Guarded("/b")
        @Limit(permits = 1, per = "1m", algorithm = Algorithm.TOKEN_BUCKET, burst = -1)
        void b() {}

        @Guarded("/c")
        void c() {}
    }

    @Test
    void aBurstGoesWithABucketThatFills() {
        assertThat(errors(Bursts.class))
                .containsExactlyInAnyOrder(
                        "Bursts → @Limit → burst: burst is 3, but goes with algorithm = Algorithm.TOKEN_BUCKET only; remove"
                                + " it, or say so",
                        "Bursts → a() → @Limit → burst: burst is 1, but does not go with permits = 0, which denies always;"
                                + " remove it",
                        "Bursts → b() → @Limit → burst: burst is -1, but must be at least 1");
    }

    static class Contradicting {
        @Guarded("/a")
        @Limit(permits = 1, per = "1s")
        @NoLimits
        @Debounced("1s")
        @NoDebounce
        void both() {}

        @Guarded("/b")
        @Limit.List({})
        void empty() {}
    }

    @Test
    void contradictionsAreTold() {
        assertThat(errors(Contradicting.class))
                .containsExactlyInAnyOrder(
                        "Contradicting → both() → @NoLimits: stands beside a @Limit; keep one of them",
                        "Contradicting → both() → @NoDebounce: stands beside a @Debounced; keep one of them",
                        "Contradicting → empty() → @Limit.List: is empty; write @NoLimits for none");
    }

    static class Unguarded {
        @Limit(permits = 1, per = "1s")
        void handle() {}
    }

    @Test
    void whatGuardsNothingIsTold() {
        assertThat(errors(Unguarded.class))
                .containsExactly("Unguarded → handle(): has annotations of a policy, but no action; add"
                        + " @Guarded(\"/command\")");
        assertThat(errors("no handler"))
                .containsExactly("java.lang.String: has no @Guarded, neither itself nor on a method; add"
                        + " @Guarded(\"/command\"), or leave it out");
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Runnable.class}, (target, method, arguments) -> null);
        assertThat(errors(proxy)).singleElement().asString().contains("is a proxy", "name the target's class");
    }

    static class Twice {
        @Guarded("/transfer")
        void transfer() {}

        @Guarded("/transfer")
        void send() {}
    }

    static class Thrice {
        @Guarded({"/transfer", "/transfer"})
        void transfer() {}
    }

    @Test
    void anActionGuardedTwiceNamesBoth() {
        assertThat(errors(Twice.class, Thrice.class))
                .containsExactlyInAnyOrder(
                        "Twice → transfer() → @Guarded: '/transfer' is guarded twice, first at Twice → send() → @Guarded;"
                                + " keep one of them",
                        "Thrice → transfer() → @Guarded: '/transfer' is named twice; remove one of them",
                        "Thrice → transfer() → @Guarded: '/transfer' is guarded twice, first at Twice → send() → @Guarded;"
                                + " keep one of them");
    }

    static class Once {
        @Guarded("/transfer")
        void transfer() {}
    }

    @Test
    void anActionDeclaredByTheBuilderTooNamesBoth() {
        assertThat(told(PolicySet.builder().action("/transfer", Policy.EMPTY), Once.class))
                .containsExactly(
                        "Once → transfer() → @Guarded: '/transfer' is declared twice, first at actions → /transfer;"
                                + " keep one of them");
        PolicySet.Builder builder = PolicySet.builder().with(AnnotatedPolicies.of(Once.class));
        assertThat(told(builder.action("/transfer", Policy.EMPTY), Other.class))
                .containsExactly("actions → /transfer: '/transfer' is declared twice, first at Once → transfer() →"
                        + " @Guarded; keep one of them");
    }

    static class Other {
        @Guarded("/other")
        void other() {}
    }

    @Limit(permits = 1, per = "1s")
    @Debounced("1s")
    static class Hiding {
        @Guarded("/pay")
        @Use("money")
        @NoDebounce
        void pay() {}
    }

    @Test
    void aTypeMustNotHideWhatAMethodUses() {
        assertThat(errors(Hiding.class))
                .containsExactly(
                        "Hiding → pay() → @Use: the limits that policy 'money' may have would be hidden by those on"
                                + " Hiding; say them here too, or move them from there to the methods that use no policy");
    }

    @Test
    void whatOnlyTheWholePolicyShowsIsToldAtTheSamePlaces() {
        PolicySet.Builder builder = PolicySet.builder()
                .policy("money", Policy.limits(RateLimit.perMinute(3)))
                .role("user", Role.of())
                .role("admin", Role.of());
        assertThat(told(builder, Unknown.class))
                .containsExactlyInAnyOrder(
                        "Unknown → pay() → @Use: unknown policy 'mony'; did you mean 'money'?",
                        "Unknown → star() → @Guarded: '/*/a' has a * before its end; only prefix* is possible");
        assertThat(told(PolicySet.builder().role("user", Role.of()).role("admin", Role.of()), Roles.class))
                .containsExactlyInAnyOrder(
                        "Roles → @Requires → roles: unknown role 'admim'; did you mean 'admin'?",
                        "Roles → send() → @Limit → name: limit 'pay' is 3 per 1s, sliding-window, per user here, but 2 per"
                                + " 1s, sliding-window, per user in Roles → pay() → @Limit[1]; limits with one name"
                                + " are one budget and must be equal");
    }

    static class Unknown {
        @Guarded("/pay")
        @Use("mony")
        void pay() {}

        @Guarded("/*/a")
        void star() {}
    }

    @Requires(roles = {"user", "admim"})
    static class Roles {
        @Guarded("/pay")
        @Requires
        @Limit(permits = 1, per = "1s")
        @Limit(permits = 2, per = "1s", name = "pay")
        void pay() {}

        @Guarded({"/send", "/give"})
        @Limit(permits = 3, per = "1s", name = "pay")
        void send() {}
    }
}
