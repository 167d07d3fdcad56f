package dev.botsentinel.examples;

import com.pengrad.telegrambot.TelegramBot;
import com.pengrad.telegrambot.UpdatesListener;
import com.pengrad.telegrambot.model.Update;
import com.pengrad.telegrambot.request.SendMessage;
import com.pengrad.telegrambot.utility.BotUtils;
import dev.botsentinel.Sentinel;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.telegram.TelegramUpdate;
import java.util.function.Consumer;

/** A guarded bot on {@code com.github.pengrad:java-telegram-bot-api}, whole: it repeats what it hears, twice a minute at most. */
final class PengradBot implements AutoCloseable {

    private final MemoryStore store = MemoryStore.create();
    private final Sentinel<Update> sentinel = Sentinel.<Update>builder(
                    update -> TelegramUpdate.parse(BotUtils.toJson(update)).request())
            .policy(PolicySet.builder()
                    .defaults(Policy.limits(RateLimit.perMinute(2)))
                    .build())
            .store(store)
            .build();
    private final TelegramBot bot;

    PengradBot(TelegramBot bot) {
        this.bot = bot;
        Consumer<Update> guarded = sentinel.guard(this::handle);
        bot.setUpdatesListener(updates -> {
            for (Update update : updates) {
                try {
                    guarded.accept(update);
                } catch (RuntimeException failure) {
                    System.err.println("handler: " + failure); // out of here it would end this library's polling
                }
            }
            return UpdatesListener.CONFIRMED_UPDATES_ALL;
        });
    }

    private void handle(Update update) {
        if (update.message() != null && update.message().text() != null) {
            long chat = update.message().chat().id();
            bot.execute(new SendMessage(chat, "You said: " + update.message().text()));
        }
    }

    @Override
    public void close() {
        bot.removeGetUpdatesListener();
        bot.shutdown();
        sentinel.close();
        store.close();
    }
}
