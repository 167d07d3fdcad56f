package dev.botsentinel.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.yaml.snakeyaml.Yaml;
import redis.embedded.RedisServer;

/**
 * The files under {@code deploy} fit the application: it is started twice with the environment and the files of
 * {@code kubernetes.yml}, moved to a folder and a Redis of the test.
 */
@Timeout(120)
class DeploymentTest {

    private static final Path DEPLOY = Path.of("deploy");
    private static final String PASSWORD = "a-password-of-the-test";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> running = new ArrayList<>();

    @TempDir
    private Path mounts;

    @AfterEach
    void stop() throws Exception {
        for (int i = running.size() - 1; i >= 0; i--) {
            running.get(i).close();
        }
    }

    @Test
    void twoInstancesShareALimitAndAnswerTheirProbes() throws Exception {
        int redis = redis();
        Map<String, Object> container = container(manifest("Deployment", "shop-bot"));
        mount();
        String first = start(container, redis);
        String second = start(container, redis);
        for (String probe : List.of("readinessProbe", "livenessProbe")) {
            String path = (String) map(map(container.get(probe)).get("httpGet")).get("path");
            assertThat(status(first + path)).as(path).isEqualTo(200);
            assertThat(status(second + path)).as(path).isEqualTo(200);
        }
        for (int i = 1; i <= 30; i++) {
            assertThat(update(i % 2 == 0 ? first : second, i)).isEqualTo(200);
        }
        assertThat(allowed(first) + allowed(second)).isEqualTo(20);
        assertThat(get(first + "/actuator/sentinel/policy")).contains("20 per 1m");
    }

    @Test
    void nobodyIsRootAndTheRootFileSystemIsReadOnly() throws IOException {
        for (Map<String, Object> workload :
                List.of(manifest("Deployment", "shop-bot"), manifest("StatefulSet", "redis"))) {
            Map<String, Object> pod = podOf(workload);
            assertThat(map(pod.get("securityContext"))).containsEntry("runAsNonRoot", true);
            assertThat(map(container(workload).get("securityContext")))
                    .containsEntry("allowPrivilegeEscalation", false)
                    .containsEntry("readOnlyRootFilesystem", true);
            assertThat(map(container(workload).get("resources"))).containsKeys("requests", "limits");
        }
    }

    @Test
    void theBotHasAsManyInstancesAsItExpects() throws IOException {
        Map<String, Object> deployment = manifest("Deployment", "shop-bot");
        assertThat(environment(container(deployment)))
                .containsEntry(
                        "SENTINEL_STORAGE_REDIS_EXPECTEDINSTANCES",
                        String.valueOf(map(deployment.get("spec")).get("replicas")));
    }

    @Test
    void theImageCopiesWhatTheBuildMakesAndRunsAsTheUserOfTheManifest() throws IOException {
        List<String> lines = Files.readAllLines(DEPLOY.resolve("Dockerfile"));
        assertThat(lines).contains("USER 10001:10001");
        assertThat(map(podOf(manifest("Deployment", "shop-bot")).get("securityContext")))
                .containsEntry("runAsUser", 10001);
        assertThat(lines.indexOf("USER 10001:10001"))
                .isLessThan(lines.indexOf("ENTRYPOINT [\"java\", \"-jar\", \"bot.jar\"]"));
        assertThat(lines.stream().filter(line -> line.startsWith("FROM ")))
                .allMatch(line -> line.matches("FROM \\S+:[\\w.-]+"));
        String copied = lines.stream()
                .filter(line -> line.startsWith("COPY "))
                .findFirst()
                .orElseThrow();
        assertThat(copied).isEqualTo("COPY sentinel-spring-boot-example/target/shop-bot.jar bot.jar");
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<finalName>shop-bot</finalName>");
    }

    private int redis() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("requirepass " + PASSWORD)
                .build();
        server.start();
        running.add(server::stop);
        return port;
    }

    /** What the ConfigMap and the Secret are in the container's file system. */
    private void mount() throws IOException {
        Files.createDirectories(mounts.resolve("policy"));
        Files.createDirectories(mounts.resolve("secrets"));
        map(manifest("ConfigMap", "shop-bot-policy").get("data"))
                .forEach((name, text) -> write(mounts.resolve("policy").resolve(name), (String) text));
        write(mounts.resolve("secrets/sentinel.storage.redis.fingerprint-key"), "00112233445566778899aabbccddeeff");
        write(mounts.resolve("secrets/spring.data.redis.password"), PASSWORD);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private String start(Map<String, Object> container, int redis) {
        Map<String, Object> environment = new HashMap<>();
        environment(container)
                .forEach((name, value) -> environment.put(name, value.replace("/etc/bot/", mounts + "/")));
        environment.put("SPRING_DATA_REDIS_HOST", "127.0.0.1");
        environment.put("SPRING_DATA_REDIS_PORT", String.valueOf(redis));
        environment.put("SERVER_PORT", "0");
        // A loaded machine may need longer than a bot should wait.
        environment.put("SENTINEL_STORAGE_REDIS_TIMEOUT", "5s");
        environment.put("SENTINEL_STORAGE_REDIS_DEADLINE", "5s");
        SpringApplication application = new SpringApplication(ShopBot.class);
        org.springframework.core.env.StandardEnvironment started =
                new org.springframework.core.env.StandardEnvironment();
        started.getPropertySources()
                .replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", environment));
        application.setEnvironment(started);
        ConfigurableApplicationContext context = application.run();
        running.add(context);
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    private int update(String address, int number) throws IOException, InterruptedException {
        String json =
                "{\"update_id\":%d,\"message\":{\"from\":{\"id\":42},\"text\":\"hi %d\"}}".formatted(number, number);
        return client.send(
                        HttpRequest.newBuilder(URI.create(address + "/telegram"))
                                .POST(BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private long allowed(String address) throws IOException, InterruptedException {
        return get(address + "/actuator/prometheus")
                .lines()
                .filter(line ->
                        line.startsWith("sentinel_decisions_seconds_count{") && line.contains("outcome=\"allowed\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private int status(String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String get(String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Map<String, String> environment(Map<String, Object> container) {
        Map<String, String> environment = new HashMap<>();
        for (Object variable : (List<?>) container.get("env")) {
            environment.put(
                    (String) map(variable).get("name"), (String) map(variable).get("value"));
        }
        return environment;
    }

    private static Map<String, Object> podOf(Map<String, Object> workload) {
        return map(map(map(workload.get("spec")).get("template")).get("spec"));
    }

    private static Map<String, Object> container(Map<String, Object> workload) {
        return map(((List<?>) podOf(workload).get("containers")).get(0));
    }

    private static Map<String, Object> manifest(String kind, String name) throws IOException {
        for (Object document : new Yaml().loadAll(Files.readString(DEPLOY.resolve("kubernetes.yml")))) {
            Map<String, Object> manifest = map(document);
            if (manifest.get("kind").equals(kind)
                    && map(manifest.get("metadata")).get("name").equals(name)) {
                return manifest;
            }
        }
        throw new AssertionError("no " + kind + " " + name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
