package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.telegram.BotNames;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.telegram.telegrambots.meta.api.methods.GetMe;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.exceptions.TelegramApiException;
import org.telegram.telegrambots.meta.generics.TelegramClient;

/** A command for another bot is none, once the API has said what this one is called. */
class OwnNameTest {

    private static final Update FOR_ANOTHER = Updates.text(1, 42, "/pay@other_bot");

    private static TelegramClient answering(Callable<User> answer) {
        return (TelegramClient) Proxy.newProxyInstance(
                OwnNameTest.class.getClassLoader(),
                new Class<?>[] {TelegramClient.class},
                (proxy, method, arguments) -> {
                    assertThat(arguments[0]).isInstanceOf(GetMe.class);
                    return answer.call();
                });
    }

    private static String action(RequestMapper<Update> mapper, Update update) {
        return mapper.map(update).action().name();
    }

    @Test
    void theApiIsAskedForTheName() {
        User shop = User.builder()
                .id(900L)
                .isBot(true)
                .firstName("Shop")
                .userName("Shop_Bot")
                .build();
        RequestMapper<Update> mapper = TelegramBots.mapper(answering(() -> shop));
        assertThat(action(mapper, FOR_ANOTHER)).isEqualTo("message");
        assertThat(action(mapper, Updates.text(1, 42, "/pay@shop_bot"))).isEqualTo("/pay");
    }

    @Test
    void aFailureLeavesTheNameUnknown() {
        RequestMapper<Update> refused = TelegramBots.mapper(answering(() -> {
            throw new TelegramApiException("gone");
        }));
        RequestMapper<Update> broken = TelegramBots.mapper(answering(() -> {
            throw new IllegalStateException("closed");
        }));
        RequestMapper<Update> silent = TelegramBots.mapper(answering(() -> null));
        assertThat(action(refused, FOR_ANOTHER)).isEqualTo("/pay");
        assertThat(action(broken, FOR_ANOTHER)).isEqualTo("/pay");
        assertThat(action(silent, FOR_ANOTHER)).isEqualTo("/pay");
    }

    @Test
    void theNameCanBeSaid() {
        assertThat(action(TelegramBots.mapper(BotNames.of("@shop_bot")), FOR_ANOTHER))
                .isEqualTo("message");
        assertThat(TelegramBots.request(FOR_ANOTHER, BotNames.of("other_bot"))
                        .action()
                        .name())
                .isEqualTo("/pay");
    }
}
