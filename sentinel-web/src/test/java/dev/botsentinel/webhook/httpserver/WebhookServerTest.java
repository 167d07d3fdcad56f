package dev.botsentinel.webhook.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.secret.AcceptedSecrets;
import dev.botsentinel.secret.Secret;
import dev.botsentinel.webhook.SourceNetworks;
import dev.botsentinel.webhook.TelegramSecretToken;
import dev.botsentinel.webhook.WebhookGuard;
import dev.botsentinel.webhook.WebhookGuardBuilder;
import dev.botsentinel.webhook.WebhookReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guard in the JDK's server, over real sockets. */
@Timeout(120)
class WebhookServerTest {

    private static final String TOKEN = "a-token-of-the-webhook-0123456789";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final List<String> handled = new CopyOnWriteArrayList<>();

    private WebhookGuardBuilder guard() {
        return WebhookGuard.builder(
                TelegramSecretToken.of(AcceptedSecrets.only(Secret.of(TOKEN))),
                SourceNetworks.of("127.0.0.0/8", "::1"),
                message -> {
                    handled.add(message.text());
                    return WebhookReply.json("{\"ok\":true}");
                });
    }

    @Test
    void anUpdateOverTlsIsHandledAndForgeriesAreNot(@TempDir Path directory) throws Exception {
        SSLContext tls = LocalhostCertificate.selfSigned(directory);
        try (WebhookServer server = WebhookServer.https(ANY_PORT, tls, "/telegram", guard().build())) {
            HttpClient client = HttpClient.newBuilder().sslContext(tls).build();
            HttpResponse<String> answer = post(client, server, "/telegram", TOKEN, "{}");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"ok\":true}");
            assertRefused(post(client, server, "/telegram", "wrong", "{}"), 401);
            assertRefused(post(client, server, "/telegram", TOKEN, "{"), 400);
            assertRefused(post(client, server, "/telegram/more", TOKEN, "{}"), 404);
            assertThat(handled).containsExactly("{}");
        }
    }

    @Test
    void withoutTlsNothingIsHandled() throws Exception {
        try (WebhookServer server = WebhookServer.behindProxy(ANY_PORT, "/telegram", guard().build())) {
            assertThat(raw(server, request("{}")).lines().findFirst()).hasValue("HTTP/1.1 403 Forbidden");
            assertThat(handled).isEmpty();
        }
    }

    @Test
    void brokenHttpGetsNoAnswerThatShowsAnything() throws Exception {
        try (WebhookServer server = WebhookServer.behindProxy(
                ANY_PORT, "/telegram", guard().withoutTlsForTests().build())) {
            assertThat(raw(server, "\u0000\u0001\u0002\r\n\r\n")).doesNotContain("\tat ", "dev.botsentinel");
            assertThat(raw(server, "POST /telegram HTTP/1.1\r\nContent-Length: x\r\n\r\n"))
                    .doesNotContain("\tat ", "dev.botsentinel");
            String tooLong = request("").replace("Content-Length: 0", "Content-Length: 2000000");
            assertThat(raw(server, tooLong)).startsWith("HTTP/1.1 413 ");
            assertThat(raw(server, request("{}"))).startsWith("HTTP/1.1 200 ");
        }
    }

    /** Each is refused by its headers and never sends its body; the JDK's default would wait for it on the thread of all. */
    @Test
    void refusedRequestsWithoutTheirBodyHoldUpNobody() throws Exception {
        try (WebhookServer server = WebhookServer.behindProxy(
                ANY_PORT, "/telegram", guard().withoutTlsForTests().build())) {
            String forged = request("")
                    .replace("Content-Length: 0", "Content-Length: 1000")
                    .replace(TOKEN, "forged");
            List<Socket> waiting = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 100; i++) {
                Socket socket = new Socket(
                        server.address().getAddress(), server.address().getPort());
                socket.getOutputStream().write(forged.getBytes(StandardCharsets.US_ASCII));
                waiting.add(socket);
            }
            assertThat(raw(server, request("{}"))).startsWith("HTTP/1.1 200 ");
            for (Socket socket : waiting) {
                assertThat(readAll(socket)).startsWith("HTTP/1.1 401 ");
                socket.close();
            }
        }
    }

    /** 15 s is {@code WebhookServer}'s limit; a guard reads at most 64 bodies at once, and the server has more threads. */
    @Tag("slow")
    @Test
    void slowSendersAreCutOffAndHoldUpNobodyForLong() throws Exception {
        try (WebhookServer server = WebhookServer.behindProxy(
                ANY_PORT, "/telegram", guard().withoutTlsForTests().build())) {
            List<Socket> slow = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(
                        server.address().getAddress(), server.address().getPort());
                String head = request("x".repeat(1000));
                socket.getOutputStream()
                        .write(head.substring(0, head.length() - 990).getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            assertThat(raw(server, request("{}"))).startsWith("HTTP/1.1 200 ");
            for (Socket socket : slow) {
                socket.setSoTimeout(40_000);
                assertThat(readAll(socket))
                        .as("cut off, with an answer or without")
                        .doesNotStartWith("HTTP/1.1 200");
                socket.close();
            }
        }
    }

    private static String request(String body) {
        return "POST /telegram HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + TelegramSecretToken.HEADER + ": " + TOKEN + "\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static String raw(WebhookServer server, String text) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return readAll(socket);
        }
    }

    private static String readAll(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static HttpResponse<String> post(
            HttpClient client, WebhookServer server, String path, String token, String body)
            throws IOException, InterruptedException {
        URI address = URI.create("https://localhost:" + server.address().getPort() + path);
        return client.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/json")
                        .header(TelegramSecretToken.HEADER, token)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void assertRefused(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }
}
