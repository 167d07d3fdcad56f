package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.access.UserRepository;
import dev.botsentinel.request.DisplayName;
import dev.botsentinel.storage.tests.UserRepositoryContract;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class MemoryUserRepositoryTest extends UserRepositoryContract {

    @Override
    protected UserRepository open(InstantSource time) {
        return MemoryUserRepository.create(time, 100);
    }

    @Test
    void theLeastRecentlySeenIsForgottenFirst() {
        UserRepository users = MemoryUserRepository.create(InstantSource.system(), 2);
        see(users, "a");
        see(users, "b");
        see(users, "a");
        see(users, "c");
        assertThat(known(users, "a")).isTrue();
        assertThat(known(users, "b")).isFalse();
        assertThat(known(users, "c")).isTrue();
    }

    @Test
    void whoRegistersLeavesRoomForOthersAndWhoLeavesTakesIt() {
        UserRepository users = MemoryUserRepository.create(InstantSource.system(), 1);
        see(users, "a");
        of(users.register("a", Set.of()));
        see(users, "b");
        assertThat(known(users, "a") && known(users, "b")).isTrue();
        of(users.unregister("a"));
        assertThat(known(users, "a")).isTrue();
        assertThat(known(users, "b")).isFalse();
    }

    @Test
    void withoutRoomOnlyTheRegisteredAreKept() {
        UserRepository users = MemoryUserRepository.create(InstantSource.system(), 0);
        see(users, "a");
        assertThat(known(users, "a")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemoryUserRepository.create(InstantSource.system(), -1))
                .withMessageContaining("maximumSeen");
    }

    private static void see(UserRepository users, String id) {
        of(users.ensure(id, DisplayName.NONE));
    }

    private static boolean known(UserRepository users, String id) {
        return of(users.get(id)).isPresent();
    }

    private static <T> T of(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
