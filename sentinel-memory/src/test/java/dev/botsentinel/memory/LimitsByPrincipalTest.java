package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.guard.LimitChooser;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Paying users have limits of their own, on any storage. */
class LimitsByPrincipalTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final LimitChooser BY_ROLE =
            (request, who) -> who.roles().stream().findFirst().orElse(null);
    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.perMinute(1)))
            .policy("premium", Policy.limits(RateLimit.perMinute(3).named("paid")))
            .policy("staff", Policy.noLimits())
            .action("/once", Policy.limits(RateLimit.perMinute(1)).debounce(Duration.ofSeconds(10)))
            .global(RateLimit.perMinute(20).named("everyone").scope(Scope.GLOBAL))
            .build();

    private final ManualTime time = new ManualTime(START);
    private final Map<String, Principal> known = new HashMap<>();
    private final List<SecurityEvent> events = new ArrayList<>();
    private final List<EffectivePolicy> applied = new ArrayList<>();

    private Sentinel<Request> guard(LimitChooser chooser) {
        return guard(MemoryStore.builder().time(time).build(), POLICY, chooser);
    }

    private Sentinel<Request> guard(SentinelStore store, PolicySet policy, LimitChooser chooser) {
        return Sentinel.<Request>builder(request -> request)
                .policy(policy)
                .store(store)
                .time(time)
                .resolver(PrincipalResolver.immediate(
                        request -> known.getOrDefault(String.valueOf(idOf(request)), Principal.ANONYMOUS)))
                .principalCache(Duration.ofSeconds(60), 0)
                .limitsBy(chooser, "premium", "staff")
                .listener(events::add)
                .decisionListener((request, policyInForce, decision, nanos) -> applied.add(policyInForce))
                .build();
    }

    @Example
    void whoeverIsChosenForHasTheirLimitsAndAllOthersTheActionsOwn() {
        Sentinel<Request> guard = guard(BY_ROLE);
        known.put("42", Principal.registered("premium"));
        assertThat(admitted(guard, "42", "/a", 10)).isEqualTo(3);
        assertThat(admitted(guard, "43", "/a", 10)).isEqualTo(1);
        assertThat(guard.check(of("42", "/b")))
                .as("one budget wherever it is chosen")
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.rule()).isEqualTo("paid"));
    }

    @Example
    void whoChangesOverFindsEachBudgetAsItWasLeft() {
        Sentinel<Request> guard = guard(BY_ROLE);
        assertThat(admitted(guard, "42", "/a", 10)).isEqualTo(1);
        known.put("42", Principal.registered("premium"));
        assertThat(admitted(guard, "42", "/a", 2)).isEqualTo(2);
        known.remove("42");
        assertThat(admitted(guard, "42", "/a", 10)).isEqualTo(0);
        known.put("42", Principal.registered("premium"));
        assertThat(admitted(guard, "42", "/a", 10)).isEqualTo(1);
    }

    @Example
    void globalLimitsStayOnTop() {
        Sentinel<Request> guard = guard(BY_ROLE);
        known.put("42", Principal.registered("staff"));
        assertThat(admitted(guard, "42", "/a", 30)).isEqualTo(20);
        assertThat(guard.check(of("42", "/a")))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.rule()).isEqualTo("everyone"));
    }

    @Example
    void debounceStaysTheActionsOwn() {
        Sentinel<Request> guard = guard(BY_ROLE);
        known.put("42", Principal.registered("premium"));
        Request once = Request.builder("/once")
                .subject("42")
                .content(Content.text("x"))
                .build();
        assertThat(guard.check(once).isAllowed()).isTrue();
        assertThat(guard.check(once))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.reason()).isEqualTo(Reason.DUPLICATE));
    }

    @Example
    void aChooserThatThrowsOrMakesUpANameDeniesAndSaysWhy() {
        Sentinel<Request> throwing = guard((request, who) -> {
            throw new IllegalStateException("broken");
        });
        assertThat(throwing.check(of("42", "/a")))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.reason()).isEqualTo(Reason.UNAVAILABLE));
        Sentinel<Request> inventing = guard((request, who) -> "premum");
        assertThat(inventing.check(of("42", "/a")).isAllowed()).isFalse();
        assertThat(events.stream()
                        .filter(SecurityEvent.GuardFailed.class::isInstance)
                        .map(event ->
                                ((SecurityEvent.GuardFailed) event).cause().getMessage()))
                .satisfiesExactly(
                        message -> assertThat(message).isEqualTo("broken"),
                        message -> assertThat(message).contains("premum").contains("did you mean 'premium'"));
    }

    @Example
    void whatCannotBeChosenIsSaidWhenTheGuardIsBuiltOrThePolicyChanges() {
        PolicySet unnamed = PolicySet.builder()
                .policy("premium", Policy.limits(RateLimit.perMinute(3)))
                .policy("staff", Policy.noLimits())
                .build();
        PolicySet silent = PolicySet.builder()
                .policy("premium", Policy.EMPTY)
                .policy("staff", Policy.noLimits())
                .build();
        PolicySet typo = PolicySet.builder()
                .policy("premum", Policy.noLimits())
                .policy("staff", Policy.noLimits())
                .build();
        Sentinel<Request> guard = guard(BY_ROLE);
        Map.of(unnamed, "without a name", silent, "mentions no limits", typo, "did you mean 'premum'")
                .forEach((policy, message) -> {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> guard(new ReferenceStore(time), policy, BY_ROLE))
                            .withMessageContaining(message);
                    assertThatIllegalArgumentException().isThrownBy(() -> guard.policy(policy));
                });
        assertThat(guard.policy()).isSameAs(POLICY);
    }

    @Example
    void aChooserThatCouldChooseNothingIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sentinel.<Request>builder(request -> request).limitsBy(BY_ROLE))
                .withMessageContaining("name each one");
    }

    @Example
    void listenersAreToldOfAPolicyThatKnowsAllNamesADecisionCanHave() {
        guard(BY_ROLE).check(of("42", "/a"));
        assertThat(applied).singleElement().satisfies(policy -> {
            assertThat(policy.entry()).isEqualTo("*");
            assertThat(policy.limits().stream().map(AppliedLimit::id)).containsExactly("*#0", "everyone", "paid");
        });
    }

    @Example
    void administratorsFindLimitsThatCanOnlyBeChosen() {
        assertThat(POLICY.limits().stream().map(AppliedLimit::id)).contains("paid", "everyone", "*#0", "/once#0");
    }

    @Property(tries = 50)
    void memoryDecidesAsTheReferenceDoesWhoeverChangesOver(@ForAll long seed) {
        Sentinel<Request> memory = guard(BY_ROLE);
        Sentinel<Request> reference = guard(new ReferenceStore(time), POLICY, BY_ROLE);
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            String user = "user" + random.nextInt(4);
            if (random.nextInt(5) == 0) {
                known.put(user, Principal.registered(random.nextBoolean() ? "premium" : "staff"));
            } else if (random.nextInt(5) == 0) {
                known.remove(user);
            }
            time.advance(Duration.ofMillis(random.nextInt(4_000)));
            Request request = of(user, random.nextBoolean() ? "/a" : "/once");
            Decision decision = memory.check(request);
            assertThat(decision).isEqualTo(reference.check(request));
            assertThat(decision)
                    .as("only the limits chosen, and the global one")
                    .satisfies(
                            given -> assertThat(ruleOf(given)).matches(rule -> isOf(rule, known.get(user), request)));
        }
    }

    private static String ruleOf(Decision decision) {
        return decision instanceof Denied denied ? denied.rule() : "";
    }

    private static boolean isOf(String rule, Principal who, Request request) {
        if (rule.isEmpty() || rule.equals("everyone")) {
            return true;
        }
        String own = request.action().name().equals("/once") ? "/once#0" : "*#0";
        return who == null ? rule.equals(own) : who.roles().contains("premium") && rule.equals("paid");
    }

    private static int admitted(Sentinel<Request> guard, String user, String action, int tries) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += guard.check(of(user, action)).isAllowed() ? 1 : 0;
        }
        return admitted;
    }

    private static Request of(String user, String action) {
        return Request.builder(action).subject(user).build();
    }

    private static String idOf(Request request) {
        return request.subject() == null ? "" : request.subject().id();
    }
}
