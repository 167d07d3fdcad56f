package dev.botsentinel.telegrambots;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.telegram.telegrambots.longpolling.util.TelegramOkHttpClientFactory.DefaultOkHttpClientCreator;

/**
 * The HTTP client that polls, for the library's application: an update that the library can't read is passed over. Without
 * this, one such update fails the whole answer that it is in; as none of it gets confirmed, the same comes again for ever,
 * and whoever finds out what to send has made the bot deaf to all.
 *
 * <pre>{@code
 * new TelegramBotsLongPollingApplication(ObjectMapper::new, new ContainedClient(), ContainedExecutor::new)
 * }</pre>
 *
 * <p>What is passed over is handed on with nothing but its number, as an update of a kind that the library doesn't know, so
 * that it is confirmed; it is counted and logged, without its content. An update that lacks even the number can't be
 * confirmed and stays a failure; Telegram sends none. Each answer is read twice. Thread-safe.
 */
public final class ContainedClient implements Supplier<OkHttpClient> {

    private final Supplier<OkHttpClient> clients;
    private final ReadableAnswers answers = new ReadableAnswers();

    /** The client that the library makes by itself. */
    public ContainedClient() {
        this(new DefaultOkHttpClientCreator());
    }

    /** Clients made otherwise, as for a proxy. */
    public ContainedClient(Supplier<OkHttpClient> clients) {
        this.clients = Objects.requireNonNull(clients, "clients");
    }

    /** A client; all count together. */
    @Override
    public OkHttpClient get() {
        return clients.get().newBuilder().addInterceptor(this::readable).build();
    }

    private Response readable(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        ResponseBody body = response.body();
        if (body == null || !response.isSuccessful() || !isPolling(chain)) {
            return response;
        }
        ResponseBody readable = ResponseBody.create(answers.readable(body.string()), body.contentType());
        return response.newBuilder().body(readable).build();
    }

    private static boolean isPolling(Interceptor.Chain chain) {
        var path = chain.request().url().pathSegments();
        return path.get(path.size() - 1).equalsIgnoreCase("getUpdates");
    }

    /** How many updates were passed over. One that failed to be confirmed counts each time it comes. */
    public long unreadable() {
        return answers.unreadable();
    }
}
