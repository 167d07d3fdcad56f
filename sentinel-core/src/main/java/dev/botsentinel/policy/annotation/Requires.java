package dev.botsentinel.policy.annotation;

import dev.botsentinel.policy.Mode;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What whoever asks must be or hold, all that is named: {@code requires: {registered: true, stepUp: 5m}}. An empty one
 * asks nothing, whatever the type, a used policy or the defaults say.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requires {

    /** Whether the principal must be registered. */
    boolean registered() default false;

    /** One of these must be held, directly or by inheritance; none asks for none. */
    String[] roles() default {};

    /** All of these must be given by the principal's roles; none asks for none. */
    String[] permissions() default {};

    /** The second factor must have been confirmed at most this long ago ({@code 5m}); empty asks for none. */
    String stepUp() default "";

    /** Whether it decides. */
    Mode mode() default Mode.ENFORCE;
}
