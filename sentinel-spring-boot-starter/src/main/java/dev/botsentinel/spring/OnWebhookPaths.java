package dev.botsentinel.spring;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether {@code sentinel.webhook.paths} has any, however the list is written. */
final class OnWebhookPaths extends SpringBootCondition {

    private static final String PROPERTY = "sentinel.webhook.paths";

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        List<String> paths = Binder.get(context.getEnvironment())
                .bind(PROPERTY, Bindable.listOf(String.class))
                .orElse(List.of());
        ConditionMessage.Builder message = ConditionMessage.forCondition("Sentinel's webhook");
        return paths.isEmpty()
                ? ConditionOutcome.noMatch(message.didNotFind("property").items(PROPERTY))
                : ConditionOutcome.match(message.found("path", "paths").items(paths));
    }
}
