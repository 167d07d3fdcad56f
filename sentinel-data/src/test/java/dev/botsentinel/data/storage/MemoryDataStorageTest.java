package dev.botsentinel.data.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.store.StoreException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryDataStorageTest extends DataStorageContract {

    @Override
    protected DataStorage open() {
        return MemoryDataStorage.create();
    }

    @Test
    void beyondItsBoundNewOwnersAreRefusedAndKnownOnesAreNot() {
        MemoryDataStorage small = MemoryDataStorage.create(1);
        DataWrite write = new DataWrite("city", null, new byte[1], null, null, List.of());
        DataWrite more = new DataWrite("mail", null, new byte[1], null, null, List.of());
        assertThat(small.write(DataOwner.user("1"), write, Instant.EPOCH)).isTrue();
        assertThatThrownBy(() -> small.write(DataOwner.user("2"), write, Instant.EPOCH))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("full");
        assertThat(small.write(DataOwner.user("1"), more, Instant.EPOCH)).isTrue();
    }
}
