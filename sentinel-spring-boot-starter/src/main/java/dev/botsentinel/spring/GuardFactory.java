package dev.botsentinel.spring;

import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.ErrorClassifier;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.Platform;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.response.DeniedUpdate;
import dev.botsentinel.response.FailedUpdate;
import dev.botsentinel.response.Responder;
import dev.botsentinel.spring.SentinelProperties.ResolverProperties;
import dev.botsentinel.store.SentinelStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the guard of the application's beans and properties. */
final class GuardFactory {

    private final GuardBeans beans;
    private final SentinelProperties properties;

    GuardFactory(GuardBeans beans, SentinelProperties properties) {
        this.beans = beans;
        this.properties = properties;
    }

    /** @throws SetupException if the beans make no guard */
    Sentinel<?> guard(PolicySet policy, SentinelStore store) {
        RequestMapper<?> mapper = beans.only(RequestMapper.class);
        if (mapper == null) {
            throw new SetupException(
                    "There is no bean of the type RequestMapper, so the guard can't read updates.",
                    "Declare one for your update type; for Telegram add sentinel-telegram. Without a guard set"
                            + " sentinel.enabled=false.");
        }
        return build(mapper, policy, store);
    }

    private <U> Sentinel<U> build(RequestMapper<U> mapper, PolicySet policy, SentinelStore store) {
        SentinelBuilder<U> builder = Sentinel.<U>builder(mapper).policy(policy).store(store);
        resolver(builder);
        beans.interceptors((name, interceptor) -> place(builder, name, interceptor));
        beans.all(SecurityListener.class).forEach(builder::listener);
        beans.all(DecisionListener.class).forEach(builder::decisionListener);
        Platform platform = beans.only(Platform.class);
        if (platform != null) {
            builder.platform(platform);
        }
        ErrorClassifier classifier = beans.only(ErrorClassifier.class);
        if (classifier != null) {
            builder.errorClassifier(classifier);
        }
        if (properties.refundOnFailure()) {
            builder.refundOnFailure();
        }
        responders(builder);
        customize(builder);
        try {
            return builder.build();
        } catch (IllegalStateException nobodyKnown) {
            throw new SetupException(
                    "The policy requires roles, permissions or registration, but nobody can be known.",
                    "Declare a bean of the type PrincipalResolver or UserRepository, or take 'requires' out of the"
                            + " policy.",
                    nobodyKnown);
        }
    }

    private <U> void resolver(SentinelBuilder<U> builder) {
        ResolverProperties resolving = properties.resolver();
        builder.resolverTimeout(resolving.timeout()).principalCache(resolving.cacheTimeToLive(), resolving.cacheSize());
        PrincipalResolver resolver = resolver();
        if (resolver != null) {
            builder.resolver(resolver);
        }
    }

    /** All resolvers, combined; without any, the repository of users. */
    private @Nullable PrincipalResolver resolver() {
        List<PrincipalResolver> resolvers = beans.all(PrincipalResolver.class);
        if (!resolvers.isEmpty()) {
            return resolvers.size() == 1
                    ? resolvers.get(0)
                    : PrincipalResolver.combine(resolvers.toArray(PrincipalResolver[]::new));
        }
        UserRepository users = beans.only(UserRepository.class);
        return users == null ? null : PrincipalResolver.of(users);
    }

    private void place(SentinelBuilder<?> builder, String bean, Interceptor interceptor) {
        PlacedBefore before = beans.annotation(bean, PlacedBefore.class);
        PlacedAfter after = beans.annotation(bean, PlacedAfter.class);
        if (before != null && after != null) {
            throw new SetupException(
                    "The interceptor '" + bean + "' is placed both before " + before.value() + " and after "
                            + after.value() + ".",
                    "Keep one of @PlacedBefore and @PlacedAfter.");
        }
        if (before != null) {
            builder.before(before.value(), interceptor);
        } else {
            builder.after(after == null ? Stage.ACCESS : after.value(), interceptor);
        }
    }

    /** Their generics were looked at; that they are of the mapper's update type is for the application to see to. */
    @SuppressWarnings("unchecked")
    private <U> void responders(SentinelBuilder<U> builder) {
        Responder<?> denied = beans.responder(DeniedUpdate.class);
        if (denied != null) {
            builder.onDenied((Responder<DeniedUpdate<U>>) denied);
        }
        Responder<?> failed = beans.responder(FailedUpdate.class);
        if (failed != null) {
            builder.onHandlerError((Responder<FailedUpdate<U>>) failed);
        }
    }

    @SuppressWarnings("unchecked")
    private <U> void customize(SentinelBuilder<U> builder) {
        for (SentinelBuilderCustomizer<?> customizer : beans.all(SentinelBuilderCustomizer.class)) {
            ((SentinelBuilderCustomizer<U>) customizer).customize(builder);
        }
    }
}
