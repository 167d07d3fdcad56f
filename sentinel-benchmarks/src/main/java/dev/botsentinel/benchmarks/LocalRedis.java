package dev.botsentinel.benchmarks;

import io.lettuce.core.RedisClient;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/** A server for a measurement, without persistence: {@code redis-server} on the PATH, else the embedded-redis artifact's. */
final class LocalRedis implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Process process;
    private final int port;

    private LocalRedis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static LocalRedis start() throws IOException, InterruptedException {
        return startUnder(List.of());
    }

    /** @param tool a command that runs the server's, such as valgrind */
    static LocalRedis startUnder(List<String> tool) throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path directory = Files.createTempDirectory("sentinel-benchmark");
        List<String> command = new ArrayList<>(tool);
        command.addAll(List.of(
                binary(directory),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--save",
                "",
                "--dir",
                directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitAnswer(port);
        return new LocalRedis(process, port);
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Has the server end by itself, so that a tool which runs it can write what it has counted. */
    void shutDown() throws InterruptedException {
        RedisClient client = RedisClient.create(uri());
        client.connect().sync().shutdown(false);
        client.shutdown();
        int unused = process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String binary(Path directory) throws IOException {
        String path = System.getenv("PATH");
        return Stream.of(path == null ? new String[0] : path.split(File.pathSeparator))
                .map(each -> Path.of(each, "redis-server"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(embedded(directory));
    }

    private static String embedded(Path directory) throws IOException {
        return ExecutableProvider.newJarResourceProvider(directory.toFile())
                .get()
                .getPath();
    }

    private static void awaitAnswer(int port) throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (System.currentTimeMillis() > end) {
                    throw notYet;
                }
                Thread.sleep(20);
            }
        }
    }
}
