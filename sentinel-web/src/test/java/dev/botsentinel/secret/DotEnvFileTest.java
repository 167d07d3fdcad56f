package dev.botsentinel.secret;

import static dev.botsentinel.secret.SecretFileTest.found;
import static dev.botsentinel.secret.SecretFileTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class DotEnvFileTest {

    @TempDir
    private Path directory;

    @Test
    void valuesAreReadAsTheyStand() throws IOException {
        assertThat(found(file("A=1\nBOT_TOKEN=abc\n"))).isEqualTo("abc");
        assertThat(found(file("# BOT_TOKEN=old\n\nexport BOT_TOKEN = 'a#b c' \r\n")))
                .isEqualTo("a#b c");
        assertThat(found(file("BOT_TOKEN=\"a=$b\\n\""))).isEqualTo("a=$b\\n");
        assertThat(found(file("BOT_TOKEN2=x\nBOT_TOKEN=y"))).isEqualTo("y");
    }

    @Test
    void whatIsMissingIsAbsent() throws Exception {
        assertThat(file("A=1").read()).isEqualTo(new SecretLookup.Absent("is not set there"));
        assertThat(SecretSource.dotEnv(directory.resolve("none"), "BOT_TOKEN").read())
                .isEqualTo(new SecretLookup.Absent("does not exist"));
    }

    @Test
    void whatIsUnclearIsRefusedWithItsLine() throws IOException {
        assertThat(refused(file("BOT_TOKEN=secret1\nBOT_TOKEN=secret2")))
                .contains("line 2")
                .doesNotContain("secret");
        assertThat(refused(file("A=1\nsecret"))).contains("line 2").doesNotContain("secret");
        assertThat(refused(file("BOT_TOKEN=\n"))).contains("blank");
    }

    @Test
    void othersMustNotReadIt() throws IOException {
        SecretSource source = file("BOT_TOKEN=abc");
        Files.setPosixFilePermissions(directory.resolve(".env"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(refused(source)).contains("chmod 600");
    }

    @Test
    void aValueGivenInPlaceOfTheNameIsNotRepeated() {
        assertThatThrownBy(() -> SecretSource.environment("12345:secret")).hasMessageNotContaining("secret");
    }

    @Test
    void warnsIfGitWouldTrackIt() throws IOException {
        Path file = directory.resolve("config").resolve(".env");
        assertThat(SecretFile.gitWarning(file)).as("no work tree").isNull();
        Files.createDirectories(directory.resolve(".git"));
        assertThat(SecretFile.gitWarning(file)).contains("add it to .gitignore");
        Files.writeString(directory.resolve(".gitignore"), "*.log\n.env\n");
        assertThat(SecretFile.gitWarning(file)).isNull();
        Files.writeString(directory.resolve(".gitignore"), ".env\n!config/.env\n");
        assertThat(SecretFile.gitWarning(file)).isNotNull();
        Files.writeString(directory.resolve(".gitignore"), "config/\n!config/.env\n");
        assertThat(SecretFile.gitWarning(file))
                .as("nothing in an ignored directory is taken back")
                .isNull();
    }

    private SecretSource file(String text) throws IOException {
        Path file = directory.resolve(".env");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return SecretSource.dotEnv(file, "BOT_TOKEN");
    }
}
