package dev.botsentinel.secrets;

import dev.botsentinel.secret.SecretLookup;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Reads from AWS. A class of its own, so that {@link AwsSecret} can say that the SDK is missing. */
final class AwsReader {

    private static final int ATTEMPTS = 3;

    private final Supplier<SecretsManagerClient> client;

    private AwsReader(Supplier<SecretsManagerClient> client) {
        this.client = client;
    }

    static AwsReader ofDefault() {
        return new AwsReader(new OnFirstUse<>(SecretsManagerClient::create));
    }

    static AwsReader of(SecretsManagerClient client) {
        return new AwsReader(() -> client);
    }

    SecretLookup read(String id, @Nullable String field, Duration limit) {
        GetSecretValueRequest request = GetSecretValueRequest.builder()
                .secretId(id)
                .versionStage("AWSCURRENT")
                .overrideConfiguration(it -> it.apiCallTimeout(limit).apiCallAttemptTimeout(limit.dividedBy(ATTEMPTS)))
                .build();
        GetSecretValueResponse response;
        try {
            response = client.get().getSecretValue(request);
        } catch (ResourceNotFoundException missing) {
            return new SecretLookup.Absent("does not exist, or has no current version");
        } catch (AwsServiceException refused) {
            return new SecretLookup.Refused("can't be read: AWS answered " + refused.statusCode() + " " + code(refused)
                    + "; see that the role may call secretsmanager:GetSecretValue, and kms:Decrypt for a key of yours");
        } catch (SdkException failed) {
            // Its message may quote what was received.
            return new SecretLookup.Refused(
                    "can't be read: AWS can't be reached, or region or credentials are missing ("
                            + failed.getClass().getName() + ")");
        }
        if (response.secretString() != null) {
            return KeptText.lookup(response.secretString(), field);
        }
        return response.secretBinary() == null
                ? new SecretLookup.Refused("can't be read: AWS answered without a value")
                : KeptText.lookup(response.secretBinary().asByteBuffer(), field);
    }

    private static String code(AwsServiceException refused) {
        AwsErrorDetails details = refused.awsErrorDetails();
        String code = details == null ? null : details.errorCode();
        return code == null ? "" : code.replaceAll("[^A-Za-z0-9]", "");
    }
}
