package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium, driven over the DevTools protocol: {@code -Dchromium=/path/to/it}, else the first that the {@code
 * PATH} has. One page, one caller at a time.
 */
final class Browser implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final long PATIENCE_SECONDS = 60;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private final WebSocket socket;
    private int lastId;

    /** Where the browser is, if there is one. */
    static Optional<Path> find() {
        String named = System.getProperty("chromium");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param profile an empty directory */
    Browser(Path binary, Path profile) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        binary.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("browser.log").toFile())
                .start();
        try {
            socket = connect(pageOf(port(profile)));
            call("Page.enable", "{}");
            call("Runtime.enable", "{}");
            call("Log.enable", "{}");
        } catch (IOException | InterruptedException | RuntimeException | Error failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    /** Opens a page and waits until it is loaded. */
    void open(Path page, int width, boolean dark) throws InterruptedException {
        complaints.clear();
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":800,\"deviceScaleFactor\":1,\"mobile\":" + (width < 600) + "}");
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]}");
        received.clear();
        call("Page.navigate", "{\"url\":" + JSON.writeValueAsString(page.toUri().toString()) + "}");
        while (!evaluate("location.protocol + document.readyState").asString().equals("file:complete")) {
            Thread.onSpinWait();
        }
    }

    /** What the expression comes to in the page. */
    JsonNode evaluate(String expression) throws InterruptedException {
        JsonNode result = call(
                "Runtime.evaluate",
                "{\"returnByValue\":true,\"expression\":" + JSON.writeValueAsString(expression) + "}");
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result);
        }
        return result.path("result").path("value");
    }

    /** What the console has, in red or not, since the page was opened. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The result of a command of the protocol. */
    JsonNode call(String method, String parameters) throws InterruptedException {
        int id = ++lastId;
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
                .join();
        while (true) {
            JsonNode message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("the browser gives no answer to " + method);
            }
            String event = message.path("method").asString("");
            if (event.equals("Log.entryAdded")
                    || event.equals("Runtime.exceptionThrown")
                    || event.equals("Runtime.consoleAPICalled")) {
                complaints.add(message.toString());
            }
            if (message.path("id").asInt(0) == id) {
                if (message.has("error")) {
                    throw new AssertionError(method + ": " + message);
                }
                return message.path("result");
            }
        }
    }

    private WebSocket connect(URI page) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
                        text.append(data);
                        if (last) {
                            received.add(JSON.readTree(text.toString()));
                            text.setLength(0);
                        }
                        from.request(1);
                        return null;
                    }
                })
                .join();
    }

    private static URI pageOf(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        String list = HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString(UTF_8))
                .body();
        for (JsonNode target : JSON.readTree(list)) {
            if (target.path("type").asString("").equals("page")) {
                return URI.create(target.path("webSocketDebuggerUrl").asString());
            }
        }
        throw new AssertionError("the browser has no page: " + list);
    }

    private int port(Path profile) throws IOException, InterruptedException {
        Path file = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline) {
            if (Files.exists(file) && Files.readString(file).contains("\n")) {
                return Integer.parseInt(
                        Files.readString(file).lines().findFirst().orElseThrow());
            }
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new AssertionError("the browser doesn't start: " + Files.readString(profile.resolve("browser.log")));
    }

    /** Ends the browser and waits until it lets go of its files. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }
}
