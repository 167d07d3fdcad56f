package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.Registrations;
import dev.botsentinel.Sentinel;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A guard knows at once of what was changed through it. */
class RegistrationsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Subject SUBJECT = new Subject("42");
    private static final PolicySet POLICY = PolicySet.builder()
            .role("admin", Role.of("ban"))
            .action("/pay", Policy.EMPTY.requires(Requirement.REGISTERED))
            .action("/ban", Policy.EMPTY.requires(Requirement.role("admin")))
            .action("/sell", Policy.EMPTY.requires(Requirement.REGISTERED.andStepUp(Duration.ofMinutes(5))))
            .build();

    private final ManualTime time = new ManualTime(START);
    private final List<SecurityEvent> changes = new ArrayList<>();
    private final UserRepository users = MemoryUserRepository.create(time, 100);

    private Sentinel<Request> guard(PrincipalResolver resolver) {
        return Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(MemoryStore.builder().time(time).build())
                .resolver(resolver)
                .time(time)
                .listener(event -> {
                    if (!(event instanceof SecurityEvent.Denial)) {
                        changes.add(event);
                    }
                })
                .build();
    }

    @Test
    void whoRegistersMayAtOnceAndWhoIsUnregisteredMayNotAtOnce() {
        Sentinel<Request> guard = guard(PrincipalResolver.of(users));
        assertThat(reason(guard, "/pay")).isEqualTo(Reason.UNREGISTERED);

        of(guard.registrations(users).register("42", Set.of(), "42"));
        assertThat(reason(guard, "/pay")).isNull();
        assertThat(reason(guard, "/ban")).isEqualTo(Reason.FORBIDDEN);

        of(guard.registrations(users).register("42", Set.of("admin"), "anna"));
        assertThat(reason(guard, "/ban")).isNull();

        of(guard.registrations(users).unregister("42", "anna"));
        assertThat(reason(guard, "/pay")).isEqualTo(Reason.UNREGISTERED);
        assertThat(reason(guard, "/ban")).isEqualTo(Reason.FORBIDDEN);
        assertThat(changes)
                .containsExactly(
                        new SecurityEvent.Registered(START, SUBJECT, Set.of(), "42"),
                        new SecurityEvent.Registered(START, SUBJECT, Set.of("admin"), "anna"),
                        new SecurityEvent.Unregistered(START, SUBJECT, "anna"));
    }

    @Test
    void whoConfirmsASecondFactorMayForAsLongAsThePolicySays() {
        Sentinel<Request> guard = guard(PrincipalResolver.of(users));
        of(guard.registrations(users).register("42", Set.of(), "42"));
        assertThat(reason(guard, "/sell")).isEqualTo(Reason.STEP_UP_REQUIRED);

        of(guard.registrations(users).stepUp("42", time.instant()));
        assertThat(reason(guard, "/sell")).isNull();
        time.advance(Duration.ofMinutes(5).plusNanos(1000));
        assertThat(reason(guard, "/sell")).isEqualTo(Reason.STEP_UP_REQUIRED);
    }

    @Test
    void whatChangedNothingIsNoEvent() {
        assertThat(of(guard(PrincipalResolver.of(users)).registrations(users).unregister("42", "anna")))
                .isFalse();
        assertThat(changes).isEmpty();
    }

    @Test
    void whoeverChangesRegistrationsSaysWhoItIs() {
        Registrations registrations = guard(PrincipalResolver.of(users)).registrations(users);
        for (String nobody : List.of("", "x".repeat(257))) {
            assertThatIllegalArgumentException().isThrownBy(() -> registrations.register("42", Set.of(), nobody));
            assertThatIllegalArgumentException().isThrownBy(() -> registrations.unregister("42", nobody));
        }
        assertThat(of(users.isRegistered("42"))).isFalse();
    }

    @Test
    void whoIsNotRegisteredIsVetoedWhateverItAsksForIfThatIsWanted() {
        Sentinel<Request> guard = guard(PrincipalResolver.requireRegistered(users));
        assertThat(reason(guard, "/anything")).isEqualTo(Reason.VETOED);
        of(guard.registrations(users).register("42", Set.of(), "anna"));
        assertThat(reason(guard, "/anything")).isNull();
    }

    @Test
    void aChangeElsewhereIsKnownWhenTheCachedPrincipalEndsOrIsForgotten() {
        Sentinel<Request> guard = guard(PrincipalResolver.of(users));
        assertThat(reason(guard, "/pay")).isEqualTo(Reason.UNREGISTERED);
        of(users.register("42", Set.of()));
        assertThat(reason(guard, "/pay")).isEqualTo(Reason.UNREGISTERED);
        time.advance(Duration.ofSeconds(60));
        assertThat(reason(guard, "/pay")).isNull();

        of(users.unregister("42"));
        guard.forget("42");
        assertThat(reason(guard, "/pay")).isEqualTo(Reason.UNREGISTERED);
    }

    private static @Nullable Reason reason(Sentinel<Request> guard, String action) {
        return guard.check(Request.builder(action).subject("42").build()) instanceof Denied denied
                ? denied.reason()
                : null;
    }

    private static <T> T of(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
