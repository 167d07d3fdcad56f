package dev.botsentinel.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import dev.botsentinel.secrets.FakeStore.Trouble;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The SDK's real client, over its HTTP transport. */
class GoogleSecretTest extends SecretStoreContract {

    private final FakeSecretManager fake = new FakeSecretManager();
    private SecretManagerServiceClient client;

    @BeforeEach
    void openTheClient() throws IOException {
        client = SecretManagerServiceClient.create(GoogleReader.limited(
                        SecretManagerServiceSettings.newHttpJsonBuilder()
                                .setEndpoint(fake.address("http").toString())
                                .setCredentialsProvider(NoCredentialsProvider.create()),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(1))
                .build());
    }

    @AfterEach
    void closeTheClient() {
        client.close();
    }

    @Override
    FakeStore store() {
        return fake;
    }

    @Override
    GoogleSecret source() {
        return GoogleSecret.with(client, "bots", "bot");
    }

    @Override
    @Test
    void whatMayNotBeReadEndsTheSearch() throws InterruptedException {
        assertThat(refused(Trouble.FORBIDDEN)).contains("PERMISSION_DENIED", "secretAccessor");
        assertThat(SecretSource.firstOf(source(), fixed()).read()).isInstanceOf(SecretLookup.Refused.class);
    }

    @Test
    void aFieldOfAJsonObjectIsFound() throws InterruptedException {
        put("{\"token\":\"" + VALUE + "\"}");
        SecretSource field = source().field("token");
        assertThat(found(field)).isEqualTo(VALUE);
        assertThat(field.description())
                .isEqualTo("field token of Google secret projects/bots/secrets/bot/versions/latest");
    }

    @Test
    void aDisabledVersionIsNamed() throws InterruptedException {
        fake.refusal = "FAILED_PRECONDITION";
        fake.refusalStatus = 400;
        assertThat(refused(Trouble.FORBIDDEN)).contains("INVALID_ARGUMENT; is the latest version disabled");
    }

    @Test
    void aValueThatDoesNotFitItsChecksumIsRefused() throws InterruptedException {
        fake.checksumError = 1;
        assertThat(refused(Trouble.NONE)).contains("checksum");
    }

    @Test
    void namesAreNoPaths() {
        assertThatThrownBy(() -> GoogleSecret.with(client, "projects/bots", "bot"))
                .hasMessageContaining("not a path");
    }
}
