package dev.botsentinel.examples;

import org.telegram.telegrambots.longpolling.util.DefaultLongPollingUpdateConsumer;
import org.telegram.telegrambots.meta.api.methods.AnswerCallbackQuery;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.generics.TelegramClient;

/** A bot on telegrambots as there are many, which knows nothing of Sentinel: repeats what it hears, and fails on {@code /fail}. */
final class EchoBot extends DefaultLongPollingUpdateConsumer {

    private final TelegramClient client;

    EchoBot(TelegramClient client) {
        this.client = client;
    }

    @Override
    public void consume(Update update) {
        try {
            if (update.hasCallbackQuery()) {
                client.execute(new AnswerCallbackQuery(update.getCallbackQuery().getId()));
            } else if (update.hasMessage() && update.getMessage().hasText()) {
                echo(update.getMessage().getChatId(), update.getMessage().getText());
            }
        } catch (TelegramApiException failure) {
            throw new IllegalStateException("the API refused", failure);
        }
    }

    private void echo(long chat, String text) throws TelegramApiException {
        if (text.equals("/fail")) {
            throw new IllegalStateException("a bug");
        }
        client.execute(new SendMessage(Long.toString(chat), "You said: " + text));
    }
}
