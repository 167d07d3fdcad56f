package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.User;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.request.DisplayName;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every repository of users keeps, as JUnit 5 tests to inherit:
 *
 * <pre>{@code
 * class MyRepositoryTest extends UserRepositoryContract {
 *     @Override
 *     protected UserRepository open(InstantSource time) {
 *         return new MyRepository(time);
 *     }
 * }
 * }</pre>
 */
@SuppressWarnings("NullAway.Init") // JUnit calls openAnew
public abstract class UserRepositoryContract {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final DisplayName ANN = DisplayName.of("Ann");
    /** Ids that an encoding with separators mixes up. */
    private static final List<String> HOSTILE = List.of(
            "a",
            "A",
            "a:b",
            "a:",
            ":",
            "{a}",
            "*",
            " ",
            "a ",
            "\0",
            "\ud800",
            "ä",
            "a\u0308",
            "1",
            "01",
            "x".repeat(128));

    private final ManualTime time = new ManualTime(START);
    private UserRepository users;

    /** For the test that inherits the contract. */
    protected UserRepositoryContract() {}

    /** An empty repository that reads this clock and has room for a hundred users. */
    protected abstract UserRepository open(InstantSource time);

    @BeforeEach
    void openAnew() {
        users = open(time);
    }

    @Test
    void nobodyIsKnownBeforehand() {
        assertEquals(Optional.empty(), of(users.get("42")));
        assertFalse(of(users.isRegistered("42")));
        assertFalse(of(users.unregister("42")));
        assertFalse(of(users.stepUp("42", START)));
        assertEquals(Optional.empty(), of(users.get("42")));
    }

    @Test
    void whoIsSeenIsKnownAndNotRegistered() {
        User seen = of(users.ensure("42", ANN));
        assertEquals(new User("42", ANN, false, Set.of(), null, START), seen);
        assertEquals(Optional.of(seen), of(users.get("42")));
        assertFalse(of(users.isRegistered("42")));
        assertEquals(Principal.ANONYMOUS, seen.principal());
    }

    @Test
    void whoIsSeenAgainHasItsLatestNameAndTime() {
        of(users.ensure("42", ANN));
        time.advance(Duration.ofHours(1));
        of(users.ensure("42", DisplayName.of("Anna")));
        time.advance(Duration.ofHours(1));
        User seen = of(users.ensure("42", DisplayName.NONE));
        assertEquals("Anna", seen.name().text());
        assertEquals(Optional.of(START.plus(Duration.ofHours(2))), Optional.ofNullable(seen.lastSeen()));
    }

    @Test
    void aClockThatStepsBackUnseesNobody() {
        of(users.ensure("42", ANN));
        time.advance(Duration.ofHours(-1));
        assertEquals(START, of(users.ensure("42", ANN)).lastSeen());
    }

    @Test
    void whoIsRegisteredHasTheRolesOfTheLastTime() {
        assertEquals(Set.of("user"), of(users.register("42", Set.of("user"))).roles());
        User admin = of(users.register("42", Set.of("admin", "auditor")));
        assertTrue(of(users.isRegistered("42")));
        assertEquals(Set.of("admin", "auditor"), admin.roles());
        assertEquals(Optional.of(admin), of(users.get("42")));
        assertEquals(Principal.registered("admin", "auditor"), admin.principal());
    }

    @Test
    void registeringKeepsNameAndTimeAndSeeingKeepsRegistrationRolesAndStepUp() {
        of(users.ensure("42", ANN));
        of(users.register("42", Set.of("admin")));
        assertTrue(of(users.stepUp("42", START)));
        time.advance(Duration.ofHours(1));
        of(users.ensure("42", DisplayName.NONE));
        User expected = new User("42", ANN, true, Set.of("admin"), START, START.plus(Duration.ofHours(1)));
        assertEquals(Optional.of(expected), of(users.get("42")));
    }

    @Test
    void registeringAnewKeepsTheStepUp() {
        of(users.register("42", Set.of()));
        of(users.stepUp("42", START));
        assertEquals(START, of(users.register("42", Set.of("admin"))).stepUpAt());
    }

    @Test
    void aRegistrationTakenBackTakesRolesAndStepUpWithIt() {
        of(users.ensure("42", ANN));
        of(users.register("42", Set.of("admin")));
        of(users.stepUp("42", START));
        assertTrue(of(users.unregister("42")));
        assertFalse(of(users.unregister("42")));
        assertFalse(of(users.isRegistered("42")));
        User again = of(users.register("42", Set.of()));
        assertEquals(new User("42", ANN, true, Set.of(), null, START), again);
    }

    @Test
    void whoIsOnlySeenHasNoStepUp() {
        of(users.ensure("42", ANN));
        assertFalse(of(users.stepUp("42", START)));
        assertEquals(Principal.REGISTERED, of(users.register("42", Set.of())).principal());
    }

    @Test
    void noTwoIdsAreOneUser() {
        HOSTILE.forEach(id -> of(users.register(id, Set.of("role of " + id.length() + id))));
        HOSTILE.forEach(id -> assertEquals(
                Set.of("role of " + id.length() + id),
                of(users.get(id)).map(User::roles).orElse(Set.of())));
    }

    @Test
    void aFloodOfStrangersForgetsNobodyWhoIsRegistered() {
        of(users.register("42", Set.of("admin")));
        for (int i = 0; i < 1_000; i++) {
            of(users.ensure("stranger" + i, DisplayName.NONE));
        }
        assertTrue(of(users.isRegistered("42")));
    }

    @Test
    void whatIsNoIdIsRefused() {
        for (String none : List.of("", "x".repeat(129))) {
            assertThrows(IllegalArgumentException.class, () -> users.ensure(none, ANN));
            assertThrows(IllegalArgumentException.class, () -> users.register(none, Set.of()));
            assertThrows(IllegalArgumentException.class, () -> users.unregister(none));
            assertThrows(IllegalArgumentException.class, () -> users.stepUp(none, START));
            assertThrows(IllegalArgumentException.class, () -> users.get(none));
        }
    }

    private static <T> T of(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
