package dev.botsentinel.spring;

import dev.botsentinel.Sentinel;
import dev.botsentinel.servlet.DenialStatus;
import dev.botsentinel.servlet.GuardedWebhook;
import dev.botsentinel.servlet.WebhookFilter;
import dev.botsentinel.servlet.WebhookReader;
import dev.botsentinel.spring.SentinelProperties.WebhookDenials;
import dev.botsentinel.spring.SentinelProperties.WebhookProperties;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** A filter in front of the addresses that {@code sentinel.webhook.paths} names. */
@AutoConfiguration(after = SentinelAutoConfiguration.class)
@ConditionalOnBean(Sentinel.class)
@Conditional(OnWebhookPaths.class)
public final class SentinelWebhookAutoConfiguration {

    SentinelWebhookAutoConfiguration() {}

    /** A path that nothing guards, though a property says so, would be noticed too late. */
    @Bean
    @Lazy(false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static InitializingBean sentinelWebhookRefusal() {
        return () -> {
            throw new SetupException(
                    "The property sentinel.webhook.paths is set, but the filter that guards them needs a servlet container"
                            + " and this application is reactive.",
                    "Guard the handler itself with sentinel.guardAsync, and take the property away.");
        };
    }

    /** In a servlet container. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Filter.class, FilterRegistrationBean.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Servlets {

        @Bean
        @ConditionalOnMissingBean
        GuardedWebhook<?> sentinelWebhook(
                Sentinel<?> sentinel, ObjectProvider<WebhookReader<?>> readers, SentinelProperties properties) {
            WebhookReader<?> reader = readers.getIfAvailable();
            if (reader == null) {
                throw new SetupException(
                        "The property sentinel.webhook.paths is set, but no bean of the type WebhookReader can read what"
                                + " comes there.",
                        "Declare one that makes your update type of a delivery; for Telegram add sentinel-telegram.");
            }
            return webhook(sentinel, reader, properties.webhook());
        }

        /** That the reader makes the guard's updates is for the application to see to. */
        @SuppressWarnings("unchecked")
        private static <U> GuardedWebhook<U> webhook(
                Sentinel<U> sentinel, WebhookReader<?> reader, WebhookProperties settings) {
            GuardedWebhook.Builder<U> builder = GuardedWebhook.builder(sentinel, (WebhookReader<U>) reader)
                    .maxBody(settings.maxBody())
                    .denials(
                            settings.denials() == WebhookDenials.REFUSE
                                    ? DenialStatus.REFUSE
                                    : DenialStatus.ACKNOWLEDGE)
                    .pass(settings.passMethods().toArray(String[]::new));
            return settings.acknowledgeFailures()
                    ? builder.acknowledgeFailures().build()
                    : builder.build();
        }

        @Bean
        FilterRegistrationBean<WebhookFilter> sentinelWebhookFilter(
                GuardedWebhook<?> webhook, SentinelProperties properties) {
            FilterRegistrationBean<WebhookFilter> filter = new FilterRegistrationBean<>(new WebhookFilter(webhook));
            filter.setUrlPatterns(properties.webhook().paths());
            filter.setOrder(properties.webhook().order());
            filter.setDispatcherTypes(DispatcherType.REQUEST);
            return filter;
        }
    }
}
