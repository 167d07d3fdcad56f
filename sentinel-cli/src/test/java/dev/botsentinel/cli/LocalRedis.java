package dev.botsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on a free port, from the binary that the build fetches. */
final class LocalRedis {

    private static final int PATIENCE_SECONDS = 10;

    private final int port;
    private final Process server;

    private LocalRedis(int port, Process server) {
        this.port = port;
        this.server = server;
    }

    /** @param options further ones, such as {@code --requirepass} */
    static LocalRedis start(Path directory, String... options) throws IOException, InterruptedException {
        int port = freePort();
        Path files = Files.createDirectories(directory.resolve("redis-" + port));
        List<String> command = new ArrayList<>(List.of(
                ExecutableProvider.newJarResourceProvider(files.toFile()).get().getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                files.toString()));
        command.addAll(Arrays.asList(options));
        LocalRedis redis = new LocalRedis(
                port,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(files.resolve("log").toFile())
                        .start());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!redis.answers() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return redis;
    }

    int port() {
        return port;
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    private boolean answers() {
        try {
            String answer = ask("PING");
            return answer.equals("+PONG") || answer.startsWith("-NOAUTH");
        } catch (IOException e) {
            return false;
        }
    }

    /** The first line of the answer. */
    String ask(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            out.print(command + "\r\n");
            out.flush();
            return String.valueOf(in.readLine());
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    void stop() throws InterruptedException {
        server.destroyForcibly();
        assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
