package dev.botsentinel.spring.test;

import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.spring.SentinelAutoConfiguration;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.testing.EventRecorder;
import dev.botsentinel.testing.ManualTime;
import java.time.Instant;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The beans of a {@link SentinelTest}: a clock, a storage in memory that goes by it, and a recorder. */
@AutoConfiguration(before = SentinelAutoConfiguration.class)
final class SentinelTestAutoConfiguration {

    static final String CLOCK = "sentinel.test.clock";

    SentinelTestAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ManualTime sentinelTestTime(Environment environment) {
        return new ManualTime(Instant.parse(environment.getRequiredProperty(CLOCK)));
    }

    /** In place of what {@code sentinel.storage} says, unless the test has one. */
    @Bean
    @ConditionalOnMissingBean
    SentinelStore sentinelTestStore(ManualTime time) {
        return MemoryStore.builder().time(time).build();
    }

    @Bean
    @ConditionalOnMissingBean
    EventRecorder sentinelTestRecorder() {
        return new EventRecorder();
    }
}
