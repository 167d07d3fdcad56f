package dev.botsentinel.data.key;

import com.google.crypto.tink.Aead;
import dev.botsentinel.secret.Secret;
import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The master keyset in use, which follows its source. Thread-safe. */
public final class MasterKeys {

    private final @Nullable SecretSource source;
    private volatile InUse inUse;

    private record InUse(MasterKeyset keyset, Aead aead) {

        static InUse of(MasterKeyset keyset) {
            return new InUse(keyset, keyset.aead());
        }
    }

    private MasterKeys(@Nullable SecretSource source, MasterKeyset keyset) {
        this.source = source;
        this.inUse = InUse.of(keyset);
    }

    /**
     * The keyset that a source has, read now and at each {@link #refresh}.
     *
     * @throws KeysetUnavailableException if the source has no usable keyset; the message says what was tried
     */
    public static MasterKeys from(SecretSource source) {
        return new MasterKeys(source, read(source));
    }

    /** Always this keyset, until {@link #use}: for tests, and for keysets that come another way. */
    public static MasterKeys of(MasterKeyset keyset) {
        return new MasterKeys(null, keyset);
    }

    /** The keyset in use. */
    public MasterKeyset keyset() {
        return inUse.keyset();
    }

    /** Uses this keyset from now on. */
    public void use(MasterKeyset keyset) {
        inUse = InUse.of(keyset);
    }

    /**
     * Reads the source again.
     *
     * @return whether there was another keyset; always false without a source
     * @throws KeysetUnavailableException if the source has no usable keyset; the one in use stays
     */
    public boolean refresh() {
        if (source == null) {
            return false;
        }
        MasterKeyset found = read(source);
        try (Secret now = found.secret();
                Secret before = keyset().secret()) {
            if (now.equals(before)) {
                return false;
            }
        }
        use(found);
        return true;
    }

    private static MasterKeyset read(SecretSource source) {
        SecretLookup lookup;
        try {
            lookup = source.read();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KeysetUnavailableException("reading the keyset was interrupted", interrupted);
        }
        if (lookup instanceof SecretLookup.Found found) {
            try (Secret secret = found.secret()) {
                return MasterKeyset.of(secret);
            } catch (IllegalArgumentException none) {
                throw new KeysetUnavailableException(source.description() + ": " + none.getMessage(), null);
            }
        }
        String why =
                lookup instanceof SecretLookup.Refused refused ? refused.why() : ((SecretLookup.Absent) lookup).why();
        throw new KeysetUnavailableException("no keyset: " + source.description() + " " + why, null);
    }

    byte[] wrap(byte[] key, byte[] associated) throws GeneralSecurityException {
        return inUse.aead().encrypt(key, associated);
    }

    byte[] unwrap(byte[] wrapped, byte[] associated) throws GeneralSecurityException {
        return inUse.aead().decrypt(wrapped, associated);
    }

    /** The number of the master key that wrapped an owner's key; empty if these bytes are no wrapped key. */
    public static Optional<Integer> wrappedBy(byte[] wrapped) {
        return wrapped.length < 5 || wrapped[0] != 1
                ? Optional.empty()
                : Optional.of(ByteBuffer.wrap(wrapped, 1, 4).getInt());
    }
}
