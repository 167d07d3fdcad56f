package dev.botsentinel.secret;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds one secret and at most a last line end. Before it is believed: it is a regular file of at most 16 KiB and no
 * symbolic link; it belongs to the process's user or to root; neither its group nor others can read or write it; and nobody but
 * those two can replace it, which asks the same owners of each directory above and that no other can write there (a sticky
 * directory such as {@code /tmp} is fine). What isn't so is refused with the command that mends it.
 *
 * <p>The file is opened once, relative to its directory's descriptor where the system can do that (Linux, macOS). The JDK has no
 * {@code fstat}: owner and permissions are read by name, relative to the same descriptor, before and after the file is read, and
 * must be of the same file (device and inode) both times. Only who can write to the directory could exchange it in between, and
 * such directories are refused. Access control lists beyond the permission bits are not looked at.
 *
 * <p>Once, it warns in the log if git would track the file. Immutable; each {@code with…} method makes another source.
 */
public final class SecretFile implements SecretSource {

    private static final System.Logger LOG = System.getLogger(SecretFile.class.getName());

    private final Path path;
    private final FileTrust trust;
    private final AtomicBoolean gitChecked = new AtomicBoolean();

    private SecretFile(Path path, FileTrust trust) {
        this.path = path.toAbsolutePath().normalize();
        this.trust = trust;
    }

    /** The strictest checks. */
    static SecretFile of(Path path) {
        return new SecretFile(path, FileTrust.STRICT);
    }

    /**
     * Accepts a file that its group can read, which is what Kubernetes makes of {@code fsGroup}. The group must have no member
     * but the bot.
     */
    public SecretFile withGroupRead() {
        return new SecretFile(path, trust.groupRead());
    }

    /**
     * Reads a file of a Kubernetes volume, which is a link to {@code ..data/NAME}, where {@code ..data} is a link to a directory
     * beside it. Exactly these two links are followed, and no others. Not for a {@code subPath}, which Kubernetes never updates.
     */
    public SecretFile withKubernetesLinks() {
        return new SecretFile(path, trust.kubernetesLinks());
    }

    /**
     * Reads the file where the file system has no owner and permission bits, as on Windows. Nothing then checks who can read it:
     * restrict it by {@code icacls FILE /inheritance:r /grant:r "%USERNAME%":R}. Where there are permission bits this changes
     * nothing.
     */
    public SecretFile withoutPermissionsWhereThereAreNone() {
        return new SecretFile(path, trust.withoutPermissions());
    }

    @Override
    public String description() {
        return "file " + path;
    }

    @Override
    public SecretLookup read() {
        return text(SecretText::lookup);
    }

    /** Reads the checked file's text without its last line end. */
    SecretLookup text(Function<CharBuffer, SecretLookup> reader) {
        SecretLookup lookup = CheckedFile.read(path, trust, bytes -> text(bytes, reader));
        if (!(lookup instanceof SecretLookup.Absent) && gitChecked.compareAndSet(false, true)) {
            String warning = gitWarning(path);
            if (warning != null) {
                LOG.log(Level.WARNING, warning);
            }
        }
        return lookup;
    }

    /** What to say if git would track the file; null if it wouldn't. */
    static @Nullable String gitWarning(Path file) {
        return GitTracking.wouldTrack(file)
                ? file
                        + " holds secrets, and git would track it; add it to .gitignore. If it was committed before, the secrets"
                        + " in it have leaked: revoke them"
                : null;
    }

    private static SecretLookup text(byte[] bytes, Function<CharBuffer, SecretLookup> reader) {
        CharBuffer text = decoded(bytes);
        if (text == null) {
            return new SecretLookup.Refused("is not UTF-8; save it as UTF-8");
        }
        try {
            return reader.apply(withoutLineEnd(text));
        } finally {
            Arrays.fill(text.array(), '\0');
        }
    }

    /** As many chars as bytes at most: never reallocated, so that no copy stays behind. */
    private static @Nullable CharBuffer decoded(byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        return result.isError() ? null : text.flip();
    }

    private static CharBuffer withoutLineEnd(CharBuffer text) {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
            if (end > 0 && text.charAt(end - 1) == '\r') {
                end--;
            }
        }
        return text.subSequence(0, end);
    }
}
