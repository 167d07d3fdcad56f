package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRuleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STEP_UP = Duration.ofMinutes(5);

    /** root inherits admin inherits user; clerk stands alone. */
    private static final Map<String, Role> ROLES = Map.of(
            "user",
            Role.of("read", "pay"),
            "admin",
            new Role(Set.of("user"), Set.of("ban")),
            "root",
            new Role(Set.of("admin"), Set.of()),
            "clerk",
            Role.of("read"));

    @ParameterizedTest(name = "holds {0}, needs {1}: {2}")
    @CsvSource({
        "user,  user,  ",
        "admin, user,  ",
        "root,  user,  ",
        "root,  admin, ",
        "user,  admin, FORBIDDEN",
        "clerk, user,  FORBIDDEN",
        "none,  user,  FORBIDDEN",
        "ghost, user,  FORBIDDEN",
    })
    void anInheritedRoleIsHeldAndNoneIsHeldUpwards(String held, String needed, @Nullable Reason refusal) {
        assertThat(lacking(Requirement.role(needed), new Principal(false, roles(held), null)))
                .isEqualTo(refusal);
    }

    @Test
    void oneOfTheRolesIsEnough() {
        Requirement either = Requirement.role("admin", "clerk");
        assertThat(lacking(either, Principal.registered("clerk"))).isNull();
        assertThat(lacking(either, Principal.registered("root"))).isNull();
        assertThat(lacking(either, Principal.registered("user"))).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void allPermissionsAreNeededWhicheverRolesGiveThem() {
        Requirement both = Requirement.permission("read", "ban");
        assertThat(lacking(both, Principal.registered("admin"))).isNull();
        assertThat(lacking(both, Principal.registered("root"))).isNull();
        assertThat(lacking(both, Principal.registered("user"))).isEqualTo(Reason.FORBIDDEN);
        assertThat(lacking(both, Principal.registered("clerk"))).isEqualTo(Reason.FORBIDDEN);
        assertThat(lacking(both, Principal.REGISTERED)).isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void aPermissionThatNoRoleGivesIsNobodys() {
        assertThat(lacking(Requirement.permission("fly"), Principal.registered("root")))
                .isEqualTo(Reason.FORBIDDEN);
    }

    @Test
    void aRoleThatThePolicyDoesNotDefineGivesNothing() {
        assertThat(lacking(Requirement.permission("read"), Principal.registered("ghost")))
                .isEqualTo(Reason.FORBIDDEN);
        assertThat(lacking(Requirement.permission("read"), Principal.registered("ghost", "clerk")))
                .isNull();
    }

    @Test
    void rolesAndStepUpCountWithoutRegistration() {
        Principal unregistered = new Principal(false, Set.of("admin"), NOW);
        assertThat(lacking(Requirement.role("user").andStepUp(STEP_UP), unregistered))
                .isNull();
    }

    @ParameterizedTest(name = "registered {0}, role {1}, step-up {2}: {3}")
    @CsvSource({
        "false, false, false, UNREGISTERED",
        "false, false, true,  UNREGISTERED",
        "false, true,  false, UNREGISTERED",
        "false, true,  true,  UNREGISTERED",
        "true,  false, false, FORBIDDEN",
        "true,  false, true,  FORBIDDEN",
        "true,  true,  false, STEP_UP_REQUIRED",
        "true,  true,  true,  ",
    })
    void whatIsLackingIsNamedInOrder(boolean registered, boolean role, boolean stepUp, @Nullable Reason refusal) {
        Requirement all = Requirement.role("user").andRegistered().andStepUp(STEP_UP);
        Principal principal = new Principal(registered, role ? Set.of("user") : Set.of(), stepUp ? NOW : null);
        assertThat(lacking(all, principal)).isEqualTo(refusal);
    }

    @ParameterizedTest(name = "confirmed {0} µs before now: {1}")
    @CsvSource({
        "0,            ",
        "299999999,    ",
        "300000000,    ",
        "300000001,    STEP_UP_REQUIRED",
        "86400000000,  STEP_UP_REQUIRED",
        "-1,           ",
        "-86400000000, ",
    })
    void aStepUpOfAtMostThatAgePassesOneInTheFutureToo(long agoMicros, @Nullable Reason refusal) {
        Principal principal = Principal.REGISTERED.stepUpAt(NOW.minusNanos(agoMicros * 1000));
        assertThat(lacking(Requirement.NONE.andStepUp(STEP_UP), principal)).isEqualTo(refusal);
    }

    @Test
    void nothingNamedAsksNothing() {
        assertThat(lacking(Requirement.NONE, Principal.ANONYMOUS)).isNull();
    }

    @Test
    void inheritanceInACircleEndsAnyway() {
        Map<String, Role> circle = Map.of(
                "a", new Role(Set.of("b"), Set.of()),
                "b", new Role(Set.of("a"), Set.of("read")));
        AccessRule rule = AccessRule.of(Requirement.permission("read"), circle);
        assertThat(rule.lacking(Principal.registered("a"), () -> NOW)).isNull();
    }

    @Test
    void rolesAndPermissionsAreBothNeeded() {
        Requirement both = new Requirement(false, Set.of("clerk"), Set.of("ban"), null, Mode.ENFORCE);
        assertThat(lacking(both, Principal.registered("clerk", "admin"))).isNull();
        assertThat(lacking(both, Principal.registered("clerk"))).isEqualTo(Reason.FORBIDDEN);
        assertThat(lacking(both, Principal.registered("admin"))).isEqualTo(Reason.FORBIDDEN);
    }

    private static Set<String> roles(String name) {
        return name.equals("none") ? Set.of() : Set.of(name);
    }

    private static @Nullable Reason lacking(Requirement requirement, Principal principal) {
        return AccessRule.of(requirement, ROLES).lacking(principal, () -> NOW);
    }
}
