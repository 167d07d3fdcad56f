package dev.botsentinel.secrets;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.HttpClientOptions;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.botsentinel.secret.SecretLookup;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads from Azure. A class of its own, so that {@link AzureSecret} can say that the SDK is missing. */
final class AzureReader {

    private static final int RETRIES = 2;
    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(3);

    private final String name;
    private final String vault;
    private final Supplier<SecretClient> client;
    private final InstantSource clock = InstantSource.system();

    private AzureReader(String name, String vault, Supplier<SecretClient> client) {
        this.name = name;
        this.vault = vault;
        this.client = client;
    }

    static AzureReader ofDefault(URI vault, String name) {
        return new AzureReader(name, vault.toString(), new OnFirstUse<>(() -> defaultClient(vault)));
    }

    static AzureReader of(SecretClient client, String name) {
        return new AzureReader(name, client.getVaultUrl(), () -> client);
    }

    private static SecretClient defaultClient(URI vault) {
        return new SecretClientBuilder()
                .vaultUrl(vault.toString())
                .credential(new DefaultAzureCredentialBuilder().build())
                .retryOptions(new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(RETRIES)))
                .clientOptions(new HttpClientOptions()
                        .setConnectTimeout(ATTEMPT_LIMIT)
                        .setWriteTimeout(ATTEMPT_LIMIT)
                        .setResponseTimeout(ATTEMPT_LIMIT)
                        .setReadTimeout(ATTEMPT_LIMIT))
                .buildClient();
    }

    String vault() {
        return vault;
    }

    SecretLookup read(@Nullable String field) {
        KeyVaultSecret secret;
        try {
            secret = client.get().getSecret(name);
        } catch (ResourceNotFoundException missing) {
            return new SecretLookup.Absent("does not exist");
        } catch (ClientAuthenticationException unauthenticated) {
            return new SecretLookup.Refused("can't be read: no credential worked ("
                    + unauthenticated.getClass().getName() + ")");
        } catch (HttpResponseException refused) {
            return new SecretLookup.Refused("can't be read: Azure answered "
                    + (refused.getResponse() == null
                            ? "nothing usable"
                            : refused.getResponse().getStatusCode())
                    + "; see that the identity has the role Key Vault Secrets User, and that the secret is enabled");
        } catch (RuntimeException failed) {
            // Connections that break and answers that end early come as the HTTP client's or the JSON reader's own,
            // wrapped.
            return unreachable(failed);
        }
        SecretProperties properties = secret.getProperties();
        String notNow = properties == null ? null : notNow(properties);
        if (notNow != null) {
            return new SecretLookup.Refused(notNow);
        }
        return secret.getValue() == null
                ? new SecretLookup.Refused("can't be read: Azure answered without a value")
                : KeptText.lookup(secret.getValue(), field);
    }

    private static SecretLookup unreachable(RuntimeException failed) {
        return new SecretLookup.Refused("can't be read: Azure can't be reached, or its answer ended early ("
                + failed.getClass().getName() + ")");
    }

    /** Azure gives out secrets that have expired. */
    private @Nullable String notNow(SecretProperties properties) {
        OffsetDateTime ends = properties.getExpiresOn();
        if (ends != null && !clock.instant().isBefore(ends.toInstant())) {
            return "expired at " + ends + "; put in a new version";
        }
        OffsetDateTime begins = properties.getNotBefore();
        if (begins != null && clock.instant().isBefore(begins.toInstant())) {
            return "isn't valid before " + begins;
        }
        return null;
    }
}
