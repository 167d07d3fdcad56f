package dev.botsentinel.redis;

import io.lettuce.core.SslOptions;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to know.
 *
 * @param callTimeout how long a call may take
 * @param connectTimeout how long making and checking a connection may take
 * @param time what to decide by; null for the server's own time
 */
record Settings(
        Endpoints place,
        Keys keys,
        Duration callTimeout,
        Duration connectTimeout,
        SslOptions tls,
        @Nullable InstantSource time) {}
