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

/**
 * The same guard in front of a bot on {@code com.github.pengrad:java-telegram-bot-api}: any library whose updates can be
 * rendered as the API's JSON needs no more than a mapper.
 */
final class GuardAnotherLibrary implements AutoCloseable {

    private final MemoryStore store = MemoryStore.create();
    private final Sentinel<Update> sentinel = Sentinel.<Update>builder(
                    update -> TelegramUpdate.parse(BotUtils.toJson(update)).request())
            .policy(PolicySet.builder()
                    .defaults(Policy.limits(RateLimit.perMinute(2)))
                    .build())
            .store(store)
            .build();
    private final TelegramBot bot;

    GuardAnotherLibrary(TelegramBot bot) {
        this.bot = bot;
        Consumer<Update> guarded = sentinel.guard(this::handle);
        bot.setUpdatesListener(updates -> {
            updates.forEach(guarded);
            return UpdatesListener.CONFIRMED_UPDATES_ALL;
        });
    }

    private void handle(Update update) {
        long chat = update.message().chat().id();
        bot.execute(new SendMessage(chat, "You said: " + update.message().text()));
    }

    @Override
    public void close() {
        bot.removeGetUpdatesListener();
        bot.shutdown();
        sentinel.close();
        store.close();
    }
}
