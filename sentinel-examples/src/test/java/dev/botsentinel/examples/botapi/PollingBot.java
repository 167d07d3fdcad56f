package dev.botsentinel.examples.botapi;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.telegrambots.ApiErrors;
import dev.botsentinel.telegrambots.ContainedExecutor;
import dev.botsentinel.telegrambots.DenialAnswers;
import dev.botsentinel.telegrambots.LenientUpdates;
import dev.botsentinel.telegrambots.TelegramBots;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import okhttp3.OkHttpClient;
import org.telegram.telegrambots.client.okhttp.OkHttpTelegramClient;
import org.telegram.telegrambots.longpolling.BotSession;
import org.telegram.telegrambots.longpolling.TelegramBotsLongPollingApplication;
import org.telegram.telegrambots.longpolling.interfaces.BackOff;
import org.telegram.telegrambots.longpolling.interfaces.LongPollingUpdateConsumer;
import org.telegram.telegrambots.longpolling.util.DefaultGetUpdatesGenerator;
import org.telegram.telegrambots.longpolling.util.TelegramOkHttpClientFactory.DefaultOkHttpClientCreator;
import org.telegram.telegrambots.meta.TelegramUrl;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.generics.TelegramClient;

/** The library's own application, session and client, on the API of loopback, with a guard at hand. */
final class PollingBot implements AutoCloseable {

    final LoopbackBotApi api;
    final ContainedExecutor polling = new ContainedExecutor();
    final LenientUpdates updates = new LenientUpdates();
    final TelegramClient client;
    final List<SecurityEvent> events = new CopyOnWriteArrayList<>();
    final List<Decision> decisions = new CopyOnWriteArrayList<>();
    final MemoryStore store = MemoryStore.create();
    final Sentinel<Update> sentinel;

    private final TelegramUrl url;
    private final OkHttpClient http = new OkHttpClient();
    private final TelegramBotsLongPollingApplication application;

    PollingBot(PolicySet policy) throws IOException {
        api = new LoopbackBotApi();
        url = new TelegramUrl("http", api.host(), api.port(), false);
        client = new OkHttpTelegramClient(http, api.token(), url);
        application = new TelegramBotsLongPollingApplication(
                ObjectMapper::new, new DefaultOkHttpClientCreator(), () -> polling, NoBackOff::new);
        DenialAnswers answers = DenialAnswers.through(client);
        SentinelBuilder<Update> builder = Sentinel.<Update>builder(TelegramBots::request)
                .policy(policy)
                .store(store)
                .listener(events::add)
                .decisionListener((request, applied, decision, nanos) -> decisions.add(decision))
                .onDenied(answers.explaining(), answers.acknowledging())
                .errorClassifier(ApiErrors.classifier("api"));
        sentinel = builder.build();
    }

    /** As the library asks to be used, without waiting after errors. */
    BotSession start(LongPollingUpdateConsumer consumer) throws TelegramApiException {
        return application.registerBot(api.token(), () -> url, updates, consumer);
    }

    /** The library's application on the executor it makes itself. */
    BotSession startUnprotected(LongPollingUpdateConsumer consumer) throws TelegramApiException {
        return new TelegramBotsLongPollingApplication()
                .registerBot(api.token(), () -> url, new DefaultGetUpdatesGenerator(), consumer);
    }

    <E extends SecurityEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Waits for what must come; the test's time-out is the bound. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it; who is waited for may need this core
    static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.yield();
        }
    }

    void stopPolling() throws TelegramApiException {
        application.unregisterBot(api.token());
    }

    @Override
    public void close() {
        try {
            application.close();
        } catch (Exception failure) {
            throw new IllegalStateException("the library's application doesn't close", failure);
        }
        sentinel.close();
        store.close();
        api.close();
        polling.shutdownNow();
        http.dispatcher().executorService().shutdownNow();
    }

    private static final class NoBackOff implements BackOff {
        @Override
        public void reset() {}

        @Override
        public long nextBackOffMillis() {
            return 0;
        }
    }
}
