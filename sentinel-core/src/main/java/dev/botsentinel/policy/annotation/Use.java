package dev.botsentinel.policy.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a named policy apply where the annotations beside it and those on the type say nothing: {@code use: money}.
 *
 * <p>A type's limits, debounce and requirements would hide those of a policy that only a method uses. That is refused,
 * unless the method says these itself.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Use {

    /** The policy's name. */
    String value();
}
