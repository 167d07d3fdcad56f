package dev.botsentinel.data.key;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.botsentinel.secret.Secret;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that wrap owners' keys: one is the primary, which wraps, and all that are enabled unwrap. A keyset is Tink's, and its
 * {@link #secret} Tink's JSON on one line, as a secret file takes it. Immutable; never prints a key.
 *
 * <p>A rotation adds a key, rolls the keyset out to all instances, makes the key the primary, rolls out again, re-encrypts, and then
 * disables and destroys the old key, each time rolling out: docs/personal-data.md has the runbook.
 */
public final class MasterKeyset {

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Tink lacks its own algorithms", impossible);
        }
    }

    private final KeysetHandle handle;

    private MasterKeyset(KeysetHandle handle) {
        this.handle = handle;
    }

    /**
     * What may be told of a key.
     *
     * @param id its number in this keyset
     * @param primary whether it wraps
     * @param enabled whether it unwraps
     */
    public record Key(int id, boolean primary, boolean enabled) {}

    /** A keyset with one new key: AES-256-GCM. */
    public static MasterKeyset generate() {
        try {
            return new MasterKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("no key could be made: " + failure.getMessage(), failure);
        }
    }

    /**
     * The keyset that this secret holds.
     *
     * @throws IllegalArgumentException if it holds none; the message has no part of it
     */
    public static MasterKeyset of(Secret secret) {
        try {
            KeysetHandle handle = TinkJsonProtoKeysetFormat.parseKeyset(
                    secret.reveal(), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
            Aead works = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
            assert works != null;
            return new MasterKeyset(handle);
        } catch (GeneralSecurityException | RuntimeException failure) {
            // Neither message nor cause: they may have a part of the secret.
            throw new IllegalArgumentException("the secret is no keyset for encryption in Tink's JSON ("
                    + failure.getClass().getSimpleName()
                    + "); make one with MasterKeyset.generate() or sentinel data keys");
        }
    }

    /** The keyset as a secret, to be stored where secrets are. */
    public Secret secret() {
        try {
            return Secret.of(TinkJsonProtoKeysetFormat.serializeKeyset(
                            handle, RegistryConfiguration.get(), InsecureSecretKeyAccess.get())
                    .replaceAll("\\R\\s*", ""));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the keyset can't be written: " + failure.getMessage(), failure);
        }
    }

    /** The keys, without their material. */
    public List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < handle.size(); i++) {
            KeysetHandle.Entry entry = handle.getAt(i);
            keys.add(new Key(entry.getId(), entry.isPrimary(), entry.getStatus().equals(KeyStatus.ENABLED)));
        }
        return List.copyOf(keys);
    }

    /** The number of the key that wraps. */
    public int primaryId() {
        return handle.getPrimary().getId();
    }

    /** The newest key: the one that was added last. */
    public int newestId() {
        return handle.getAt(handle.size() - 1).getId();
    }

    /** With one more key, which unwraps and doesn't wrap yet. */
    public MasterKeyset add() {
        return change(builder ->
                builder.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /** With this key as the primary. @throws IllegalArgumentException if there is no such enabled key */
    public MasterKeyset makePrimary(int id) {
        int at = find(id);
        return change(builder -> builder.getAt(at).makePrimary());
    }

    /** With this key disabled: what it wrapped can't be read until it is {@linkplain #enable enabled}. */
    public MasterKeyset disable(int id) {
        int at = findOther(id, "disabled");
        return change(builder -> builder.getAt(at).setStatus(KeyStatus.DISABLED));
    }

    /** With this key enabled again. */
    public MasterKeyset enable(int id) {
        int at = find(id);
        return change(builder -> builder.getAt(at).setStatus(KeyStatus.ENABLED));
    }

    /** Without this key: what it wrapped can never be read again. */
    public MasterKeyset destroy(int id) {
        int at = findOther(id, "destroyed");
        return change(builder -> builder.deleteAt(at));
    }

    Aead aead() {
        try {
            return handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("the keyset encrypts nothing: " + failure.getMessage(), failure);
        }
    }

    private interface Change {
        Object on(KeysetHandle.Builder builder);
    }

    private MasterKeyset change(Change change) {
        try {
            KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
            Object unused = change.on(builder);
            return new MasterKeyset(builder.build());
        } catch (GeneralSecurityException failure) {
            throw new IllegalArgumentException("the keyset can't be changed so: " + failure.getMessage(), failure);
        }
    }

    private int findOther(int id, String what) {
        int at = find(id);
        if (handle.getAt(at).isPrimary()) {
            throw new IllegalArgumentException(
                    "key " + id + " is the primary and can't be " + what + "; make another one the primary first");
        }
        return at;
    }

    private int find(int id) {
        for (int i = 0; i < handle.size(); i++) {
            if (handle.getAt(i).getId() == id) {
                return i;
            }
        }
        throw new IllegalArgumentException("the keyset has no key " + id + "; it has "
                + keys().stream().map(Key::id).toList());
    }

    /** The keys' numbers and states. */
    @Override
    public String toString() {
        return "MasterKeyset" + keys();
    }
}
