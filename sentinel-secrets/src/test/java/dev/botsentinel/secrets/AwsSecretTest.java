package dev.botsentinel.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import dev.botsentinel.secrets.FakeStore.Trouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The SDK's real client. */
class AwsSecretTest extends SecretStoreContract {

    private final FakeSecretsManager fake = new FakeSecretsManager();
    private final SecretsManagerClient client = SecretsManagerClient.builder()
            .endpointOverride(fake.address("http"))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("made", "up")))
            .build();

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    @Override
    FakeStore store() {
        return fake;
    }

    @Override
    AwsSecret source() {
        return AwsSecret.with(client, "bot").timeLimit(Duration.ofSeconds(3));
    }

    @Test
    void aFieldOfAJsonObjectIsFound() throws InterruptedException {
        put("{\"user\":\"bot\",\"token\":\"" + VALUE + "\"}");
        SecretSource field = source().field("token");
        assertThat(found(field)).isEqualTo(VALUE);
        assertThat(field.description()).isEqualTo("field token of AWS secret bot");
        assertThat(source().field("other").read()).isInstanceOf(SecretLookup.Absent.class);
        put(VALUE);
        assertThat(field.read())
                .isEqualTo(new SecretLookup.Refused("can't be read: the value is no JSON object, or ends early"));
    }

    @Test
    void bytesAreTakenIfTheyAreText() throws InterruptedException {
        fake.binary = Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));
        assertThat(found(source())).isEqualTo(VALUE);
        fake.binary = Base64.getEncoder().encodeToString(new byte[] {(byte) 0xFF});
        assertThat(source().read()).isEqualTo(new SecretLookup.Refused("can't be read: the value isn't UTF-8"));
    }

    /** What a session's token is called that has ended. */
    @Test
    void expiredCredentialsAreNamed() throws InterruptedException {
        fake.refusal = "ExpiredTokenException";
        put(VALUE);
        fake.trouble = Trouble.FORBIDDEN;
        assertThat(((SecretLookup.Refused) source().read()).why()).contains("400 ExpiredTokenException");
    }

    @Test
    void withoutCredentialsItIsRefused() {
        try (SecretsManagerClient nobody = SecretsManagerClient.builder()
                .endpointOverride(fake.address("http"))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
            put(VALUE);
            assertThat(AwsSecret.with(nobody, "bot").read()).isInstanceOf(SecretLookup.Refused.class);
        }
    }

    @Test
    void impossibleTimesAreRefused() {
        assertThatThrownBy(() -> source().timeLimit(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> source().timeLimit(Duration.ofHours(1))).hasMessageContaining("PT1H");
    }
}
