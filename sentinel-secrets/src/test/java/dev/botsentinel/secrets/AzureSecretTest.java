package dev.botsentinel.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import dev.botsentinel.secrets.FakeStore.Trouble;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The SDK's real client. */
class AzureSecretTest extends SecretStoreContract {

    @TempDir
    private static Path folder;

    private static LocalhostTls tls;

    private FakeKeyVault fake;
    private SecretClient client;

    @BeforeAll
    static void makeACertificate() throws Exception {
        tls = LocalhostTls.create(folder);
    }

    @BeforeEach
    void open() throws Exception {
        fake = new FakeKeyVault(tls.server());
        client = client("made-up");
    }

    private SecretClient client(String token) throws Exception {
        SslContext trust = SslContextBuilder.forClient()
                .trustManager(tls.certificate().toFile())
                .build();
        return new SecretClientBuilder()
                .vaultUrl(fake.address("https").toString())
                .disableChallengeResourceVerification()
                .credential(request -> Mono.just(new AccessToken(token, OffsetDateTime.MAX)))
                .retryOptions(new RetryOptions(new FixedDelayOptions(2, Duration.ofMillis(1))))
                .httpClient(new NettyAsyncHttpClientBuilder(HttpClient.create().secure(it -> it.sslContext(trust)))
                        .responseTimeout(Duration.ofSeconds(1))
                        .readTimeout(Duration.ofSeconds(1))
                        .build())
                .buildClient();
    }

    @Override
    FakeStore store() {
        return fake;
    }

    @Override
    AzureSecret source() {
        return AzureSecret.with(client, "bot");
    }

    @Test
    void aFieldOfAJsonObjectIsFound() throws InterruptedException {
        put("{\"token\":\"" + VALUE + "\"}");
        SecretSource field = source().field("token");
        assertThat(found(field)).isEqualTo(VALUE);
        assertThat(field.description()).isEqualTo("field token of Azure secret bot in " + fake.address("https"));
    }

    @Test
    void aTokenThatIsNotTakenIsRefused() throws Exception {
        put(VALUE);
        SecretLookup lookup = AzureSecret.with(client("another"), "bot").read();
        assertThat(lookup).isInstanceOf(SecretLookup.Refused.class);
    }

    /** Azure gives expired secrets out. */
    @Test
    void aSecretThatHasExpiredIsRefused() throws InterruptedException {
        fake.attributes = ",\"exp\":1700000000";
        put(VALUE);
        assertThat(((SecretLookup.Refused) source().read()).why()).startsWith("expired at 2023-11-14");
        fake.attributes = ",\"nbf\":9700000000";
        assertThat(((SecretLookup.Refused) source().read()).why()).startsWith("isn't valid before");
        fake.attributes = ",\"exp\":9700000000,\"nbf\":1700000000";
        assertThat(found(source())).isEqualTo(VALUE);
    }

    @Test
    void whatCannotBeRightIsRefusedAtOnce() {
        assertThatThrownBy(() -> AzureSecret.with(client, "a/b")).hasMessageContaining("127");
        assertThatThrownBy(() -> AzureSecret.of(URI.create("http://bots.vault.azure.net"), "bot"))
                .hasMessageContaining("https://");
    }

    @Test
    void isRefusedWhenBusy() throws InterruptedException {
        assertThat(refused(Trouble.BUSY)).contains("429");
    }
}
