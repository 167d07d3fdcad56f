package dev.botsentinel.policy.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Whether denials by the subject's own limits count towards a block, whatever kind of update it was: {@code escalates: true}
 * in a policy file. Without it only what a person sends as a request counts.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Escalates {

    /** Whether they count. */
    boolean value() default true;
}
