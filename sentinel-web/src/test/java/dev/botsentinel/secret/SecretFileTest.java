package dev.botsentinel.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class SecretFileTest {

    private static final String VALUE = "value-in-a-file";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("token");
        Files.writeString(file, VALUE + "\n");
        mode(file, "rw-------");
    }

    @Test
    void aFileOfTheOwnerAloneIsRead() throws IOException {
        assertThat(found(SecretSource.file(file))).isEqualTo(VALUE);
        Files.writeString(file, VALUE + "\r\n");
        assertThat(found(SecretSource.file(file))).isEqualTo(VALUE);
        mode(file, "r--------");
        assertThat(found(SecretSource.file(file))).isEqualTo(VALUE);
    }

    @Test
    void aFileThatGroupOrOthersCanOpenIsRefusedWithTheCommand() throws IOException {
        mode(file, "rw-r-----");
        assertThat(refused(SecretSource.file(file))).isEqualTo("is open to its group: chmod 600 " + file.toRealPath());
        mode(file, "rw-r--r--");
        assertThat(refused(SecretSource.file(file))).isEqualTo("is open to others: chmod 600 " + file.toRealPath());
        mode(file, "rw--w----");
        assertThat(refused(SecretSource.file(file))).contains("open to its group");
        mode(file, "rw-rw----");
        assertThat(refused(SecretFile.of(file).withGroupRead())).contains("chmod 640");
        mode(file, "rw-r-----");
        assertThat(found(SecretFile.of(file).withGroupRead())).isEqualTo(VALUE);
    }

    @Test
    void theCommandCanBeRunWhateverThePathIs() throws IOException {
        Path odd = Files.move(file, directory.resolve("it's; a token"));
        mode(odd, "rw-r--r--");
        assertThat(refused(SecretSource.file(odd)))
                .endsWith("chmod 600 '" + odd.toRealPath().toString().replace("'", "'\\''") + "'");
    }

    @Test
    void linksAreRefused() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(refused(SecretSource.file(link))).contains("symbolic link");
    }

    @Test
    void aDirectoryThatEverybodyCanWriteToIsRefused() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path below = Files.createDirectory(open.resolve("below"));
        Path moved = Files.move(file, below.resolve("token"));
        mode(open, "rwxrwxrwx");
        assertThat(refused(SecretSource.file(moved))).endsWith("chmod o-w " + open.toRealPath());
        mode(open, "rwxr-xr-x");
        assertThat(found(SecretSource.file(moved))).isEqualTo(VALUE);
    }

    @Test
    void aLinkBelowAnOpenDirectoryIsRefusedToo() throws IOException {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path link = Files.createSymbolicLink(open.resolve("link"), directory);
        mode(open, "rwxrwxrwx");
        assertThat(refused(SecretSource.file(link.resolve("token")))).contains("everybody can write");
    }

    @Test
    void whatIsNoSmallRegularFileIsRefused() throws IOException {
        assertThat(refused(SecretSource.file(directory))).contains("no regular file");
        Files.writeString(file, "x".repeat(CheckedFile.MAX_BYTES + 1));
        assertThat(refused(SecretSource.file(file))).contains("at most " + CheckedFile.MAX_BYTES);
    }

    @Test
    void badContentsAreRefusedWithoutRepeatingThem() throws IOException {
        Files.writeString(file, "");
        assertThat(refused(SecretSource.file(file))).contains("blank");
        Files.writeString(file, " \n");
        assertThat(refused(SecretSource.file(file))).contains("blank");
        Files.writeString(file, VALUE + "\n" + VALUE + "\n");
        assertThat(refused(SecretSource.file(file))).contains("one line").doesNotContain(VALUE);
        Files.writeString(file, "\uFEFF" + VALUE);
        assertThat(refused(SecretSource.file(file))).contains("byte order mark");
        Files.writeString(file, VALUE + " \n");
        assertThat(refused(SecretSource.file(file))).contains("ends with a space");
        Files.write(file, new byte[] {(byte) 0xFF, 'a'});
        assertThat(refused(SecretSource.file(file))).contains("UTF-8");
    }

    @Test
    void aMissingFileIsAbsentAndNotRefused() {
        assertThat(read(SecretSource.file(directory.resolve("none"))))
                .isEqualTo(new SecretLookup.Absent("does not exist"));
        assertThat(read(SecretSource.file(directory.resolve("none").resolve("none"))))
                .isEqualTo(new SecretLookup.Absent("does not exist"));
        assertThat(refused(SecretSource.file(file.resolve("below")))).contains("no directory");
    }

    @Test
    void aKubernetesVolumeIsReadThroughItsTwoLinksOnly() throws IOException {
        Path version = Files.createDirectory(directory.resolve("..2026_11_30"));
        Files.move(file, version.resolve("token"));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_11_30"));
        Path link = Files.createSymbolicLink(directory.resolve("token"), Path.of("..data", "token"));
        assertThat(refused(SecretFile.of(link))).contains("symbolic link");
        assertThat(found(SecretFile.of(link).withKubernetesLinks())).isEqualTo(VALUE);
        Path elsewhere = Files.createSymbolicLink(directory.resolve("other"), Path.of("..data", "token"));
        assertThat(refused(SecretFile.of(elsewhere).withKubernetesLinks()))
                .contains("not those of a Kubernetes volume");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static SecretLookup read(SecretSource source) {
        try {
            return source.read();
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static String found(SecretSource source) {
        SecretLookup lookup = read(source);
        assertThat(lookup).isInstanceOf(SecretLookup.Found.class);
        return ((SecretLookup.Found) lookup).secret().reveal();
    }

    static String refused(SecretSource source) {
        SecretLookup lookup = read(source);
        assertThat(lookup).isInstanceOf(SecretLookup.Refused.class);
        return ((SecretLookup.Refused) lookup).why();
    }
}
