package dev.botsentinel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

/** On a Redis of its own, the binary that the build fetches anyway. */
@Timeout(60)
class TwoInstancesTest {

    @Test
    void instancesShareALimitAndABlock() throws IOException {
        int port = freePort();
        RedisServer redis = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        redis.start();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new TwoInstances(
                            new PrintStream(bytes, true, StandardCharsets.UTF_8),
                            "redis://127.0.0.1:" + port,
                            "example")
                    .run();
            assertThat(keys(port)).as("keys that the example leaves behind").isEqualTo(":0");
        } finally {
            redis.stop();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "One limit for both:",
                        "  first  allowed",
                        "  second allowed",
                        "  first  allowed",
                        "  second rate_limited",
                        "Blocked on the first:",
                        "  second blocked");
    }

    /** What {@code DBSIZE} answers, without a client. */
    private static String keys(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("DBSIZE\r\n".getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void withoutRedisLimitsAreDividedAndWhoeverBlocksIsTold() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TwoInstances(new PrintStream(bytes, true, StandardCharsets.UTF_8), "redis://localhost:1", "p").run();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .startsWith(
                        "One limit for both:",
                        "  first  allowed, without Redis",
                        "  second allowed, without Redis",
                        "  first  rate_limited, without Redis",
                        "  second rate_limited, without Redis")
                .anyMatch(line -> line.startsWith("Nobody could be blocked: there is no connection to Redis at"))
                .endsWith("Start a Redis, or give its URI: TwoInstances redis://host:port");
    }
}
