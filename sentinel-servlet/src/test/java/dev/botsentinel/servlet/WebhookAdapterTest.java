package dev.botsentinel.servlet;

import com.sun.net.httpserver.HttpServer;
import dev.botsentinel.Sentinel;
import dev.botsentinel.adapter.tests.AdapterContract;
import dev.botsentinel.adapter.tests.Delivery;
import dev.botsentinel.request.RequestMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The adapter contract on a platform whose deliveries are {@link Ping}s, over HTTP. */
class WebhookAdapterTest extends AdapterContract<Ping> {

    private long number;

    private Ping ping(int person, String text) {
        return new Ping("p" + person, ++number, text);
    }

    @Override
    protected RequestMapper<Ping> mapper() {
        return Ping::request;
    }

    @Override
    protected Ping message(int person, int chat, String text) {
        return new Ping("p" + person, ++number, text, "r" + chat);
    }

    @Override
    protected Ping command(int person, int chat, String name) {
        return ping(person, "/" + name);
    }

    @Override
    protected @Nullable Ping button(int person, int chat, String data) {
        return null;
    }

    @Override
    protected @Nullable Ping inTopic(int person, int chat, int topic, String text) {
        return null;
    }

    @Override
    protected @Nullable Ping inSpace(int person, int space, int chat, String text) {
        return null;
    }

    @Override
    protected @Nullable Ping byBot(int chat, String text) {
        return null;
    }

    @Override
    protected List<Ping> notDeliberate() {
        return List.of();
    }

    @Override
    protected List<Ping> exempt() {
        return List.of();
    }

    @Override
    protected Delivery<Ping> delivery() {
        return WebhookAdapterTest::deliver;
    }

    private static boolean deliver(Sentinel<Ping> sentinel, Consumer<Ping> handler, Ping update) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        GuardedWebhook<Ping> webhook = GuardedWebhook.builder(sentinel, delivery -> Ping.parse(delivery.text()))
                .build();
        server.createContext("/", new GuardedHttpHandler<>(webhook, (ping, exchange) -> handler.accept(ping)));
        server.start();
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                    .POST(BodyPublishers.ofString(update.line()))
                    .build();
            HttpResponse<Void> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == 200;
        } finally {
            server.stop(0);
        }
    }
}
