package dev.botsentinel.spring;

import dev.botsentinel.policy.Platform;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.servlet.WebhookReader;
import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.Telegram;
import dev.botsentinel.telegram.TelegramUpdate;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** Telegram's updates, where sentinel-telegram is there and the application has no mapper of its own. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(TelegramUpdate.class)
@ConditionalOnMissingBean(RequestMapper.class)
class TelegramConfiguration {

    /** Since jackson-annotations 2.21; Jackson 3 can't read anything without it. */
    private static final String NEWEST_ANNOTATION = "com.fasterxml.jackson.annotation.JsonSerializeAs";

    @Bean
    RequestMapper<TelegramUpdate> sentinelTelegramMapper() {
        checkAnnotations(ClassUtils.isPresent(NEWEST_ANNOTATION, TelegramUpdate.class.getClassLoader()));
        return TelegramUpdate::request;
    }

    @Bean
    @ConditionalOnMissingBean
    WebhookReader<TelegramUpdate> sentinelTelegramReader(SentinelProperties properties) {
        List<String> names = properties.telegram().botNames();
        BotNames own = names.isEmpty() ? BotNames.UNKNOWN : BotNames.of(names);
        return delivery -> TelegramUpdate.parse(delivery.body(), own);
    }

    @Bean
    @ConditionalOnMissingBean
    Platform sentinelTelegramPlatform() {
        return Telegram.PLATFORM;
    }

    @Bean
    FallbackPolicy sentinelTelegramPolicy() {
        return new FallbackPolicy("Telegram's starter policy", Telegram.starterPolicy());
    }

    /** Boot 3.5 pinned older ones at first: every update would fail with a NoClassDefFoundError. */
    static void checkAnnotations(boolean areNewEnough) {
        if (!areNewEnough) {
            throw new SetupException(
                    "sentinel-telegram reads JSON with Jackson 3, which needs jackson-annotations 2.21 or later; an older"
                            + " version is on the class path, since Spring Boot pins it.",
                    "Upgrade to the latest Spring Boot 3.5, or put com.fasterxml.jackson.core:jackson-annotations:2.21 into"
                            + " your dependency management.");
        }
    }
}
