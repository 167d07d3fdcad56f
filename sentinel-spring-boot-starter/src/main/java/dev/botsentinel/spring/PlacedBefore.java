package dev.botsentinel.spring;

import dev.botsentinel.guard.Stage;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Places an {@link dev.botsentinel.guard.Interceptor} bean right before a built-in stage. On the class or on the {@code
 * @Bean} method. Without this and {@link PlacedAfter} an interceptor stands after {@link Stage#ACCESS}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface PlacedBefore {

    /** The stage. */
    Stage value();
}
