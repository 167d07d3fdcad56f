package dev.botsentinel.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.request.DisplayName;
import dev.botsentinel.request.Request;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserTest {

    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = EARLY.plusSeconds(1);
    private static final DisplayName ANN = DisplayName.of("Ann");
    private final User admin = User.unknown("42").registered(Set.of("admin")).stepUpAt(EARLY);

    @Test
    void theUnknownHaveNothingButAnId() {
        assertThat(User.unknown("42")).isEqualTo(new User("42", DisplayName.NONE, false, Set.of(), null, null));
    }

    @Test
    void aClockThatStepsBackUnseesNobody() {
        User seen = admin.seen(ANN, LATE);
        assertThat(seen.lastSeen()).isEqualTo(LATE);
        assertThat(seen.seen(ANN, EARLY).lastSeen()).isEqualTo(LATE);
        assertThat(seen.seen(ANN, LATE.plusNanos(1)).lastSeen()).isEqualTo(LATE.plusNanos(1));
    }

    @Test
    void whoSaysNoNameKeepsTheLast() {
        User ann = admin.seen(ANN, EARLY);
        assertThat(ann.name()).isEqualTo(ANN);
        assertThat(ann.seen(DisplayName.NONE, LATE).name()).isEqualTo(ANN);
        assertThat(ann.seen(DisplayName.of("Bob"), LATE).name()).isEqualTo(DisplayName.of("Bob"));
    }

    @Test
    void aRegistrationTakenBackTakesRolesAndStepUpWithIt() {
        assertThat(admin.principal()).isEqualTo(new Principal(true, Set.of("admin"), EARLY));
        assertThat(admin.seen(ANN, LATE).unregistered()).isEqualTo(new User("42", ANN, false, Set.of(), null, LATE));
        assertThat(admin.unregistered().principal()).isEqualTo(Principal.ANONYMOUS);
    }

    @Test
    void theRegisteredAreResolvedAndOthersAreAnonymousOrVetoed() {
        UserRepository users = new FixedUsers(Map.of("42", admin, "43", User.unknown("43")));
        for (String id : new String[] {"43", "44", null}) {
            assertThat(ask(PrincipalResolver.of(users), id)).isEqualTo(Resolution.ANONYMOUS);
            assertThat(ask(PrincipalResolver.requireRegistered(users), id)).isEqualTo(Resolution.veto());
        }
        Resolution known = Resolution.of(admin.principal());
        assertThat(ask(PrincipalResolver.of(users), "42")).isEqualTo(known);
        assertThat(ask(PrincipalResolver.requireRegistered(users), "42")).isEqualTo(known);
    }

    @Test
    void onlyTheRegisteredAreRegistered() {
        UserRepository users = new FixedUsers(Map.of("42", admin, "43", User.unknown("43")));
        assertThat(users.isRegistered("42").toCompletableFuture()).isCompletedWithValue(true);
        assertThat(users.isRegistered("43").toCompletableFuture()).isCompletedWithValue(false);
        assertThat(users.isRegistered("44").toCompletableFuture()).isCompletedWithValue(false);
    }

    private static Resolution ask(PrincipalResolver resolver, String subject) {
        Request.Builder request = Request.builder("/a");
        return resolver.resolve((subject == null ? request : request.subject(subject)).build())
                .toCompletableFuture()
                .join();
    }
}
