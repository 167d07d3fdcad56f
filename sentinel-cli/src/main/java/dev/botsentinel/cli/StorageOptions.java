package dev.botsentinel.cli;

import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.secret.Secret;
import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.StoreException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * Which guards' shared state a command works on. Secrets come from files or the environment: whoever lists the machine's
 * processes reads a command line.
 */
final class StorageOptions {

    private static final String PASSWORD = "SENTINEL_REDIS_PASSWORD";
    private static final String KEY = "SENTINEL_FINGERPRINT_KEY";

    /** A person waits, not an update. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Pattern LOGIN = Pattern.compile("(rediss?(?:-[a-z]+)?://)(?:([^/?#@:,]*)(:[^/?#@]*)?@)?(.*)");

    @Option(
            names = "--storage",
            paramLabel = "URI",
            required = true,
            description = "The bot's Redis: redis://host:port and the like, without a password.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String storage;

    @Option(
            names = "--prefix",
            paramLabel = "P",
            defaultValue = "sentinel",
            description = "The bot's key prefix; default: sentinel.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String prefix;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with the password; default: the environment variable " + PASSWORD + ".")
    private @Nullable Path passwordFile;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "A file with the bot's fingerprint key, 32 hex digits; default: the environment variable "
                    + KEY + ".")
    private @Nullable Path keyFile;

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Connects, for what no policy matters to. */
    SharedGuard open() {
        return open(PolicySet.builder().build());
    }

    /**
     * Connects.
     *
     * @throws CommandFailure if the storage can't be reached or refuses
     */
    SharedGuard open(PolicySet policy) {
        FingerprintKey key = key();
        String uri = uri();
        try {
            RedisStore store = RedisStore.builder(uri)
                    .keyPrefix(prefix)
                    .fingerprintKey(key)
                    .timeout(TIMEOUT)
                    .build();
            return SharedGuard.of(store, policy);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--storage or --prefix: " + e.getMessage());
        } catch (StoreException e) {
            throw CommandFailure.unexpected("Redis: " + e.getMessage(), e);
        }
    }

    private String uri() {
        Matcher login = LOGIN.matcher(storage);
        if (!login.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--storage is no URI of Redis; write redis://host:port, for example");
        }
        if (login.group(3) != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--storage has a password in it, which every user of this machine can read; put it into a file and"
                            + " name that by --password-file, or into " + PASSWORD);
        }
        Secret password = secret("--password-file", passwordFile, PASSWORD);
        if (password == null) {
            return storage;
        }
        try (password) {
            String user = login.group(2) == null ? "" : login.group(2);
            String encoded =
                    URLEncoder.encode(password.reveal(), StandardCharsets.UTF_8).replace("+", "%20");
            return login.group(1) + user + ":" + encoded + "@" + login.group(4);
        }
    }

    private FingerprintKey key() {
        Secret key = secret("--key-file", keyFile, KEY);
        if (key == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the bot's fingerprint key is missing: name its file by --key-file, or set " + KEY
                            + "; with another key the state would be taken for damaged");
        }
        try (key) {
            return FingerprintKey.ofHex(key.reveal());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the fingerprint key is none; it has 32 hex digits, as openssl rand -hex 16 makes");
        }
    }

    /** The secret; null if it is nowhere. */
    private @Nullable Secret secret(String option, @Nullable Path file, String variable) {
        SecretSource source = file == null ? SecretSource.environment(variable) : SecretSource.file(file);
        SecretLookup found = read(source);
        if (found instanceof SecretLookup.Found secret) {
            return secret.secret();
        }
        if (found instanceof SecretLookup.Refused refused) {
            throw refused(option, source, refused.why());
        }
        if (file != null) {
            throw refused(option, source, ((SecretLookup.Absent) found).why());
        }
        return null;
    }

    private static SecretLookup read(SecretSource source) {
        try {
            return source.read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unexpected("interrupted while reading the " + source.description(), e);
        }
    }

    private ParameterException refused(String option, SecretSource source, String why) {
        return new ParameterException(spec.commandLine(), option + ": " + source.description() + " " + why);
    }
}
