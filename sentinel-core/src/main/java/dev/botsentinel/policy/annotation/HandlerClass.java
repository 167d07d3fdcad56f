package dev.botsentinel.policy.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what a class says by annotations, its own and those that it inherits: nothing that stands on a superclass or an
 * interface is lost for being there, since what isn't found isn't guarded.
 */
final class HandlerClass {

    static final Set<Class<? extends Annotation>> OURS = Set.of(
            Guarded.class,
            Use.class,
            Limit.class,
            Limit.List.class,
            NoLimits.class,
            Debounced.class,
            NoDebounce.class,
            Requires.class,
            Escalates.class);

    /** Reflection gives methods in any order; errors come in this one. */
    private static final Comparator<Method> ORDER =
            Comparator.comparing(Method::getName).thenComparing(method -> Arrays.toString(method.getParameterTypes()));

    private HandlerClass() {}

    /** The class, then its superclasses, then their interfaces. */
    static List<Class<?>> types(Class<?> handler) {
        Set<Class<?>> types = new LinkedHashSet<>();
        for (Class<?> type = handler; type != null && type != Object.class; type = type.getSuperclass()) {
            types.add(type);
        }
        List<Class<?>> open = new ArrayList<>(types);
        for (int i = 0; i < open.size(); i++) {
            for (Class<?> parent : open.get(i).getInterfaces()) {
                if (types.add(parent)) {
                    open.add(parent);
                }
            }
        }
        return List.copyOf(types);
    }

    /**
     * The methods with annotations of ours, without those that another of them overrides. An overriding method without
     * any leaves the overridden one in its place.
     */
    static List<Method> methods(Class<?> handler) {
        Set<List<Object>> overridden = new HashSet<>();
        List<Method> found = new ArrayList<>();
        for (Class<?> type : types(handler)) {
            List<Method> own = Arrays.stream(type.getDeclaredMethods())
                    .filter(HandlerClass::saysAnything)
                    .sorted(ORDER)
                    .toList();
            List<Method> written =
                    own.stream().filter(method -> !method.isBridge()).toList();
            written.stream()
                    .filter(method -> !isInherited(method) || overridden.add(signature(method)))
                    .forEach(found::add);
            // A bridge has its method's annotations and the signature of the generic one that this overrides. One with
            // no method beside it only makes an inherited method accessible.
            own.stream()
                    .filter(method -> method.isBridge() && written.stream().anyMatch(it -> isLike(it, method)))
                    .forEach(bridge -> overridden.add(signature(bridge)));
        }
        return found;
    }

    static boolean saysAnything(AnnotatedElement element) {
        return Arrays.stream(element.getDeclaredAnnotations()).anyMatch(it -> OURS.contains(it.annotationType()));
    }

    private static boolean isInherited(Method method) {
        return !Modifier.isStatic(method.getModifiers()) && !Modifier.isPrivate(method.getModifiers());
    }

    private static boolean isLike(Method method, Method bridge) {
        return method.getName().equals(bridge.getName()) && method.getParameterCount() == bridge.getParameterCount();
    }

    private static List<Object> signature(Method method) {
        return List.of(method.getName(), List.of(method.getParameterTypes()));
    }
}
