package dev.botsentinel.secrets;

import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * A secret of AWS Secrets Manager, in the version that is labelled {@code AWSCURRENT}. Needs {@code software.amazon.awssdk:secretsmanager}
 * and the right to {@code secretsmanager:GetSecretValue}. A secret that doesn't exist is absent, all else that isn't the value is refused. The
 * SDK tries again what AWS throttles or fails at.
 *
 * <p>Immutable and thread-safe.
 */
public final class AwsSecret implements SecretSource {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_LIMIT = Duration.ofMinutes(1);

    private final String id;
    private final @Nullable String field;
    private final Duration timeLimit;
    private final AwsReader reader;

    private AwsSecret(String id, @Nullable String field, Duration timeLimit, AwsReader reader) {
        this.id = id;
        this.field = field;
        this.timeLimit = timeLimit;
        this.reader = reader;
    }

    /**
     * Read with the SDK's usual region and credentials: from the environment, the profile, the pod or the machine. The client is made at the
     * first reading and kept as long as the process.
     *
     * @param id its name or ARN
     * @throws IllegalStateException if the SDK isn't there
     */
    public static AwsSecret of(String id) {
        Sdk.require(
                "software.amazon.awssdk.services.secretsmanager.SecretsManagerClient",
                "software.amazon.awssdk:secretsmanager",
                "AWS Secrets Manager");
        return new AwsSecret(id, null, TIME_LIMIT, AwsReader.ofDefault());
    }

    /** Read with a client of yours, which stays yours to close. */
    public static AwsSecret with(SecretsManagerClient client, String id) {
        return new AwsSecret(id, null, TIME_LIMIT, AwsReader.of(client));
    }

    /** One value of a secret that is a JSON object, as the console makes of keys and values. */
    public AwsSecret field(String name) {
        return new AwsSecret(id, name, timeLimit, reader);
    }

    /** How long a reading may take, the SDK's attempts included, each of which may take a third: up to 1 minute, 10 s by default. */
    public AwsSecret timeLimit(Duration limit) {
        if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST_LIMIT) > 0) {
            throw new IllegalArgumentException(
                    "the time limit is " + limit + "; it must be more than 0 and at most " + LONGEST_LIMIT);
        }
        return new AwsSecret(id, field, limit, reader);
    }

    @Override
    public String description() {
        return KeptText.name("AWS secret", id, field);
    }

    @Override
    public SecretLookup read() {
        return reader.read(id, field, timeLimit);
    }
}
