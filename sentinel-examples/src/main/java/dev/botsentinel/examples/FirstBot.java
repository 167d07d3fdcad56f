package dev.botsentinel.examples;

import com.sun.net.httpserver.HttpServer;
import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.micrometer.SentinelMetrics;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.response.Responder;
import dev.botsentinel.telegram.Telegram;
import dev.botsentinel.telegram.TelegramUpdate;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/** What you type is a user's message. A guarded bot answers, and shows its metrics. */
public class FirstBot {

    public static void main(String[] args) throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SentinelMetrics metrics = SentinelMetrics.to(registry);
        Sentinel<TelegramUpdate> sentinel = Sentinel.builder(TelegramUpdate::request)
                .platform(Telegram.PLATFORM)
                .policy(PolicyFile.read(Path.of(args[0])))
                .resolver(PrincipalResolver.of(Map.of("1", Principal.registered("admin"))))
                .store(metrics.timed("memory", MemoryStore.create()))
                .listener(metrics)
                .decisionListener(metrics)
                .onDenied(Responder.blocking(denied -> System.out.println("bot> " + denied.safeText())))
                .build();
        Consumer<TelegramUpdate> bot = sentinel.guard(FirstBot::answer);

        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9400), 0);
        server.createContext("/metrics", exchange -> {
            byte[] page = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();

        BufferedReader typed = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int number = 1;
        for (String line = typed.readLine(); line != null; line = typed.readLine()) {
            String text = line.replace("\\", "\\\\").replace("\"", "\\\"");
            bot.accept(TelegramUpdate.parse("{\"update_id\":" + number++ + ",\"message\":{\"from\":{\"id\":42},"
                    + "\"chat\":{\"id\":42},\"text\":\"" + text + "\"}}"));
        }
        server.stop(0);
        sentinel.close();
    }

    private static void answer(TelegramUpdate update) {
        System.out.println("bot> you said " + update.json().at("/message/text").stringValue());
    }
}
