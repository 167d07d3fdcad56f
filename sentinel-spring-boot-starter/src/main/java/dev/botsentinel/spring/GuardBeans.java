package dev.botsentinel.spring;

import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.policy.annotation.Guarded;
import dev.botsentinel.response.Responder;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * The application's beans, as the guard needs them: in their order, and each noted as something that the guard depends on,
 * so that the container closes the guard first.
 */
final class GuardBeans {

    private final ConfigurableListableBeanFactory factory;
    private final String guard;

    /** @param guard the guard's bean */
    GuardBeans(ConfigurableListableBeanFactory factory, String guard) {
        this.factory = factory;
        this.guard = guard;
    }

    /** All beans of a type, in their order. */
    <T> List<T> all(Class<T> type) {
        List<T> beans = factory.getBeanProvider(type).orderedStream().toList();
        for (String name : factory.getBeanNamesForType(type)) {
            factory.registerDependentBean(name, guard);
        }
        return beans;
    }

    /** The only bean of a type; null if there is none. */
    <T> @Nullable T only(Class<T> type) {
        List<T> beans = all(type);
        if (beans.size() > 1) {
            throw new SetupException(
                    "There are " + beans.size() + " beans of the type " + type.getSimpleName() + ": "
                            + String.join(", ", factory.getBeanNamesForType(type)) + ".",
                    "Keep one of them, or build the guard yourself, as a bean of the type Sentinel.");
        }
        return beans.isEmpty() ? null : beans.get(0);
    }

    /** Each interceptor with its name. */
    void interceptors(BiConsumer<String, Interceptor> place) {
        IdentityHashMap<Interceptor, String> names = new IdentityHashMap<>();
        factory.getBeansOfType(Interceptor.class).forEach((name, bean) -> names.put(bean, name));
        all(Interceptor.class).forEach(bean -> place.accept(names.getOrDefault(bean, "interceptor"), bean));
    }

    /** The annotation on the bean's class or on the method that makes it; null if there is none. */
    <A extends Annotation> @Nullable A annotation(String bean, Class<A> type) {
        return factory.findAnnotationOnBean(bean, type);
    }

    /** The responder that answers this, by its declared type; null if there is none. */
    @Nullable
    Responder<?> responder(Class<?> answered) {
        Responder<?> found = null;
        for (String name : factory.getBeanNamesForType(Responder.class)) {
            if (answered.equals(answered(name))) {
                if (found != null) {
                    throw new SetupException(
                            "Several beans answer a " + answered.getSimpleName() + "; '" + name + "' is the second.",
                            "Keep one, and give the builder the others in a SentinelBuilderCustomizer.");
                }
                found = factory.getBean(name, Responder.class);
                factory.registerDependentBean(name, guard);
            }
        }
        return found;
    }

    private Class<?> answered(String name) {
        ResolvableType type = factory.containsBeanDefinition(name)
                ? declared(factory.getMergedBeanDefinition(name), name)
                : ResolvableType.forInstance(factory.getBean(name));
        Class<?> answered = type.as(Responder.class).getGeneric(0).resolve();
        if (answered == null) {
            throw new SetupException(
                    "What the bean '" + name + "' answers can't be seen from its type, " + type + ".",
                    "Declare it as Responder<DeniedUpdate<…>> or Responder<FailedUpdate<…>>.");
        }
        return answered;
    }

    private ResolvableType declared(BeanDefinition definition, String name) {
        ResolvableType type = definition.getResolvableType();
        return type.equals(ResolvableType.NONE) ? ResolvableType.forInstance(factory.getBean(name)) : type;
    }

    /** The classes of all beans that have handlers with {@link Guarded}. Makes no bean. */
    Set<Class<?>> annotatedHandlers() {
        Set<Class<?>> handlers = new LinkedHashSet<>();
        for (String name : factory.getBeanDefinitionNames()) {
            Class<?> type = AutoProxyUtils.determineTargetClass(factory, name);
            if (type != null && isGuarded(ClassUtils.getUserClass(type))) {
                handlers.add(ClassUtils.getUserClass(type));
            }
        }
        return handlers;
    }

    private static boolean isGuarded(Class<?> type) {
        return !type.getName().startsWith("org.springframework.")
                && AnnotationUtils.isCandidateClass(type, Guarded.class)
                && (AnnotatedElementUtils.hasAnnotation(type, Guarded.class)
                        || !MethodIntrospector.selectMethods(type, GuardBeans::isGuardedMethod)
                                .isEmpty());
    }

    private static boolean isGuardedMethod(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, Guarded.class);
    }
}
