package dev.botsentinel.secrets;

import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import java.net.URI;

/**
 * A HashiCorp Vault or an OpenBao, whose HTTP interfaces are the same here: secrets of the KV engine, version 2. One for all secrets that a
 * bot has there, so that it logs in once. Answers that aren't the secret are refused, with what is wrong; only a path or field that isn't
 * there is absent, so that the next source is asked.
 *
 * <p>The token for Vault is looked after at each reading. A {@link dev.botsentinel.secret.RotatingSecret} reads each minute; with a longer
 * interval choose one that is at most a third of the token's life, or tokens end between two readings, which costs a login each.
 *
 * <p>Thread-safe. A reading blocks, for the time limit at most for each of its requests: one, and up to two more if the token has to be
 * renewed or replaced.
 */
public final class Vault implements AutoCloseable {

    private final URI address;
    private final String place;
    private final VaultSession session;

    Vault(VaultBuilder builder) throws UnreadableException {
        this.address = builder.address;
        this.place =
                builder.namespace == null ? address.toString() : address + " (namespace " + builder.namespace + ")";
        this.session = new VaultSession(new VaultHttp(builder), builder.auth, builder.nanoTime);
    }

    /**
     * Describes a connection.
     *
     * @param address such as {@code https://vault.example.org:8200}; without TLS only on this machine, as Vault's agent listens
     */
    public static VaultBuilder at(URI address, VaultAuth auth) {
        return new VaultBuilder(address, auth);
    }

    /**
     * A field of a secret, in its newest version.
     *
     * @param mount where the engine is mounted, usually {@code secret}
     * @param path the secret's, without the {@code data} that addresses have between mount and path: {@code bots/shop}
     * @param field the name of the value in the secret: {@code token}
     */
    public SecretSource kv(String mount, String path, String field) {
        String from = VaultPath.encoded(mount, "the mount") + "/data/" + VaultPath.encoded(path, "the path");
        return new KvField(from, "field " + field + " of " + mount + "/" + path + " in Vault " + place, field);
    }

    /** Revokes the token that a login gave, and ends all of this connection's sources. A token that was given is left alone. */
    @Override
    public void close() {
        session.close();
    }

    @Override
    public String toString() {
        return "Vault[" + place + "]";
    }

    private final class KvField implements SecretSource {

        private final String path;
        private final String description;
        private final String field;

        KvField(String path, String description, String field) {
            this.path = path;
            this.description = description;
            this.field = field;
        }

        @Override
        public String description() {
            return description;
        }

        @Override
        public SecretLookup read() throws InterruptedException {
            try {
                VaultReply reply = session.read(path);
                return switch (reply.status()) {
                    case 403 ->
                        new SecretLookup.Refused("can't be read: Vault answered 403; let the token's policy read "
                                + path + ", and see that the token is valid");
                    case 404 -> new SecretLookup.Absent("does not exist, or its newest version was deleted");
                    case 400 ->
                        new SecretLookup.Refused(
                                "can't be read: Vault answered 400; is the engine KV version 2, and the namespace right?");
                    default -> lookup(reply.json());
                };
            } catch (UnreadableException unreadable) {
                return new SecretLookup.Refused("can't be read: " + unreadable.why());
            }
        }

        private SecretLookup lookup(JsonText json) throws UnreadableException {
            String value = json.at("data", "data", field);
            return value == null ? new SecretLookup.Absent("is not there") : SecretLookup.of(value);
        }
    }
}
