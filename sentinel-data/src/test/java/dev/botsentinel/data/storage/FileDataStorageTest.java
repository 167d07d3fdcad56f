package dev.botsentinel.data.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDataStorageTest extends DataStorageContract {

    private static final DataOwner ANN = DataOwner.user("42");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path parent;

    private Path directory() {
        return parent.resolve("data");
    }

    @Override
    protected DataStorage open() {
        return FileDataStorage.open(parent.resolve("contract"));
    }

    private static void write(DataStorage storage, String value) {
        byte[] before = storage.read(ANN, Set.of("city"), NOW).get("city");
        assertThat(storage.write(
                        ANN,
                        new DataWrite(
                                "city",
                                before,
                                value.getBytes(StandardCharsets.UTF_8),
                                NOW.plusSeconds(60),
                                NOW.plusSeconds(90),
                                List.of()),
                        NOW))
                .isTrue();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(".data"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void survivesARestartWithItsEnds() {
        try (FileDataStorage storage = FileDataStorage.open(directory())) {
            write(storage, "Rome");
        }
        try (FileDataStorage storage = FileDataStorage.open(directory())) {
            assertThat(storage.read(ANN, Set.of("city"), NOW).get("city"))
                    .asString()
                    .isEqualTo("Rome");
            assertThat(storage.readAll(ANN, NOW.plusSeconds(60))).isEmpty();
            assertThat(storage.removeAll(ANN)).isEqualTo(1);
        }
        try (FileDataStorage storage = FileDataStorage.open(directory())) {
            assertThat(storage.owners(null, 10)).isEmpty();
        }
    }

    @Test
    void nobodyElseCanReadIt() throws IOException {
        try (FileDataStorage storage = FileDataStorage.open(directory())) {
            write(storage, "Rome");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void openDirectoryIsRefused() throws IOException {
        Files.createDirectory(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> FileDataStorage.open(directory()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("chmod 700");
    }

    @Test
    void secondProcessIsRefused() {
        try (FileDataStorage storage = FileDataStorage.open(directory())) {
            write(storage, "Rome");
            assertThatThrownBy(() -> FileDataStorage.open(directory()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use");
        }
    }

    /** A crash before the rename leaves an unfinished file beside the old state. */
    @Test
    void whatACrashLeftUnfinishedIsDeletedAndTheOldStateIsThere() throws IOException {
        try (FileDataStorage storage = FileDataStorage.open(directory())) {
            write(storage, "Rome");
        }
        byte[] whole = Files.readAllBytes(file());
        Path unfinished = directory().resolve(file().getFileName().toString().replace(".data", ".tmp"));
        for (int length = 0; length <= whole.length; length++) {
            byte[] part = new byte[length];
            System.arraycopy(whole, 0, part, 0, length);
            Files.write(unfinished, part);
            try (FileDataStorage storage = FileDataStorage.open(directory())) {
                assertThat(storage.read(ANN, Set.of("city"), NOW).get("city"))
                        .asString()
                        .isEqualTo("Rome");
            }
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void damagedFileIsRefusedAndNamed() throws IOException {
        try (FileDataStorage storage = FileDataStorage.open(directory())) {
            write(storage, "Rome");
        }
        byte[] whole = Files.readAllBytes(file());
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file(), damaged);
            assertThatThrownBy(() -> FileDataStorage.open(directory()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(file().getFileName().toString());
        }
        Files.write(file(), whole);
        FileDataStorage.open(directory()).close();
    }
}
