package dev.botsentinel.telegrambots;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.response.DenialTexts;
import dev.botsentinel.response.DeniedUpdate;
import dev.botsentinel.response.Responder;
import dev.botsentinel.store.MonotonicTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.objects.CallbackQuery;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.message.DirectMessagesTopic;
import org.telegram.telegrambots.meta.api.objects.message.Message;
import org.telegram.telegrambots.meta.api.objects.payments.PreCheckoutQuery;
import org.telegram.telegrambots.meta.api.objects.payments.ShippingQuery;
import org.telegram.telegrambots.meta.generics.TelegramClient;

/**
 * Answers denied updates through the library's client, in the user's language: a message in a private chat once for each
 * window, with the time to wait; and always whatever the user's app waits for. A callback's button stops spinning, an inline
 * query finds nothing, for this user and a second, a payment or its shipping is refused with the reason, a request to join
 * waits for an administrator. Bots are never answered: two of them would go on for ever.
 *
 * <pre>{@code
 * DenialAnswers answers = DenialAnswers.through(client);
 * builder.onDenied(answers.explaining(), answers.acknowledging()).errorClassifier(ApiErrors.classifier("api"));
 * }</pre>
 *
 * <p>The guard calls this on its own few threads, at most 1,024 answers wait, and what fails is an event there. Each answer
 * is waited for, so that the client's queue doesn't grow, for at most 10 s. After a {@code retry_after} no message is sent
 * to that chat until it has passed; queries and other chats are answered all the same. Thread-safe. Doesn't close the client.
 */
public final class DenialAnswers {

    private static final long TIMEOUT_SECONDS = 10;

    private static final int MOST_PAUSES = 10_000;

    /** The rule that denies what was delivered before: the same query, which the handler answers. */
    private static final String DELIVERED_AGAIN = "update-id";

    private final TelegramClient client;
    private final DenialTexts texts;
    private final boolean groups;
    private final @Nullable Reachability reachability;
    private final InstantSource time;
    private final LongAdder withheld = new LongAdder();
    /** By chat; what is forgotten costs one more refusal. */
    private final Cache<String, Instant> pauses = Caffeine.newBuilder()
            .maximumSize(MOST_PAUSES)
            .executor(Runnable::run)
            .build();

    private DenialAnswers(Builder builder) {
        this.client = builder.client;
        this.texts = builder.texts;
        this.groups = builder.groups;
        this.reachability = builder.reachability;
        this.time = builder.time;
    }

    /** Answers with the bundled texts, in private chats. */
    public static DenialAnswers through(TelegramClient client) {
        return builder(client).build();
    }

    /** For answers made otherwise. */
    public static Builder builder(TelegramClient client) {
        return new Builder(client);
    }

    /** For the first denial in a window: says why and how long to wait. */
    public Responder<DeniedUpdate<Update>> explaining() {
        return denied -> answer(denied, true);
    }

    /** For all other denials: only what the user's app waits for, such as a callback. */
    public Responder<DeniedUpdate<Update>> acknowledging() {
        return denied -> answer(denied, false);
    }

    /** How many messages were not sent: during a pause that the API asked for, or to a user who has blocked the bot. */
    public long withheld() {
        return withheld.sum();
    }

    private CompletionStage<?> answer(DeniedUpdate<Update> denied, boolean explain) {
        Update update = denied.update();
        if (denied.request().bot()) {
            return Responder.nothing();
        }
        if (update.getMessage() != null) {
            return explain ? tell(denied, update.getMessage()) : Responder.nothing();
        }
        BotApiMethod<?> refusal = refusal(denied, explain);
        return refusal == null ? Responder.nothing() : call(refusal, null);
    }

    /** Refuses a query; null where nobody waits for that. */
    private @Nullable BotApiMethod<?> refusal(DeniedUpdate<Update> denied, boolean explain) {
        Update update = denied.update();
        if (update.getCallbackQuery() != null && update.getCallbackQuery().getId() != null) {
            CallbackQuery query = update.getCallbackQuery();
            return Refusals.callback(query, explain ? text(denied, query.getFrom()) : null);
        }
        if (denied.decision().rule().equals(DELIVERED_AGAIN)) {
            return null;
        }
        if (update.getInlineQuery() != null) {
            return Refusals.inline(update.getInlineQuery());
        }
        if (update.getPreCheckoutQuery() != null) {
            PreCheckoutQuery query = update.getPreCheckoutQuery();
            String text = text(denied, query.getFrom());
            return text == null ? null : Refusals.checkout(query, text);
        }
        if (update.getChatJoinRequest() != null) {
            String query = update.getChatJoinRequest().getQueryId();
            return query == null ? null : Refusals.joining(query);
        }
        if (update.getShippingQuery() != null) {
            ShippingQuery query = update.getShippingQuery();
            String text = text(denied, query.getFrom());
            return text == null ? null : Refusals.shipping(query, text);
        }
        return null;
    }

    private CompletionStage<?> tell(DeniedUpdate<Update> denied, Message message) {
        String text = message.getChat() == null || !speaksIn(message) ? null : text(denied, message.getFrom());
        if (text == null) {
            return Responder.nothing();
        }
        if (isSilent(message)) {
            withheld.increment();
            return Responder.nothing();
        }
        return call(message(message, text), message.getFrom());
    }

    private boolean speaksIn(Message message) {
        return (groups || message.isUserMessage()) && isAddressable(message.getDirectMessagesTopic());
    }

    /** The API numbers these topics like users, beyond what the library's messages can carry. */
    private static boolean isAddressable(@Nullable DirectMessagesTopic topic) {
        return topic == null
                || (topic.getTopicId() != null && topic.getTopicId().intValue() == topic.getTopicId());
    }

    private boolean isSilent(Message message) {
        boolean gone = reachability != null
                && message.isUserMessage()
                && reachability.isUnreachable(message.getChat().getId());
        return gone || isPaused(message.getChat().getId().toString());
    }

    private boolean isPaused(String chat) {
        Instant until = pauses.getIfPresent(chat);
        return until != null && time.instant().isBefore(until);
    }

    private @Nullable String text(DeniedUpdate<Update> denied, @Nullable User user) {
        return texts.text(denied.decision(), user == null ? null : user.getLanguageCode());
    }

    private static SendMessage message(Message denied, String text) {
        SendMessage message = new SendMessage(denied.getChat().getId().toString(), text);
        message.setMessageThreadId(
                Boolean.TRUE.equals(denied.getIsTopicMessage()) ? denied.getMessageThreadId() : null);
        DirectMessagesTopic topic = denied.getDirectMessagesTopic();
        message.setDirectMessagesTopicId(
                topic == null ? null : topic.getTopicId().intValue());
        return message;
    }

    private CompletionStage<?> call(BotApiMethod<?> method, @Nullable User user) {
        try {
            return CompletableFuture.completedFuture(
                    client.executeAsync(method).get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException failure) {
            return failed(Objects.requireNonNullElse(failure.getCause(), failure), method, user);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(interruption);
        } catch (Exception failure) {
            return failed(failure, method, user);
        }
    }

    private CompletionStage<?> failed(Throwable failure, BotApiMethod<?> method, @Nullable User user) {
        Duration wait = ApiErrors.retryAfter(failure);
        if (wait != null && method instanceof SendMessage message) {
            pauses.put(message.getChatId(), time.instant().plus(wait));
        }
        if (user != null && isTo(user, method) && reachability != null && ApiErrors.isUnreachable(failure)) {
            reachability.unreachable(user.getId());
        }
        return CompletableFuture.failedFuture(failure);
    }

    /** Whether it is sent to the user's private chat: who can't write into a group may still reach its members. */
    private static boolean isTo(User user, BotApiMethod<?> method) {
        return method instanceof SendMessage message
                && message.getChatId().equals(user.getId().toString());
    }

    /** Collects what answers are made of. Not thread-safe. */
    public static final class Builder {

        private final TelegramClient client;
        private DenialTexts texts = DenialTexts.bundled();
        private boolean groups;
        private @Nullable Reachability reachability;
        private InstantSource time = new MonotonicTime();

        private Builder(TelegramClient client) {
            this.client = Objects.requireNonNull(client, "client");
        }

        /** What to say; {@link DenialTexts#bundled()} by default. */
        public Builder texts(DenialTexts texts) {
            this.texts = Objects.requireNonNull(texts, "texts");
            return this;
        }

        /**
         * Says it in groups, too. Not by default: a bot that answers each flooder in front of all others is a part of the
         * flood. Queries are answered anywhere; only who made them sees that.
         */
        public Builder inGroups() {
            this.groups = true;
            return this;
        }

        /** Sends nothing to whoever has blocked the bot, and notes whom the API says can't be reached. */
        public Builder reachability(Reachability reachability) {
            this.reachability = Objects.requireNonNull(reachability, "reachability");
            return this;
        }

        /** The time of pauses; a {@link MonotonicTime} by default. */
        public Builder time(InstantSource time) {
            this.time = Objects.requireNonNull(time, "time");
            return this;
        }

        public DenialAnswers build() {
            return new DenialAnswers(this);
        }
    }
}
