package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server comes back with a wrong certificate: the guard doesn't talk to it, falls back, and recovers when it is right again. */
class TlsFaultTest {

    private static final TestCertificates OURS = new TestCertificates();
    private static final TestCertificates THEIRS = new TestCertificates();
    private static final String HERE = "here";
    private static final String ELSEWHERE = "elsewhere";

    private final int port = ServerProcess.freePort();
    private ServerProcess.Local server;
    private Figures figures;

    @BeforeAll
    static void sign() {
        OURS.sign(HERE, "ip:127.0.0.1");
        OURS.sign(ELSEWHERE, "dns:redis.example.org");
        THEIRS.sign(HERE, "ip:127.0.0.1");
    }

    @BeforeEach
    void start(TestInfo test) {
        figures = new Figures(test);
        server = ServerProcess.Local.start(encrypted(OURS, HERE));
    }

    @AfterEach
    void stop() {
        server.remove();
    }

    @Test
    void aServerOfAnotherAuthorityIsNotSpokenTo() throws Exception {
        survive(fault("authority"));
    }

    @Test
    void aServerWithACertificateForAnotherHostIsNotSpokenTo() throws Exception {
        survive(fault("host"));
    }

    @Test
    void aServerWithoutTlsIsNotSpokenTo() throws Exception {
        survive(fault("plain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"authority", "host", "plain"})
    void withNothingInFrontOfRedisTheSameIsNoDecision(String fault) throws Exception {
        try (GuardUnderFault guard = guard(Protection.NO_STAND_IN, OURS)) {
            Outage.assertNotSurvived(guard, fault(fault), Outage.UNAVAILABLE);
        }
    }

    /** A client that trusts the wrong authority is served by its server, so that server works. */
    @Test
    void withTheOtherAuthorityTrustedItsServerIsSpokenTo() throws Exception {
        replace(encrypted(THEIRS, HERE));
        try (GuardUnderFault guard = guard(Protection.FULL, THEIRS);
                Outage none = new Outage(guard)) {
            none.assertServed();
        }
    }

    private RedisFault fault(String name) {
        return switch (name) {
            case "authority" -> replaced("TLS with a wrong authority", THEIRS, HERE);
            case "host" -> replaced("TLS for a wrong host", OURS, ELSEWHERE);
            default ->
                new RedisFault(
                        "plain port where TLS is wanted", () -> replace(plain()), this::answersPlainly, this::healed);
        };
    }

    private RedisFault replaced(String name, TestCertificates certificates, String alias) {
        Certificate wrong = certificates.read(alias);
        return new RedisFault(
                name, () -> replace(encrypted(certificates, alias)), () -> wrong.equals(presented()), this::healed);
    }

    private void healed() {
        replace(encrypted(OURS, HERE));
        Certificate right = OURS.read(HERE);
        Await.that("the right server", () -> right.equals(presented()));
    }

    /** Another server on the same port. */
    private void replace(List<String> options) {
        server.remove();
        server = ServerProcess.Local.start(options);
    }

    private List<String> encrypted(TestCertificates certificates, String alias) {
        List<String> options = new ArrayList<>(certificates.options(alias, port, false));
        options.addAll(List.of("--save", ""));
        return options;
    }

    private List<String> plain() {
        return List.of("--save", "", "--port", Integer.toString(port));
    }

    /** The subject of the server's certificate; null if there is none. */
    private @Nullable Certificate presented() {
        try {
            SSLContext believing = SSLContext.getInstance("TLS");
            believing.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            try (SSLSocket socket =
                    (SSLSocket) believing.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
                socket.startHandshake();
                return socket.getSession().getPeerCertificates()[0];
            }
        } catch (IOException | GeneralSecurityException e) {
            return null;
        }
    }

    private boolean answersPlainly() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    private void survive(RedisFault fault) throws Exception {
        try (GuardUnderFault guard = guard(Protection.FULL, OURS)) {
            Outage.survive(guard, fault, figures);
        }
    }

    private GuardUnderFault guard(Protection protection, TestCertificates trusted) {
        Path authority = trusted.authority();
        return new GuardUnderFault("rediss://127.0.0.1:" + port, protection, redis -> redis.trust(authority));
    }
}
