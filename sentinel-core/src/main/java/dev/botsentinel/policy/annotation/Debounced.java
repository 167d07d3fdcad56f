package dev.botsentinel.policy.annotation;

import dev.botsentinel.policy.Mode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Drops repeats: {@code debounce: {window: 2s}}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Debounced {

    /** The window, counted from the first: {@code 250ms}, {@code 2s}, {@code 5m}. */
    String value();

    /** Whether it decides. */
    Mode mode() default Mode.ENFORCE;
}
