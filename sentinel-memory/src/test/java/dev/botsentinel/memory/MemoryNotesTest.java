package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.SubjectNotes;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a guard knows of a subject stands beside the subject's state, and never changes a decision. */
class MemoryNotesTest {

    private static final long SECOND = 1_000_000;

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store =
            MemoryStore.builder().time(time).maximumEntries(100).build();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aNoteIsKeptReplacedAndDropped() {
        SubjectNotes notes = Objects.requireNonNull(store.claimNotes());
        assertThat(notes.get("42")).isNull();
        notes.put("42", "first", SECOND);
        notes.put("43", "another's", SECOND);
        assertThat(notes.get("42")).isEqualTo("first");
        notes.put("42", "second", SECOND);
        assertThat(notes.get("42")).isEqualTo("second");
        notes.remove("42");
        notes.remove("nobody");
        assertThat(notes.get("42")).isNull();
        assertThat(notes.get("43")).isEqualTo("another's");
    }

    @Test
    void oneGuardHasThePlaceAndNoOther() {
        assertThat(store.claimNotes()).isNotNull();
        assertThat(store.claimNotes()).isNull();
    }

    @Test
    void aGuardThatCouldNotBeBuiltDoesNotHaveThePlace() {
        SentinelBuilder<Request> lacksAPolicy = Sentinel.<Request>builder(request -> request)
                .store(store)
                .resolver(PrincipalResolver.immediate(request -> Principal.REGISTERED))
                .limitsBy((request, who) -> null, "premium");
        assertThatIllegalArgumentException().isThrownBy(lacksAPolicy::build);
        assertThat(store.claimNotes()).isNotNull();
    }

    @Test
    void aNoteAloneIsNoStateAndGoesWhenItsTimeIsUp() {
        SubjectNotes notes = Objects.requireNonNull(store.claimNotes());
        notes.put("42", "note", SECOND);
        assertThat(Ask.verdict(store, Ask.plan("42", "chat", RateLimit.perMinute(1))))
                .isInstanceOf(Verdict.Admitted.class);
        notes.put("43", "note", SECOND);
        store.cells().cleanUp();
        assertThat(notes.get("43")).isNotNull();
        time.advance(Duration.ofSeconds(62));
        store.cells().cleanUp();
        assertThat(notes.get("43")).isNull();
    }

    @Test
    void notesOfInventedSubjectsStayWithinTheBound() {
        SubjectNotes notes = Objects.requireNonNull(store.claimNotes());
        for (int i = 0; i < 10_000; i++) {
            notes.put("user" + i, "note", SECOND);
        }
        store.cells().cleanUp();
        assertThat(store.stats().entries()).isLessThanOrEqualTo(100);
        assertThat(store.stats().protectedEntries()).isZero();
    }

    @Test
    void twoGuardsOfOneStorageNeverMixUpTheirPrincipals() {
        List<String> calls = new ArrayList<>();
        PolicySet adminsOnly = PolicySet.builder()
                .role("admin", new Role(Set.of(), Set.of()))
                .action("/a", Policy.EMPTY.requires(Requirement.role("admin")))
                .build();
        try (Sentinel<Request> admins = guard(adminsOnly, calls, "admins", Principal.registered("admin"));
                Sentinel<Request> users = guard(adminsOnly, calls, "users", Principal.REGISTERED)) {
            Request request = Request.builder("/a").subject("42").build();
            for (int i = 0; i < 3; i++) {
                assertThat(admins.check(request).isAllowed()).isTrue();
                assertThat(users.check(request).isAllowed()).isFalse();
            }
            admins.forget("42");
            assertThat(admins.check(request).isAllowed()).isTrue();
            assertThat(users.check(request).isAllowed()).isFalse();
        }
        assertThat(calls).containsExactly("admins", "users", "admins");
    }

    private Sentinel<Request> guard(PolicySet policy, List<String> calls, String name, Principal principal) {
        return Sentinel.builder((Request request) -> request)
                .policy(policy)
                .store(store)
                .time(time)
                .resolver(PrincipalResolver.immediate(request -> {
                    calls.add(name);
                    return principal;
                }))
                .build();
    }
}
