package dev.botsentinel.spring;

import dev.botsentinel.SentinelBuilder;

/**
 * Says of the guard what no property and no other bean says: limits by principal, a second responder, an executor. Beans of
 * this type are called in their order, after all else and before the guard is built.
 *
 * @param <U> the application's update type
 */
@FunctionalInterface
public interface SentinelBuilderCustomizer<U> {

    /** Changes the builder. */
    void customize(SentinelBuilder<U> builder);
}
