package dev.botsentinel.spring.test;

import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.access.UserRepository;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.event.ErrorClassifier;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.policy.Platform;
import dev.botsentinel.policy.annotation.Guarded;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.response.Responder;
import dev.botsentinel.servlet.WebhookReader;
import dev.botsentinel.spring.SentinelBuilderCustomizer;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Leaves out what a guard isn't made of. */
final class SentinelTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<SentinelTest> {

    private static final Set<Class<?>> OF_A_GUARD = Set.of(
            RequestMapper.class,
            WebhookReader.class,
            PrincipalResolver.class,
            UserRepository.class,
            Interceptor.class,
            SecurityListener.class,
            DecisionListener.class,
            Responder.class,
            ErrorClassifier.class,
            Platform.class,
            SentinelBuilderCustomizer.class,
            Guarded.class);

    SentinelTypeExcludeFilter(Class<?> testClass) {
        super(testClass);
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return OF_A_GUARD;
    }

    /** Handlers may have the annotation on methods alone. */
    @Override
    protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        return super.defaultInclude(reader, factory)
                || reader.getAnnotationMetadata().hasAnnotatedMethods(Guarded.class.getName());
    }
}
