package dev.botsentinel.policy.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the action that a method handles, or a type that handles one with whatever method. The other annotations beside
 * it say what applies to the action; those on the method's type apply where the method says nothing.
 *
 * <pre>{@code
 * @Guarded("/transfer")
 * @Limit(permits = 3, per = "30s")
 * @Requires(registered = true)
 * void transfer(Update update) { … }
 * }</pre>
 *
 * <p>An overriding method without any of these annotations keeps those of the method that it overrides.
 *
 * @see AnnotatedPolicies
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Guarded {

    /**
     * The entry under {@code actions}: {@code /transfer}, {@code callback:buy}, {@code /admin*}, {@code *}. Of several,
     * each has budgets of its own; name a limit to share it.
     */
    String[] value();
}
