package dev.botsentinel.examples.metrics;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus, on a free port and in a folder of its own, that watches one target and knows the alerts. */
final class Prometheus implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final String address;

    private Prometheus(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Where this program of Prometheus is: in the folder that {@code -Dprometheus} names, or on the path. */
    static Optional<Path> find(String program) {
        String folders = System.getProperty("prometheus", System.getenv().getOrDefault("PATH", ""));
        return Arrays.stream(folders.split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Scrapes the target each second, as the job {@code shop}. */
    static Prometheus watching(String target, Path folder) throws IOException {
        String address = "127.0.0.1:" + freePort();
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ['%s']
                scrape_configs:
                  - {job_name: shop, static_configs: [{targets: ['%s']}]}
                """.formatted(
                        Watched.FOLDER.resolve("alerts.yml"), URI.create(target).getAuthority()));
        Process process = new ProcessBuilder(
                        find("prometheus").orElseThrow().toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return new Prometheus(process, "http://" + address);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until an expression has a result. */
    void awaitResult(String expression) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady() || query(expression).at("/data/result").isEmpty()) {
            boolean gone = process.waitFor(100, TimeUnit.MILLISECONDS);
            if (gone || System.nanoTime() > end) {
                throw new AssertionError(gone ? "Prometheus has ended" : "no result: " + expression);
            }
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return CLIENT.send(request("/-/ready"), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Its answer to an expression of PromQL, errors too. */
    JsonNode query(String expression) throws IOException, InterruptedException {
        return ask("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    /** What it makes of the rules. */
    Stream<JsonNode> rules() throws IOException, InterruptedException {
        return ask("/api/v1/rules")
                .at("/data/groups")
                .valueStream()
                .flatMap(group -> group.required("rules").valueStream());
    }

    private JsonNode ask(String path) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(CLIENT.send(request(path), BodyHandlers.ofString()).body());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).build();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
