package dev.botsentinel.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.secret.Secret;
import dev.botsentinel.secret.SecretLookup;
import dev.botsentinel.secret.SecretSource;
import dev.botsentinel.secrets.FakeStore.Trouble;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest extends SecretStoreContract {

    private final FakeVault fake = new FakeVault();
    private final List<Duration> pauses = new ArrayList<>();

    @Override
    FakeStore store() {
        return fake;
    }

    @Override
    SecretSource source() {
        return kv(builder(appRole()));
    }

    private static SecretSource kv(VaultBuilder builder) {
        return builder.build().kv("secret", "bot", "token");
    }

    private static VaultAuth appRole() {
        return VaultAuth.appRole("role", fixed("secret")).mountedAt("approle-eu");
    }

    private VaultBuilder builder(VaultAuth auth) {
        VaultBuilder builder = Vault.at(fake.address("http"), auth).timeLimit(Duration.ofMillis(600));
        builder.nanoTime = fake.nanos::get;
        builder.pause = pauses::add;
        return builder;
    }

    @Test
    void logsInByKubernetesAndReadsTheServiceAccountEachTime(@TempDir Path pod) throws Exception {
        Path account = Files.writeString(pod.resolve("token"), "old\n");
        put(VALUE);
        SecretSource source = kv(builder(VaultAuth.kubernetes("bot", account)));
        assertThat(why(source)).contains("400 to the login by Kubernetes as role bot");
        Files.writeString(account, "jwt\n");
        assertThat(found(source)).isEqualTo(VALUE);
        assertThat(why(kv(builder(VaultAuth.kubernetes("bot", pod.resolve("none"))))))
                .contains("is this a pod");
    }

    @Test
    void aWrongSecretIdIsRefusedAndNotShown() throws InterruptedException {
        put(VALUE);
        SecretSource source =
                kv(builder(VaultAuth.appRole("role", fixed("wrong-id")).mountedAt("approle-eu")));
        assertThat(why(source)).contains("400 to the login by AppRole").doesNotContain("wrong-id");
    }

    @Test
    void logsInOnceForAllSecretsAndReadings() throws InterruptedException {
        put(VALUE);
        fake.values.put("team/second one", "another");
        Vault vault = builder(appRole()).build();
        for (int i = 0; i < 3; i++) {
            assertThat(found(vault.kv("secret", "bot", "token"))).isEqualTo(VALUE);
            assertThat(found(vault.kv("secret", "team/second one", "token"))).isEqualTo("another");
        }
        assertThat(fake.logins).hasValue(1);
    }

    @Test
    void aTokenIsRenewedAtHalfOfItsLife() throws InterruptedException {
        put(VALUE);
        SecretSource source = source();
        for (int minute = 0; minute < 25; minute++) {
            assertThat(found(source)).isEqualTo(VALUE);
            fake.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        assertThat(fake.logins).hasValue(1);
        assertThat(fake.renewals).hasValue(4);
    }

    @Test
    void aLeaseThatHasExpiredIsReplacedByALogin() throws InterruptedException {
        put(VALUE);
        SecretSource source = source();
        found(source);
        fake.nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(found(source)).isEqualTo(VALUE);
        assertThat(fake.logins).hasValue(2);
        assertThat(fake.renewals).hasValue(0);
    }

    @Test
    void aTokenThatCannotBeRenewedIsReplacedInTime() throws InterruptedException {
        put(VALUE);
        fake.renewable = false;
        SecretSource source = source();
        found(source);
        fake.nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        found(source);
        assertThat(fake.logins).hasValue(2);
    }

    @Test
    void nearTheLongestLifeItLogsInAgain() throws InterruptedException {
        put(VALUE);
        fake.renewedLife = Duration.ofMinutes(2);
        SecretSource source = source();
        found(source);
        fake.nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        found(source);
        assertThat(fake.renewals).hasValue(1);
        assertThat(fake.logins).hasValue(2);
    }

    @Test
    void aRevokedTokenIsReplaced() throws InterruptedException {
        put(VALUE);
        SecretSource source = source();
        found(source);
        fake.ends.clear();
        assertThat(found(source)).isEqualTo(VALUE);
        assertThat(fake.logins).hasValue(2);
    }

    @Test
    void aGivenTokenIsRenewedButNeverRevoked() throws InterruptedException {
        put(VALUE);
        fake.ends.put("hvs.given", Duration.ofMinutes(10).toNanos());
        Vault vault = builder(VaultAuth.token(fixed("hvs.given"))).build();
        SecretSource source = vault.kv("secret", "bot", "token");
        found(source);
        fake.nanos.addAndGet(Duration.ofMinutes(6).toNanos());
        found(source);
        assertThat(fake.renewals).hasValue(1);
        fake.nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(why(source)).contains("403");
        vault.close();
        assertThat(fake.revoked).isEmpty();
        assertThat(why(source)).contains("closed");
    }

    @Test
    void closingRevokesTheTokenOfALogin() throws InterruptedException {
        put(VALUE);
        Vault vault = builder(appRole()).build();
        found(vault.kv("secret", "bot", "token"));
        vault.close();
        vault.close();
        assertThat(fake.revoked).containsExactly("hvs.1");
    }

    @Test
    void aSealedVaultIsNamedAsSuchAndAskedOnce() throws InterruptedException {
        put(VALUE);
        SecretSource source = source();
        found(source);
        fake.requests.clear();
        fake.sealed = true;
        assertThat(why(source)).contains("sealed; unseal it");
        assertThat(fake.requests).hasSize(1);
    }

    @Test
    void namespacesAreNamed() throws InterruptedException {
        put(VALUE);
        fake.namespace = "team/a";
        SecretSource source = kv(builder(appRole()).namespace("team/a"));
        assertThat(found(source)).isEqualTo(VALUE);
        assertThat(source.description())
                .isEqualTo("field token of secret/bot in Vault " + fake.address("http") + " (namespace team/a)");
        assertThat(kv(builder(appRole())).read()).isNotInstanceOf(SecretLookup.Found.class);
    }

    @Test
    void theServersWishToWaitIsKeptIfThereIsTimeForIt() throws InterruptedException {
        fake.retryAfter = "0";
        refused(Trouble.BUSY);
        assertThat(pauses).containsExactly(Duration.ZERO, Duration.ZERO);
        fake.retryAfter = "3600";
        assertThat(refused(Trouble.BUSY)).contains("429", "longer than the 600 ms");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void anAnswerThatIsTooLongIsRefused() throws InterruptedException {
        assertThat(refused(Trouble.ENDLESS)).contains("longer than 1048576 bytes");
    }

    @Test
    void otherFieldsAndNoTextAreNotTheValue() throws InterruptedException {
        put(VALUE);
        Vault vault = builder(appRole()).build();
        assertThat(vault.kv("secret", "bot", "absent").read()).isInstanceOf(SecretLookup.Absent.class);
        assertThat(why(vault.kv("secret", "bot", "other"))).contains("no text");
        for (String broken : List.of(
                "",
                "[]",
                "{\"data\":{\"data\":{\"token\":\"" + VALUE + "\"}}",
                "{\"data\":{\"data\":{\"token\":\"a\",\"token\":\"b\"}}}")) {
            fake.kv = broken.isEmpty() ? " " : broken;
            assertThat(why(vault.kv("secret", "bot", "token"))).contains("JSON").doesNotContain(VALUE);
        }
        fake.kv = "{\"data\":{\"data\":null}}";
        assertThat(vault.kv("secret", "bot", "token").read()).isInstanceOf(SecretLookup.Absent.class);
    }

    @Test
    void tlsTrustsTheGivenCertificateAlone(@TempDir Path folder) throws Exception {
        LocalhostTls tls = LocalhostTls.create(folder);
        try (FakeVault secured = new FakeVault(tls.server())) {
            secured.values.put("bot", VALUE);
            VaultBuilder trusting =
                    Vault.at(secured.address("https"), appRole()).trusting(tls.certificate());
            assertThat(found(kv(trusting))).isEqualTo(VALUE);
            VaultBuilder distrusting =
                    Vault.at(secured.address("https"), appRole()).timeLimit(Duration.ofSeconds(3));
            distrusting.pause = pauses::add;
            assertThat(why(kv(distrusting))).contains("can't be reached");
            assertThat(secured.requests).hasSize(2);
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (FakeVault moved = new FakeVault() {
            @Override
            void answer(com.sun.net.httpserver.HttpExchange exchange, String body) throws IOException {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                fake.address("http") + exchange.getRequestURI().getPath());
                send(exchange, 307, "");
            }
        }) {
            SecretSource source =
                    Vault.at(moved.address("http"), appRole()).build().kv("secret", "bot", "token");
            assertThat(why(source)).contains("redirects");
            assertThat(fake.requests).isEmpty();
        }
    }

    @Test
    void whatCannotBeRightIsRefusedAtOnce() {
        assertThatThrownBy(() -> Vault.at(URI.create("http://vault.example.org:8200"), appRole()))
                .hasMessageContaining("no TLS");
        assertThatThrownBy(() -> Vault.at(URI.create("https://user:pass@vault:8200"), appRole()))
                .hasMessageContaining("leave them out")
                .hasMessageNotContaining("pass@");
        assertThatThrownBy(() -> Vault.at(URI.create("vault:8200"), appRole())).hasMessageContaining("https://");
        assertThatThrownBy(() -> builder(appRole()).timeLimit(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(
                        () -> builder(appRole()).trusting(Path.of("none.pem")).build())
                .hasMessageContaining("none.pem");
        assertThatThrownBy(() -> VaultAuth.token(fixed()).mountedAt("x")).hasMessageContaining("mountedAt");
        assertThatThrownBy(() -> VaultAuth.kubernetes(" ")).hasMessageContaining("role");
        for (String path : List.of("", "/bot", "bot/", "a//b", "../sys", "a\nb")) {
            assertThatThrownBy(() -> builder(appRole()).build().kv("secret", path, "token"))
                    .hasMessageContaining("names with /");
        }
    }

    @Test
    void messagesNameNoToken() {
        assertThat(builder(appRole()).build().toString()).isEqualTo("Vault[" + fake.address("http") + "]");
        assertThat(VaultAuth.appRole("role", fixed("x"))).hasToString("AppRole");
        assertThat(VaultAuth.token(fixed("hvs.secret"))).hasToString("a token from the next source");
        assertThat(new VaultLease(Secret.of("hvs.secret"), Duration.ZERO, false, 0).toString())
                .doesNotContain("hvs.secret");
    }

    private static String why(SecretSource source) throws InterruptedException {
        SecretLookup lookup = source.read();
        assertThat(lookup).isInstanceOf(SecretLookup.Refused.class);
        return ((SecretLookup.Refused) lookup).why();
    }
}
