package dev.botsentinel.redis;

import io.lettuce.core.SslOptions;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to know.
 *
 * @param budget how long a call may take
 * @param patience how long making and checking a connection may take
 * @param time what to decide by; null for the server's own time
 */
record Settings(
        Place place,
        Keys keys,
        Duration budget,
        Duration patience,
        SslOptions tls,
        @Nullable InstantSource time) {}
