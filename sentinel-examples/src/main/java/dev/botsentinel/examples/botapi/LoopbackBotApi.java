package dev.botsentinel.examples.botapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.botsentinel.telegram.TelegramJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The Bot API on a free port of loopback: {@code getUpdates} with offsets, {@code sendMessage}, and a plain yes to all other
 * methods. Notes what is called, and answers as badly as it is told. Thread-safe.
 */
public final class LoopbackBotApi implements AutoCloseable {

    /** A call of the API. */
    public record Call(String method, JsonNode arguments) {}

    private static final long CONFIRMED_WITHIN_SECONDS = 30;
    private static final String TOKEN = "900:loopback";
    private static final String YES = "{\"ok\":true,\"result\":true}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackBotApi::daemon);
    private final UpdateQueue updates = new UpdateQueue();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<BotReply>> replies = new ConcurrentHashMap<>();

    /** Starts the server. */
    public LoopbackBotApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "loopback-bot-api", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** The only token that is let in. */
    public String token() {
        return TOKEN;
    }

    /** The host, without scheme and port. */
    public String host() {
        return server.getAddress().getAddress().getHostAddress();
    }

    /** The port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Has a user write to the bot in private; answers the update's id. */
    public int message(long user, String text) {
        String command = text.startsWith("/")
                ? ",\"entities\":[{\"type\":\"bot_command\",\"offset\":0,\"length\":" + text.split(" ", 2)[0].length()
                        + "}]"
                : "";
        return updates.add("\"message\":{\"message_id\":1,\"date\":1767225600,\"from\":" + user(user) + ",\"chat\":"
                + chat(user) + ",\"text\":\"" + text + "\"" + command + "}");
    }

    /** Has a user press a button in the private chat; answers the update's id. */
    public int press(long user, String data) {
        return updates.add("\"callback_query\":{\"id\":\"" + user + "\",\"from\":" + user(user)
                + ",\"chat_instance\":\"1\",\"data\":\"" + data
                + "\",\"message\":{\"message_id\":2,\"date\":1767225600,\"chat\":" + chat(user)
                + ",\"text\":\"Buy?\"}}");
    }

    /** Has the API deliver an update with these JSON members beside {@code update_id}; answers the update's id. */
    public int update(String fields) {
        return updates.add(fields);
    }

    private static String user(long id) {
        return "{\"id\":" + id + ",\"is_bot\":false,\"first_name\":\"User " + id + "\",\"language_code\":\"en\"}";
    }

    private static String chat(long id) {
        return "{\"id\":" + id + ",\"type\":\"private\",\"first_name\":\"User " + id + "\"}";
    }

    /** Has the next call of a method that has no such reply yet answered by this one. */
    public void reply(String method, BotReply reply) {
        replies.computeIfAbsent(method.toLowerCase(Locale.ROOT), key -> new ConcurrentLinkedQueue<>())
                .add(reply);
    }

    /** The calls of a method so far; names are compared without case, as the API does. */
    public List<JsonNode> calls(String method) {
        return calls.stream()
                .filter(call -> call.method.equalsIgnoreCase(method))
                .map(Call::arguments)
                .toList();
    }

    /** How many updates the bot has not confirmed. */
    public int unconfirmed() {
        return updates.unconfirmed();
    }

    /** Waits until the bot has confirmed all updates, by polling on; whether it did within 30 s. */
    public boolean awaitConfirmed() throws InterruptedException {
        return updates.awaitConfirmed(CONFIRMED_WITHIN_SECONDS);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", 3);
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.length < 3 || !path[1].equals("bot" + TOKEN)) {
                send(exchange, BotReply.error(401, "Unauthorized"));
                return;
            }
            String method = path[2].toLowerCase(Locale.ROOT);
            JsonNode arguments = arguments(exchange, body);
            calls.add(new Call(method, arguments));
            BotReply planned = planned(method);
            if (planned != null) {
                send(exchange, planned);
            } else {
                send(exchange, BotReply.body(result(method, arguments)));
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable BotReply planned(String method) throws InterruptedException {
        Queue<BotReply> queue = replies.get(method);
        BotReply reply = queue == null ? null : queue.poll();
        if (reply != null && reply.until() != null) {
            reply.until().await();
        }
        return reply;
    }

    /** Bots send JSON or a form. */
    private static JsonNode arguments(HttpExchange exchange, byte[] body) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null && type.startsWith("application/json")) {
            return TelegramJson.read(body);
        }
        return Forms.read(new String(body, StandardCharsets.UTF_8));
    }

    private String result(String method, JsonNode arguments) throws InterruptedException {
        return switch (method) {
            case "getupdates" ->
                "{\"ok\":true,\"result\":"
                        + updates.poll(
                                arguments.path("offset").asInt(0),
                                arguments.path("limit").asInt(100),
                                arguments.path("timeout").asInt(0))
                        + "}";
            case "sendmessage" ->
                "{\"ok\":true,\"result\":{\"message_id\":3,\"date\":1767225600,\"chat\":"
                        + chat(arguments.path("chat_id").asLong(0)) + "}}";
            default -> YES;
        };
    }

    private static void send(HttpExchange exchange, BotReply reply) throws IOException {
        if (reply.status() == 0) {
            return; // closing without a status hangs up
        }
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Stops at once; who waits for updates gets none. */
    @Override
    public void close() {
        updates.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
