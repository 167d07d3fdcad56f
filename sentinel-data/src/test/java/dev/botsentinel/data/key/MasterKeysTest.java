package dev.botsentinel.data.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.secret.Secret;
import dev.botsentinel.secret.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeysTest {

    @TempDir
    private Path directory;

    private Path file(String content) throws IOException {
        Path file = directory.resolve("keys");
        Files.writeString(file, content + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void keysetComesFromAnySecretSourceAndFollowsIt() throws IOException {
        MasterKeyset first = MasterKeyset.generate();
        MasterKeys keys = MasterKeys.from(SecretSource.file(file(first.secret().reveal())));
        assertThat(keys.keyset().keys()).isEqualTo(first.keys());
        assertThat(keys.refresh()).isFalse();
        file(first.add().secret().reveal());
        assertThat(keys.refresh()).isTrue();
        assertThat(keys.keyset().keys()).hasSize(2);
        assertThat(keys.keyset().primaryId()).isEqualTo(first.primaryId());
        file("rubbish");
        assertThatThrownBy(keys::refresh).isInstanceOf(KeysetUnavailableException.class);
        assertThat(keys.keyset().keys()).hasSize(2);
    }

    @Test
    void whatIsNoKeysetIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> MasterKeyset.of(Secret.of("hunter2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void keysetNeverPrintsAKey() {
        MasterKeyset keyset = MasterKeyset.generate();
        String value = keyset.secret().reveal().replaceAll(".*\"value\":\"([^\"]*)\".*", "$1");
        assertThat(value).hasSizeGreaterThan(20);
        assertThat(keyset.toString()).contains("" + keyset.primaryId()).doesNotContain(value);
    }

    @Test
    void primaryCanBeNeitherDisabledNorDestroyed() {
        MasterKeyset keyset = MasterKeyset.generate();
        int primary = keyset.primaryId();
        assertThatThrownBy(() -> keyset.disable(primary)).hasMessageContaining("primary");
        assertThatThrownBy(() -> keyset.destroy(primary)).hasMessageContaining("primary");
        assertThatThrownBy(() -> keyset.destroy(primary + 1)).hasMessageContaining("has no key");
        MasterKeyset two = keyset.add();
        MasterKeyset rotated = two.makePrimary(two.newestId());
        assertThat(rotated.disable(primary).keys())
                .containsExactly(
                        new MasterKeyset.Key(primary, false, false), new MasterKeyset.Key(two.newestId(), true, true));
        assertThat(rotated.destroy(primary).keys()).hasSize(1);
    }
}
