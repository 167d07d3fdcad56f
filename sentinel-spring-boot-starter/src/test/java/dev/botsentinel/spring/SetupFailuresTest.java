package dev.botsentinel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.annotation.Guarded;
import dev.botsentinel.policy.annotation.Limit;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.response.DeniedUpdate;
import dev.botsentinel.response.Responder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Each mistake that an application can make ends its start with what is wrong and what to do. */
@Timeout(60)
class SetupFailuresTest {

    /** By the analysers that Spring Boot finds. */
    private static FailureAnalysis analysis(AbstractApplicationContextRunner<?, ?, ?> runner) {
        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, failure) -> {}) // others want a context
                .stream()
                .filter(it -> it.getClass().getPackageName().equals("dev.botsentinel.spring"))
                .toList();
        FailureAnalysis[] found = new FailureAnalysis[1];
        runner.run(context -> {
            Throwable failure = context.getStartupFailure();
            assertThat(failure).as("the start").isNotNull();
            found[0] = analyzers.stream()
                    .map(it -> it.analyze(failure))
                    .filter(it -> it != null)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("nobody explains this", failure));
        });
        return found[0];
    }

    private static void fails(AbstractApplicationContextRunner<?, ?, ?> runner, String problem, String action) {
        FailureAnalysis analysis = analysis(runner);
        assertThat(analysis.getDescription()).contains(problem);
        assertThat(analysis.getAction()).contains(action);
    }

    @Configuration(proxyBeanMethods = false)
    static class NoRules {

        @Bean
        PolicySet policy() {
            return PolicySet.builder().build();
        }
    }

    @Test
    void nobodyReadsUpdates() {
        fails(
                Contexts.bare().withUserConfiguration(NoRules.class),
                "no bean of the type RequestMapper",
                "sentinel.enabled=false");
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondMapper {

        @Bean
        RequestMapper<String> second() {
            return text -> {
                throw new IllegalStateException(text);
            };
        }
    }

    @Test
    void twoMappersAreOneTooMany() {
        fails(
                Contexts.clicks().withUserConfiguration(NoRules.class, SecondMapper.class),
                "2 beans of the type RequestMapper: mapper, second",
                "Keep one");
    }

    @Test
    void thereIsNoPolicy() {
        fails(Contexts.clicks(), "There is no policy", "src/main/resources/sentinel.yml");
    }

    @Test
    void thePolicyFileHasErrors(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yml"), "version: 1\ndefaults:\n  limitz: []\n");
        fails(
                Contexts.clicks().withPropertyValues("sentinel.policy.location=file:" + file),
                "policy.yml:3:3:",
                "sentinel validate");
    }

    @Test
    void thePolicyFileIsMissing(@TempDir Path folder) {
        fails(
                Contexts.clicks().withPropertyValues("sentinel.policy.location=file:" + folder.resolve("gone.yml")),
                "there is no such file",
                "Correct them");
        fails(
                Contexts.clicks().withPropertyValues("sentinel.policy.location=classpath:gone.yml"),
                "gone.yml",
                "sentinel.policy.location");
    }

    @Test
    void twoPoliciesAreOneTooMany() {
        fails(
                Contexts.clicks()
                        .withUserConfiguration(NoRules.class)
                        .withPropertyValues("sentinel.policy.location=classpath:policy.yml"),
                "Both a PolicySet bean and sentinel.policy.location",
                "Keep one");
    }

    @Configuration(proxyBeanMethods = false)
    static class Requiring {

        @Bean
        PolicySet policy() {
            return PolicySet.builder()
                    .defaults(Policy.noLimits().requires(Requirement.REGISTERED))
                    .build();
        }
    }

    @Test
    void nobodyCanBeKnown() {
        fails(Contexts.clicks().withUserConfiguration(Requiring.class), "nobody can be known", "PrincipalResolver");
    }

    @Configuration(proxyBeanMethods = false)
    static class AnyResponder {

        @Bean
        Responder<?> some() {
            return Responder.blocking(what -> {});
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoResponders {

        @Bean
        Responder<DeniedUpdate<Click>> one() {
            return Responder.blocking(denied -> {});
        }

        @Bean
        Responder<DeniedUpdate<Click>> two() {
            return Responder.blocking(denied -> {});
        }
    }

    @Test
    void whomAResponderAnswersMustBeSeen() {
        fails(
                Contexts.clicks().withUserConfiguration(NoRules.class, AnyResponder.class),
                "What the bean 'some' answers can't be seen",
                "Responder<DeniedUpdate<…>>");
        fails(
                Contexts.clicks().withUserConfiguration(NoRules.class, TwoResponders.class),
                "Several beans answer a DeniedUpdate",
                "SentinelBuilderCustomizer");
    }

    @Test
    void aReactiveApplicationHasNoFilterForItsWebhook() {
        fails(
                new ReactiveWebApplicationContextRunner()
                        .withConfiguration(Contexts.GUARD)
                        .withUserConfiguration(Click.Mapper.class, NoRules.class)
                        .withPropertyValues("sentinel.webhook.paths=/hook"),
                "this application is reactive",
                "guardAsync");
    }

    @Test
    void redisLacksItsModule() {
        fails(
                Contexts.clicks()
                        .withClassLoader(new FilteredClassLoader(RedisStore.class))
                        .withUserConfiguration(NoRules.class)
                        .withPropertyValues("sentinel.storage.type=redis"),
                "sentinel-redis isn't on the class path",
                "dev.botsentinel:sentinel-redis");
    }

    @Test
    void redisLacksItsKey() {
        ApplicationContextRunner redis = Contexts.clicks()
                .withUserConfiguration(NoRules.class)
                .withPropertyValues("sentinel.storage.type=redis");
        fails(redis, "sentinel.storage.redis.fingerprint-key isn't set", "openssl rand -hex 16");
        FailureAnalysis wrong = analysis(redis.withPropertyValues("sentinel.storage.redis.fingerprint-key=hunter2"));
        assertThat(wrong.getDescription()).contains("is no key").doesNotContain("hunter2");
    }

    @Test
    void anOldLettuceIsRefusedWithTheVersionToSet() {
        ApplicationContextRunner old = new ApplicationContextRunner()
                .withInitializer(context -> RedisStorageConfiguration.checkLettuce("6.6.0.RELEASE/abc"));
        fails(old, "needs Lettuce 7, but Lettuce 6.6.0", "lettuce.version to 7.5.2.RELEASE");
        RedisStorageConfiguration.checkLettuce("7.5.2.RELEASE/abc");
        RedisStorageConfiguration.checkLettuce(null);
    }

    @Test
    void oldJacksonAnnotationsAreRefusedWithTheVersionToSet() {
        fails(
                new ApplicationContextRunner()
                        .withInitializer(context -> TelegramConfiguration.checkAnnotations(false)),
                "needs jackson-annotations 2.21",
                "jackson-annotations:2.21");
        TelegramConfiguration.checkAnnotations(true);
    }

    @Guarded("/a")
    @Limit(permits = 1, per = "1")
    static class UnitLost {}

    @Test
    void annotationsThatAreWrongAreShownWithTheirPlaces() {
        fails(Contexts.clicks().withBean(UnitLost.class), "lacks a unit", "Correct the annotations");
    }
}
