package dev.botsentinel.data;

import dev.botsentinel.data.storage.DataStorage;
import dev.botsentinel.data.storage.FileDataStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FilePersonalDataTest extends PersonalDataContract {

    @TempDir
    private Path parent;

    @Override
    DataStorage open() {
        return FileDataStorage.open(parent.resolve("data"));
    }
}
