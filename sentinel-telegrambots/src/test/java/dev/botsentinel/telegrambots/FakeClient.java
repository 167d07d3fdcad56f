package dev.botsentinel.telegrambots;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.botapimethods.BotApiMethod;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;
import org.telegram.telegrambots.meta.generics.TelegramClient;

/** A client that notes what is called, and answers as it is told. */
final class FakeClient {

    final List<BotApiMethod<?>> called = new CopyOnWriteArrayList<>();
    volatile Function<BotApiMethod<?>, CompletableFuture<?>> answers =
            method -> CompletableFuture.completedFuture(null);

    TelegramClient client() {
        return (TelegramClient) Proxy.newProxyInstance(
                FakeClient.class.getClassLoader(),
                new Class<?>[] {TelegramClient.class},
                (proxy, method, arguments) -> {
                    BotApiMethod<?> call = (BotApiMethod<?>) arguments[0];
                    called.add(call);
                    return answers.apply(call);
                });
    }

    /** The API refuses all calls with this answer. */
    void refuse(String json) {
        answers = method -> {
            try {
                return CompletableFuture.completedFuture(method.deserializeResponse(json.replace('\'', '"')));
            } catch (TelegramApiRequestException refusal) {
                return CompletableFuture.failedFuture(refusal);
            }
        };
    }

    List<String> texts() {
        return called.stream()
                .filter(SendMessage.class::isInstance)
                .map(method -> ((SendMessage) method).getText())
                .toList();
    }

    /** The texts of answered callbacks, "" for none. */
    List<String> notes() {
        return called.stream()
                .filter(AnswerCallbackQuery.class::isInstance)
                .map(method -> ((AnswerCallbackQuery) method).getText())
                .map(text -> text == null ? "" : text)
                .toList();
    }
}
