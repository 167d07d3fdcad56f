package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** TLS verifies certificates in full. The servers are local processes, which can read the certificates. */
class TlsTest {

    private static final BoundPlan PLAN = BoundPlan.of(List.of(Step.NotBlocked.ENFORCE), "42", null, null, false);

    private static final TestCertificates CERTIFICATES = new TestCertificates();
    private static final List<ServerProcess.Local> SERVERS = new ArrayList<>();
    private static int open;
    private static int elsewhere;
    private static int asking;

    @BeforeAll
    static void start() {
        CERTIFICATES.sign("here", "ip:127.0.0.1");
        CERTIFICATES.sign("elsewhere", "dns:redis.example.org");
        CERTIFICATES.sign("bot", "dns:bot.example.org");
        open = start("here", false);
        elsewhere = start("elsewhere", false);
        asking = start("here", true);
    }

    private static int start(String alias, boolean asksClients) {
        int port = ServerProcess.freePort();
        List<String> options = new ArrayList<>(CERTIFICATES.options(alias, port, asksClients));
        options.addAll(List.of("--save", "", "--requirepass", "hunter2"));
        SERVERS.add(ServerProcess.Local.start(options));
        return port;
    }

    @AfterAll
    static void stop() {
        SERVERS.forEach(ServerProcess::remove);
    }

    @Test
    void aServerWithATrustedAuthorityIsUsed() throws Exception {
        assertThat(decide(open, store -> store.trust(CERTIFICATES.authority()))).isEqualTo(admitted());
    }

    @Test
    void anAuthorityThatIsNotTrustedIsRefused() {
        assertThatThrownBy(() -> decide(open, store -> store)).hasMessageContaining("certification path");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() {
        assertThatThrownBy(() -> decide(elsewhere, store -> store.trust(CERTIFICATES.authority())))
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void aClientThatIsAskedShowsItsCertificate() throws Exception {
        assertThat(decide(
                        asking,
                        store -> store.trust(CERTIFICATES.authority())
                                .clientCertificate(CERTIFICATES.certificate("bot"), CERTIFICATES.key("bot"))))
                .isEqualTo(admitted());
        assertThatThrownBy(() -> decide(asking, store -> store.trust(CERTIFICATES.authority())))
                .hasRootCauseInstanceOf(StoreException.class);
    }

    @Test
    void filesThatHaveNoCertificatesAreNamed() {
        RedisStoreBuilder builder = builder("rediss://localhost");
        Path key = CERTIFICATES.key("bot");
        assertThatThrownBy(() -> builder.trust(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key.toString())
                .hasMessageContaining("PEM");
        assertThatThrownBy(() -> builder.trust(Path.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> builder.clientCertificate(CERTIFICATES.certificate("bot"), Path.of("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere");
    }

    private static Verdict decide(int port, UnaryOperator<RedisStoreBuilder> with) throws Exception {
        try (RedisStore store = with.apply(builder("rediss://:hunter2@127.0.0.1:" + port))
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            return awaitDecision(store);
        }
    }

    private static Verdict awaitDecision(RedisStore store) throws Exception {
        return PLAN.on(store).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Verdict admitted() {
        return new Verdict.AdmittedBuilder(1).build();
    }

    private static RedisStoreBuilder builder(String uri) {
        return RedisStore.builder(uri)
                .keyPrefix("test:tls")
                .timeout(Duration.ofSeconds(2))
                .fingerprintKey(RedisHarness.KEY);
    }
}
