package dev.botsentinel.spring;

import dev.botsentinel.telegram.TelegramUpdate;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Application contexts with the guard's auto-configuration. */
final class Contexts {

    static final AutoConfigurations GUARD = AutoConfigurations.of(
            SentinelMetricsAutoConfiguration.class,
            SentinelAutoConfiguration.class,
            SentinelWebhookAutoConfiguration.class,
            SentinelActuatorAutoConfiguration.class,
            SentinelHealthAutoConfiguration.class);

    private Contexts() {}

    /** One with a mapper for {@link Click}, and nothing else. */
    static ApplicationContextRunner clicks() {
        return bare().withUserConfiguration(Click.Mapper.class);
    }

    /** One without a mapper, and without Telegram. */
    static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(GUARD)
                .withClassLoader(new FilteredClassLoader(TelegramUpdate.class));
    }
}
