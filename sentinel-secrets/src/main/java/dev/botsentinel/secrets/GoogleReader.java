package dev.botsentinel.secrets;

import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.secretmanager.v1.SecretPayload;
import dev.botsentinel.secret.SecretLookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads from Google. A class of its own, so that {@link GoogleSecret} can say that the SDK is missing. */
final class GoogleReader {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(3);

    private final String name;
    private final Supplier<SecretManagerServiceClient> client;

    private GoogleReader(String name, Supplier<SecretManagerServiceClient> client) {
        this.name = name;
        this.client = client;
    }

    static GoogleReader ofDefault(String name) {
        return new GoogleReader(name, new OnFirstUse<>(GoogleReader::defaultClient));
    }

    static GoogleReader of(String name, SecretManagerServiceClient client) {
        return new GoogleReader(name, () -> client);
    }

    private static SecretManagerServiceClient defaultClient() {
        try {
            return SecretManagerServiceClient.create(
                    limited(SecretManagerServiceSettings.newHttpJsonBuilder(), TIME_LIMIT, ATTEMPT_LIMIT)
                            .build());
        } catch (IOException noCredentials) {
            throw new UncheckedIOException(noCredentials);
        }
    }

    /** Settings whose reading ends after this time, all attempts included. */
    static SecretManagerServiceSettings.Builder limited(
            SecretManagerServiceSettings.Builder settings, Duration limit, Duration attemptLimit) {
        RetrySettings retries = settings.accessSecretVersionSettings().getRetrySettings();
        settings.accessSecretVersionSettings()
                .setRetrySettings(retries.toBuilder()
                        .setTotalTimeoutDuration(limit)
                        .setInitialRpcTimeoutDuration(attemptLimit)
                        .setMaxRpcTimeoutDuration(attemptLimit)
                        .build());
        return settings;
    }

    SecretLookup read(@Nullable String field) {
        try {
            AccessSecretVersionResponse response = client.get().accessSecretVersion(name);
            return lookup(response.getPayload(), field);
        } catch (ApiException failed) {
            StatusCode.Code code = failed.getStatusCode().getCode();
            return switch (code) {
                case NOT_FOUND -> new SecretLookup.Absent("does not exist");
                case PERMISSION_DENIED, UNAUTHENTICATED ->
                    refused(code + "; see that the account has roles/secretmanager.secretAccessor");
                // Over HTTP, both are a 400.
                case FAILED_PRECONDITION, INVALID_ARGUMENT ->
                    refused(code + "; is the latest version disabled or destroyed?");
                default -> refused(code.toString());
            };
        } catch (UncheckedIOException noCredentials) {
            return new SecretLookup.Refused("can't be read: there are no application default credentials");
        }
    }

    private static SecretLookup refused(String code) {
        return new SecretLookup.Refused("can't be read: Google answered " + code);
    }

    private static SecretLookup lookup(SecretPayload payload, @Nullable String field) {
        CRC32C checksum = new CRC32C();
        payload.getData().asReadOnlyByteBufferList().forEach(checksum::update);
        if (payload.hasDataCrc32C() && payload.getDataCrc32C() != checksum.getValue()) {
            return new SecretLookup.Refused("can't be read: the value doesn't fit its checksum");
        }
        return KeptText.lookup(payload.getData().asReadOnlyByteBuffer(), field);
    }
}
