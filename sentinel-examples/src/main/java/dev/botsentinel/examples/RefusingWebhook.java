package dev.botsentinel.examples;

import com.sun.net.httpserver.HttpServer;
import dev.botsentinel.Sentinel;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Request;
import dev.botsentinel.servlet.DenialStatus;
import dev.botsentinel.servlet.GuardedHttpHandler;
import dev.botsentinel.servlet.GuardedWebhook;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A webhook for clients of your own, on the JDK's HTTP server: each client may order twice within ten seconds, and one that
 * orders more is told with 429, {@code Retry-After} and the {@code RateLimit} fields how long to wait. In front of a servlet
 * it is the same {@code GuardedWebhook} in a {@code WebhookFilter}.
 */
public final class RefusingWebhook {

    /** An order, sent as {@code client article}. */
    record Order(String client, String article) {

        static Order parse(String text) {
            String[] words = text.split(" ", 2);
            return new Order(words[0], words[1]);
        }

        Request request() {
            return Request.builder("order").subject(client).build();
        }
    }

    private RefusingWebhook() {}

    /** Orders a few times from itself; takes no arguments. */
    public static void main(String[] args) throws Exception {
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void run(PrintStream out) throws Exception {
        RateLimit limit = RateLimit.slidingWindow(2, Duration.ofSeconds(10)).named("orders");
        PolicySet policy = PolicySet.builder().defaults(Policy.limits(limit)).build();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (MemoryStore store = MemoryStore.create();
                Sentinel<Order> sentinel = Sentinel.<Order>builder(Order::request)
                        .policy(policy)
                        .store(store)
                        .build()) {
            GuardedWebhook<Order> webhook = GuardedWebhook.builder(sentinel, delivery -> Order.parse(delivery.text()))
                    .denials(DenialStatus.REFUSE)
                    .maxBody(1_000)
                    .build();
            server.createContext(
                    "/orders",
                    new GuardedHttpHandler<>(webhook, (order, exchange) -> out.println("ordered: " + order.article())));
            server.start();
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders");
            for (String article : new String[] {"tea", "milk", "sugar"}) {
                order(address, "ann " + article, out);
            }
        } finally {
            server.stop(0);
        }
    }

    private static void order(URI address, String body, PrintStream out) throws IOException, InterruptedException {
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(address)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        out.println(answer.statusCode()
                + answer.headers().firstValue("RateLimit").map(it -> ", " + it).orElse("")
                + answer.headers()
                        .firstValue("Retry-After")
                        .map(it -> ", again after " + it + " s")
                        .orElse(""));
    }
}
