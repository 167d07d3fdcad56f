package dev.botsentinel.policy.annotation;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One of an action's limits, examined in the order in which they stand: {@code limits: [{permits: 3, per: 30s}]}.
 *
 * <pre>{@code
 * @Limit(permits = 1, per = "1s")
 * @Limit(permits = 20, per = "1m", algorithm = Algorithm.TOKEN_BUCKET, burst = 30, scope = Scope.MEMBER)
 * }</pre>
 */
@Documented
@Repeatable(Limit.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Limit {

    /** The {@link #burst()} of a limit that doesn't say it: as many as {@link #permits()}. */
    int AS_PERMITS = Integer.MIN_VALUE;

    /** How many per {@link #per()}; 0 denies always. */
    int permits();

    /**
     * What the permits are for: a duration ({@code 250ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 7d}), or with
     * {@code FIXED_WINDOW} a calendar's {@code day}, {@code week} or {@code month}.
     */
    String per();

    /** The time zone of a calendar's period, as in {@code Europe/Berlin}; empty for UTC. */
    String zone() default "";

    /** How it counts. */
    Algorithm algorithm() default Algorithm.SLIDING_WINDOW;

    /** What a token bucket holds. */
    int burst() default AS_PERMITS;

    /** Whose budget it is. */
    Scope scope() default Scope.USER;

    /** What one update spends. */
    int cost() default 1;

    /** One budget for every limit of this name; empty for a budget of the entry's own. */
    String name() default "";

    /** Whether it decides. */
    Mode mode() default Mode.ENFORCE;

    /** How long the first refusal locks an owner out, as in {@code 15m}; empty for no longer than it must wait. */
    String lockout() default "";

    /** Whether it spares whom the policy trusts. */
    boolean spareTrusted() default true;

    /** Several limits; the compiler writes it. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {

        /** The limits, in order. */
        Limit[] value();
    }
}
