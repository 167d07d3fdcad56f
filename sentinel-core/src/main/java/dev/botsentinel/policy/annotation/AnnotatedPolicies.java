package dev.botsentinel.policy.annotation;

import dev.botsentinel.policy.ActionPolicy;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.PolicyProblem;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What handlers say by annotations of the actions that they handle: a part of a policy, as {@code actions} is of a policy
 * file. It doesn't call the handlers, nor find out whose turn it is: an update's action is what its adapter says.
 *
 * <pre>{@code
 * PolicySet policy = PolicySet.builder()
 *         .defaults(Policy.limits(RateLimit.perMinute(20)))
 *         .with(AnnotatedPolicies.of(Shop.class, new Admin()))
 *         .build();
 * }</pre>
 *
 * <p>Immutable. Reading takes reflection, so it is done once, when the policy is made.
 */
public final class AnnotatedPolicies implements Consumer<PolicySet.Builder> {

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, ActionPolicy> actions = new LinkedHashMap<>();

    /** Reads handlers; faults go into the list. */
    private AnnotatedPolicies(Set<Class<?>> handlers, List<PolicyProblem> problems) {
        LevelReader reader = new LevelReader(problems);
        handlers.forEach(handler -> read(handler, reader, problems));
        if (!problems.isEmpty()) {
            throw new PolicyException(problems);
        }
        entries.forEach((name, entry) -> actions.put(name, entry.policy()));
    }

    /**
     * What these handlers say.
     *
     * @param handlers classes with annotations, or instances of such; at least one {@link Guarded} in each
     * @throws PolicyException with all that is wrong with the annotations, each with its class, method and member. What
     *     only the whole policy shows, such as the name of a policy that isn't there, is told when that is built, at the
     *     same places
     */
    public static AnnotatedPolicies of(Object... handlers) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        for (Object handler : handlers) {
            classes.add(handler instanceof Class<?> type ? type : handler.getClass());
        }
        return new AnnotatedPolicies(classes, new ArrayList<>());
    }

    private void read(Class<?> handler, LevelReader reader, List<PolicyProblem> problems) {
        List<Level> types = HandlerClass.types(handler).stream()
                .map(type -> reader.level(type, Level.place(type)))
                .toList();
        Optional<Level> guarded =
                types.stream().filter(type -> !type.entries().isEmpty()).findFirst();
        guarded.ifPresent(type -> add(type.entries(), new Entry(types), problems));
        List<Method> methods = HandlerClass.methods(handler);
        for (Method method : methods) {
            Level level = reader.level(method, Level.place(method));
            if (method.isAnnotationPresent(Guarded.class)) {
                List<Level> levels = new ArrayList<>(types);
                levels.add(0, level);
                add(level.entries(), new Entry(levels), problems);
            } else {
                problems.add(new PolicyProblem(
                        level.place(), "has annotations of a policy, but no action; add @Guarded(\"/command\")"));
            }
        }
        if (guarded.isEmpty() && methods.isEmpty()) {
            problems.add(new PolicyProblem(Level.place(handler), nothing(handler)));
        }
    }

    /** A handler of which nothing is read would go unguarded. */
    private static String nothing(Class<?> handler) {
        if (Proxy.isProxyClass(handler)) {
            return "is a proxy, which has not its target's annotations; name the target's class";
        }
        return "has no @Guarded, neither itself nor on a method; add @Guarded(\"/command\"), or leave it out";
    }

    private void add(List<String> names, Entry entry, List<PolicyProblem> problems) {
        entry.checkUse(problems);
        for (String name : names) {
            Entry first = entries.putIfAbsent(name, entry);
            if (first != null && !first.isAs(entry)) {
                problems.add(new PolicyProblem(
                        entry.place(List.of()),
                        Quote.of(name) + " is guarded twice, first at "
                                + PolicyProblem.where(first.place(List.of()))
                                + "; keep one of them"));
            }
        }
    }

    /** The entries by action name, {@code prefix*} or {@code *}. */
    public Map<String, ActionPolicy> actions() {
        return Collections.unmodifiableMap(actions);
    }

    /** Adds the entries to the builder; {@link PolicySet.Builder#with} calls it. */
    @Override
    public void accept(PolicySet.Builder builder) {
        entries.forEach((name, entry) -> builder.action(name, entry.policy(), entry));
    }

    @Override
    public String toString() {
        return "AnnotatedPolicies" + actions;
    }
}
