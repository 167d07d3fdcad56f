package dev.botsentinel.engine;

import static java.util.Objects.requireNonNull;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.Step.TakePermits;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Routes of a policy, over a storage that notes what they ask it. */
abstract class RouteFixture {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Escalation ESCALATION = Escalation.of(5, MINUTE, List.of(MINUTE), MINUTE);
    static final Resolution REGISTERED = Resolution.of(Principal.REGISTERED);

    /** Everything at once: registration, update ids, debounce, an own and a global limit, escalation. */
    static final PolicySet EVERYTHING = PolicySet.builder()
            .action(
                    "/pay",
                    Policy.limits(RateLimit.perMinute(3))
                            .debounce(Debounce.window(MINUTE))
                            .requires(Requirement.REGISTERED))
            .global(RateLimit.perSecond(100).scope(Scope.GLOBAL))
            .updateReplay(new UpdateReplay(MINUTE))
            .escalation(ESCALATION)
            .blocked("666")
            .build();

    final RecordingStore store = new RecordingStore();

    static Request.Builder pay() {
        return Request.builder("/pay").subject("42").chat("7").updateId(1).content(Content.text("/pay 5"));
    }

    static final PolicySet CHOOSABLE = PolicySet.builder()
            .policy("premium", Policy.limits(RateLimit.perMinute(100).named("paid")))
            .policy("staff", Policy.noLimits())
            .defaults(Policy.limits(RateLimit.perMinute(3)))
            .blocked("666")
            .build();

    static ChosenLimits choosing(List<String> asked, String name) {
        return new ChosenLimits(
                (request, principal) -> {
                    asked.add(principal.equals(Principal.ANONYMOUS) ? "nobody" : "somebody");
                    return name;
                },
                List.of("premium", "staff"));
    }

    static List<String> kinds(Check check) {
        return check.steps().stream()
                .map(step -> step instanceof FirstSeen seen
                        ? seen.kind().name()
                        : step instanceof TakePermits take
                                ? take.applied().id()
                                : step instanceof Step.Album
                                        ? "album"
                                        : step.scope() == Scope.CHAT ? "chat-not-blocked" : "not-blocked")
                .toList();
    }

    /** What the check decides if no step refuses. */
    static Decision passed(Check check) {
        return check.decision(RecordingStore.admitted(check.steps().size()));
    }

    /** What the storage is asked. */
    Plan plan(Check check) {
        requireNonNull(check.prepared).evaluate(Facts.of("42", "7"));
        return store.evaluated.get(store.evaluated.size() - 1);
    }

    /** A chain that finds the route for each request itself. */
    record Compiled(Routes routes) {

        Route route(Request.Builder request) {
            return routes.find(request.build());
        }

        Check check(Request.Builder request, Resolution who) {
            return route(request).check(request.build(), who, false);
        }

        Check album(Request.Builder request, Resolution who) {
            return check(request.album("a"), who);
        }

        Check block(Request.Builder request) {
            return route(request).block(request.build());
        }

        Check exempt(Request.Builder request) {
            return route(request).exempt(request.build());
        }
    }

    Compiled chain(PolicySet policy) {
        return chain(policy, Placement.NONE);
    }

    Compiled chain(PolicySet policy, Placement own) {
        return chain(policy, own, ChosenLimits.NONE);
    }

    Compiled chain(PolicySet policy, Placement own, ChosenLimits chosen) {
        EventDispatcher events = new EventDispatcher(List.of(), List.of(), GuardLogs.quiet());
        return new Compiled(new Routes(policy, own, chosen, store, events, () -> NOW));
    }
}
