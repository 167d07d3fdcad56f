package dev.botsentinel.event;

import java.time.Instant;

/**
 * What failed last in a guard. Without the failure's message, which may say anything. Immutable.
 *
 * @param at when, by the guard's time
 * @param what the kind of event, as in logs: {@code store_failed}, {@code guard_failed}; {@code callback_failed} for a listener or
 *     classifier
 * @param cause the class of what was thrown
 */
public record LastFailure(Instant at, String what, String cause) {}
