package dev.botsentinel.data.key;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * The keys of one owner's fields, wrapped and unwrapped: one key, or two while the fields are re-encrypted. Immutable, thread-safe;
 * never prints a key. {@code associated} binds the wrapped keys to their owner.
 */
public final class OwnerKeys {

    private final KeysetHandle handle;
    private final Aead aead;
    private final byte[] wrapped;

    private OwnerKeys(KeysetHandle handle, byte[] wrapped) throws GeneralSecurityException {
        this.handle = handle;
        this.aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
        this.wrapped = wrapped;
    }

    /** New keys for an owner who has none. */
    public static OwnerKeys generate(MasterKeys master, byte[] associated) {
        try {
            return wrap(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()),
                    master,
                    associated);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("no key could be made: " + failure.getMessage(), failure);
        }
    }

    /**
     * The keys that were wrapped so.
     *
     * @throws GeneralSecurityException if no enabled master key has wrapped these bytes for this owner
     */
    public static OwnerKeys unwrap(byte[] wrapped, MasterKeys master, byte[] associated)
            throws GeneralSecurityException {
        byte[] keyset = master.unwrap(wrapped, associated);
        return new OwnerKeys(
                TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get(), RegistryConfiguration.get()),
                wrapped);
    }

    private static OwnerKeys wrap(KeysetHandle handle, MasterKeys master, byte[] associated)
            throws GeneralSecurityException {
        byte[] keyset = TinkProtoKeysetFormat.serializeKeyset(
                handle, InsecureSecretKeyAccess.get(), RegistryConfiguration.get());
        return new OwnerKeys(handle, master.wrap(keyset, associated));
    }

    /** The keys as they are stored. The array must not be changed. */
    public byte[] wrapped() {
        return wrapped;
    }

    /** Encrypts with the primary key. */
    public byte[] encrypt(byte[] plain, byte[] associated) {
        try {
            return aead.encrypt(plain, associated);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("encryption failed: " + failure.getMessage(), failure);
        }
    }

    /**
     * What was encrypted.
     *
     * @throws GeneralSecurityException if none of the keys encrypted this with this associated data
     */
    public byte[] decrypt(byte[] encrypted, byte[] associated) throws GeneralSecurityException {
        return aead.decrypt(encrypted, associated);
    }

    /** Whether the primary key encrypted this, if any of them did. */
    public boolean isByPrimary(byte[] encrypted) {
        return encrypted.length >= 5
                && ByteBuffer.wrap(encrypted, 1, 4).getInt()
                        == handle.getPrimary().getId();
    }

    /** With a new key as the primary, beside those that are there; wrapped by the master's primary. */
    public OwnerKeys withNewPrimary(MasterKeys master, byte[] associated) {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
            KeysetHandle.Builder.Entry entry = KeysetHandle.generateEntryFromParameters(
                            PredefinedAeadParameters.AES256_GCM)
                    .withRandomId();
            return wrap(builder.addEntry(entry.makePrimary()).build(), master, associated);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("no key could be added: " + failure.getMessage(), failure);
        }
    }

    /** With the primary alone. */
    public OwnerKeys primaryOnly(MasterKeys master, byte[] associated) {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
            for (int i = builder.size() - 1; i >= 0; i--) {
                if (!builder.getAt(i).isPrimary()) {
                    builder.deleteAt(i);
                }
            }
            return wrap(builder.build(), master, associated);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("keys could not be removed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public String toString() {
        return "OwnerKeys[" + handle.size() + "]";
    }
}
