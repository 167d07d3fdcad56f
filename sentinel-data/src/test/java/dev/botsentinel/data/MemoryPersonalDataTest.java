package dev.botsentinel.data;

import dev.botsentinel.data.storage.DataStorage;
import dev.botsentinel.data.storage.MemoryDataStorage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MemoryPersonalDataTest extends PersonalDataContract {

    @Override
    DataStorage open() {
        return MemoryDataStorage.create();
    }

    @Test
    @Tag("slow")
    void noneOfAMillionMutationsIsAccepted() {
        mutate(1_000_000);
    }
}
