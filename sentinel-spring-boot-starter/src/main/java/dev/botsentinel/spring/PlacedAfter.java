package dev.botsentinel.spring;

import dev.botsentinel.guard.Stage;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Places an {@link dev.botsentinel.guard.Interceptor} bean right after a built-in stage; see {@link PlacedBefore}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface PlacedAfter {

    /** The stage. */
    Stage value();
}
