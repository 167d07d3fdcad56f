package dev.botsentinel.secrets;

import dev.botsentinel.secret.Secret;
import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a bot proves to Vault or OpenBao who it is. Immutable and thread-safe. Where an auth method isn't mounted under its usual name, say
 * so by {@link #mountedAt}.
 */
public abstract sealed class VaultAuth {

    private VaultAuth() {}

    /**
     * A token that somebody else made, such as the one that Vault Agent keeps in its sink file. It is read from its source at the start,
     * when half of its life is over and it can't be renewed, and when Vault doesn't take it any more.
     */
    public static VaultAuth token(SecretSource token) {
        return new Token(token);
    }

    /** The pod's service account, by the token that Kubernetes mounts into the pod; Vault's role says what it may read. */
    public static VaultAuth kubernetes(String role) {
        return kubernetes(role, Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token"));
    }

    /**
     * The pod's service account, by a projected token. Kubernetes replaces the file, so it is read at each login.
     *
     * @param token the file with the service account's token
     */
    public static VaultAuth kubernetes(String role, Path token) {
        return new Kubernetes(checkedName(role, "the role"), token, "kubernetes");
    }

    /**
     * A role's id and secret id.
     *
     * @param secretId read at each login
     */
    public static VaultAuth appRole(String roleId, SecretSource secretId) {
        return new AppRole(checkedName(roleId, "the role's id"), secretId, "approle");
    }

    /**
     * The same with the auth method mounted elsewhere: {@code kubernetes-eu}. A token has no mount.
     *
     * @throws IllegalStateException for a token
     */
    public VaultAuth mountedAt(String mount) {
        throw new IllegalStateException("a token needs no login, so it has no mount; leave mountedAt out");
    }

    /** A token that works now. */
    abstract VaultLease login(VaultHttp http, long nowNanos) throws UnreadableException, InterruptedException;

    /** Whether the token was made for this bot alone, and so is to be revoked when it ends. */
    boolean ownsToken() {
        return true;
    }

    private static VaultLease login(VaultHttp http, String mount, Map<String, String> proof, String what, long nowNanos)
            throws UnreadableException, InterruptedException {
        VaultReply reply = http.post("auth/" + mount + "/login", null, JsonText.object(proof));
        if (!reply.isOk()) {
            throw new UnreadableException("it answered " + reply.status() + " to the login by " + what);
        }
        String token = reply.json().at("auth", "client_token");
        if (token == null) {
            throw new UnreadableException("it answered the login by " + what + " without a token");
        }
        return VaultLease.of(Secret.of(token), reply, "auth", "lease_duration", nowNanos);
    }

    private static Secret found(SecretSource source) throws UnreadableException, InterruptedException {
        SecretLookup lookup = source.read();
        if (lookup instanceof SecretLookup.Found found) {
            return found.secret();
        }
        String why =
                lookup instanceof SecretLookup.Refused refused ? refused.why() : ((SecretLookup.Absent) lookup).why();
        throw new UnreadableException("what logs in to it is missing: " + source.description() + " " + why);
    }

    private static String checkedName(String name, String what) {
        if (name.isBlank() || name.length() > 256 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " is blank, longer than 256 characters, or has a control character");
        }
        return name;
    }

    private static final class Token extends VaultAuth {

        private final SecretSource source;

        Token(SecretSource source) {
            this.source = Objects.requireNonNull(source);
        }

        @Override
        VaultLease login(VaultHttp http, long nowNanos) throws UnreadableException, InterruptedException {
            Secret token = found(source);
            VaultReply reply = http.get("auth/token/lookup-self", token);
            // A token without the default policy can't look itself up, and may read all the same.
            return reply.isOk()
                    ? VaultLease.of(token, reply, "data", "ttl", nowNanos)
                    : new VaultLease(token, Duration.ZERO, false, nowNanos);
        }

        @Override
        boolean ownsToken() {
            return false;
        }

        @Override
        public String toString() {
            return "a token from " + source.description();
        }
    }

    private static final class Kubernetes extends VaultAuth {

        /** Service accounts' tokens have one or two kilobytes. */
        private static final int LONGEST = Secret.MAX_BYTES;

        private final String role;
        private final Path file;
        private final String mount;

        Kubernetes(String role, Path file, String mount) {
            this.role = role;
            this.file = file;
            this.mount = mount;
        }

        @Override
        public VaultAuth mountedAt(String elsewhere) {
            return new Kubernetes(role, file, VaultPath.encoded(elsewhere, "the mount"));
        }

        @Override
        VaultLease login(VaultHttp http, long nowNanos) throws UnreadableException, InterruptedException {
            return VaultAuth.login(http, mount, Map.of("role", role, "jwt", serviceAccount()), toString(), nowNanos);
        }

        private String serviceAccount() throws UnreadableException {
            byte[] bytes = read();
            if (bytes == null) {
                throw new UnreadableException("the service account's token " + file
                        + " can't be read; is this a pod, and automountServiceAccountToken on?");
            }
            if (bytes.length > LONGEST) {
                throw new UnreadableException(
                        "the service account's token " + file + " has more than " + LONGEST + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }

        private byte @Nullable [] read() {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(LONGEST + 1);
            } catch (IOException unreadable) {
                return null;
            }
        }

        @Override
        public String toString() {
            return "Kubernetes as role " + role;
        }
    }

    private static final class AppRole extends VaultAuth {

        private final String roleId;
        private final SecretSource secretId;
        private final String mount;

        AppRole(String roleId, SecretSource secretId, String mount) {
            this.roleId = roleId;
            this.secretId = Objects.requireNonNull(secretId);
            this.mount = mount;
        }

        @Override
        public VaultAuth mountedAt(String elsewhere) {
            return new AppRole(roleId, secretId, VaultPath.encoded(elsewhere, "the mount"));
        }

        @Override
        VaultLease login(VaultHttp http, long nowNanos) throws UnreadableException, InterruptedException {
            try (Secret secret = found(secretId)) {
                Map<String, String> proof = Map.of("role_id", roleId, "secret_id", secret.reveal());
                return VaultAuth.login(http, mount, proof, toString(), nowNanos);
            }
        }

        @Override
        public String toString() {
            return "AppRole";
        }
    }
}
