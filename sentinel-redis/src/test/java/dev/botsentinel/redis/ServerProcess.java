package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import redis.embedded.core.ExecutableProvider;

/** A running server: a container or a local process. */
interface ServerProcess {

    /** The path of the server to test, {@code -Dredis.server=}; null to take what there is. */
    @Nullable
    String GIVEN_BINARY = System.getProperty("redis.server");

    String host();

    int port();

    /** Kills it; unsaved data is lost. */
    void stop();

    /** Restarts it on the same port, with the saved data. */
    void startAgain();

    /** Stops it for good. */
    void remove();

    /** Suspends it with its connections open, until it is resumed. */
    void pause();

    void resume();

    State state();

    /** The output of the operating system about it. */
    enum State {
        RUNS,
        PAUSED,
        ENDED
    }

    static ServerProcess start(List<String> options) {
        return GIVEN_BINARY == null && Docker.ANSWERS ? ServerContainer.start(options) : Local.start(options);
    }

    int BUS = 10_000;

    /** Of this process: a server takes a while to bind its port, and the system may name the port again meanwhile. */
    Set<Integer> GIVEN_PORTS = ConcurrentHashMap.newKeySet();

    /** A free port, which nobody else here gets. */
    static int freePort() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0)) {
                if (GIVEN_PORTS.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A free port for a node of a Cluster, whose bus takes the one that is 10,000 higher. */
    static int freePortOfANode() {
        while (true) {
            int port = freePort();
            try (ServerSocket bus = new ServerSocket(port + BUS)) {
                if (GIVEN_PORTS.add(bus.getLocalPort())) {
                    return port;
                }
            } catch (IOException | IllegalArgumentException taken) {
                // Another process has it, or there is no such port.
            }
        }
    }

    /** Checked once. */
    final class Docker {
        static final boolean ANSWERS = DockerClientFactory.instance().isDockerAvailable();

        private Docker() {}
    }

    /** A local process, known by its handle and never looked up by name. */
    final class Local implements ServerProcess {

        private static final String HOST = "127.0.0.1";
        private static final int PATIENCE_SECONDS = 10;

        private final List<String> command;
        private final Map<String, String> environment;
        private final Path directory;
        private final int port;
        private Process process;

        private Local(List<String> command, Map<String, String> environment, Path directory, int port) {
            this.command = command;
            this.environment = environment;
            this.directory = directory;
            this.port = port;
            this.process = begin();
        }

        static Local start(List<String> options) {
            return start(options, Map.of());
        }

        /** @param environment variables to add to those of this process */
        static Local start(List<String> options, Map<String, String> environment) {
            int port =
                    options.contains("--cluster-enabled") ? ServerProcess.freePortOfANode() : ServerProcess.freePort();
            Path directory = TestRedis.directory();
            List<String> command = new ArrayList<>(
                    List.of(binary(), "--bind", HOST, "--port", Integer.toString(port), "--dir", directory.toString()));
            command.addAll(options);
            return new Local(command, environment, directory, port);
        }

        /** A Redis Sentinel, with a configuration that it writes to. */
        static Local startSentinel(Path configuration) {
            int port = ServerProcess.freePort();
            List<String> command = List.of(
                    binary(), configuration.toString(), "--sentinel", "--bind", HOST, "--port", Integer.toString(port));
            return new Local(command, Map.of(), TestRedis.directory(), port);
        }

        private static final class Binary {
            private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
            private static final Pattern VERSION = Pattern.compile("v=([0-9]+)\\.([0-9]+)");
            private static final int OLDEST = 602;
            static final String PATH = find();

            private static String find() {
                if (GIVEN_BINARY != null) {
                    return GIVEN_BINARY;
                }
                return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(directory -> Path.of(directory, "redis-server"))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .filter(Binary::isUsable)
                        .findFirst()
                        .orElseGet(Binary::embedded);
            }

            /** Whether it runs here, and is of version 6.2 or later; what isn't is passed over with a word. */
            private static boolean isUsable(String path) {
                String answer;
                try {
                    Process asked = new ProcessBuilder(path, "--version")
                            .redirectErrorStream(true)
                            .start();
                    answer = new String(asked.getInputStream().readAllBytes(), US_ASCII).strip();
                } catch (IOException e) {
                    answer = String.valueOf(e.getMessage());
                }
                Matcher version = VERSION.matcher(answer);
                boolean usable = version.find()
                        && 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2)) >= OLDEST;
                if (!usable) {
                    log.warn("{} isn't used by these tests, since it isn't Redis 6.2 or later: {}", path, answer);
                }
                return usable;
            }

            private static String embedded() {
                try {
                    return ExecutableProvider.newJarResourceProvider(
                                    TestRedis.directory().toFile())
                            .get()
                            .getPath();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private static String binary() {
            return Binary.PATH;
        }

        private Process begin() {
            try {
                ProcessBuilder builder = new ProcessBuilder(command);
                builder.environment().putAll(environment);
                return builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                directory.resolve("log").toFile()))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String host() {
            return HOST;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void startAgain() {
            process = begin();
        }

        @Override
        public void remove() {
            stop();
        }

        @Override
        public void pause() {
            signal("-STOP");
            Await.that("a server that stands still", () -> state() == State.PAUSED);
        }

        @Override
        public void resume() {
            signal("-CONT");
        }

        private void signal(String signal) {
            try {
                int status = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor();
                if (status != 0) {
                    throw new AssertionError("kill " + signal + " " + process.pid() + " ended with " + status);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public State state() {
            if (!process.isAlive()) {
                return State.ENDED;
            }
            try {
                Process ps = new ProcessBuilder("ps", "-o", "stat=", "-p", Long.toString(process.pid())).start();
                String letters = new String(ps.getInputStream().readAllBytes(), US_ASCII);
                return letters.startsWith("T") ? State.PAUSED : State.RUNS;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            process.destroyForcibly();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("the server with pid " + process.pid() + " doesn't end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
