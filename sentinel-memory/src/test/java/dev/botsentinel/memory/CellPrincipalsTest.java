package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalCache;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.request.Request;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a guard's resolver said of a subject stands beside the subject's state, and never changes a decision. */
class CellPrincipalsTest {

    private static final long SECOND = 1_000_000;
    private static final Resolution FIRST = Resolution.of(Principal.REGISTERED);
    private static final Resolution SECOND_ONE = Resolution.of(Principal.ANONYMOUS);
    private static final Resolution ANOTHERS = Resolution.veto();

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store =
            MemoryStore.builder().time(time).maximumEntries(100).build();

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aPrincipalIsCachedReplacedAndDropped() {
        PrincipalCache cache = Objects.requireNonNull(store.claimPrincipalCache());
        assertThat(cached(cache, "42")).isNull();
        cache.put(Facts.of("42", null), FIRST, 1, SECOND);
        cache.put(Facts.of("43", null), ANOTHERS, 2, SECOND);
        assertThat(cached(cache, "42")).isSameAs(FIRST);
        cache.put(Facts.of("42", null), SECOND_ONE, 3, SECOND);
        assertThat(cached(cache, "42")).isSameAs(SECOND_ONE);
        cache.remove("42");
        cache.remove("nobody");
        assertThat(cached(cache, "42")).isNull();
        assertThat(cached(cache, "43")).isSameAs(ANOTHERS);
    }

    @Test
    void oneGuardHasTheCacheAndNoOther() {
        assertThat(store.claimPrincipalCache()).isNotNull();
        assertThat(store.claimPrincipalCache()).isNull();
    }

    @Test
    void aGuardThatCouldNotBeBuiltDoesNotHaveTheCache() {
        SentinelBuilder<Request> lacksAPolicy = Sentinel.<Request>builder(request -> request)
                .store(store)
                .resolver(PrincipalResolver.immediate(request -> Principal.REGISTERED))
                .limitsBy((request, who) -> null, "premium");
        assertThatIllegalArgumentException().isThrownBy(lacksAPolicy::build);
        assertThat(store.claimPrincipalCache()).isNotNull();
    }

    @Test
    void aPrincipalAloneIsNoStateAndGoesWhenItsTimeIsUp() {
        PrincipalCache cache = Objects.requireNonNull(store.claimPrincipalCache());
        cache.put(Facts.of("42", null), FIRST, 1, SECOND);
        assertThat(Ask.verdict(store, Ask.plan("42", "chat", RateLimit.perMinute(1))))
                .isInstanceOf(Verdict.Admitted.class);
        cache.put(Facts.of("43", null), FIRST, 1, SECOND);
        store.cells().cleanUp();
        assertThat(cached(cache, "43")).isNotNull();
        time.advance(Duration.ofSeconds(62));
        store.cells().cleanUp();
        assertThat(cached(cache, "43")).isNull();
    }

    @Test
    void principalsOfInventedSubjectsStayWithinTheBound() {
        PrincipalCache cache = Objects.requireNonNull(store.claimPrincipalCache());
        for (int i = 0; i < 10_000; i++) {
            cache.put(Facts.of("user" + i, null), FIRST, 1, SECOND);
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

    private static @Nullable Resolution cached(PrincipalCache cache, String subject) {
        PrincipalCache.Entry entry =
                cache.find(Request.builder("/a").subject(subject).build());
        return entry == null ? null : entry.resolution();
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
