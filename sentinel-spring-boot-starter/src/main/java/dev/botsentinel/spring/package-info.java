/**
 * A guard for Spring Boot: made of properties ({@link dev.botsentinel.spring.SentinelProperties}) and of the application's
 * beans, watched by Boot's metrics and actuator. Start at {@link dev.botsentinel.spring.SentinelAutoConfiguration}. Enters
 * Sentinel by the front door.
 */
@NullMarked
package dev.botsentinel.spring;

import org.jspecify.annotations.NullMarked;
