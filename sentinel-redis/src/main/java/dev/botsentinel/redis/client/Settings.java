package dev.botsentinel.redis.client;

import io.lettuce.core.SslOptions;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a client.
 *
 * @param callTimeout how long a call may take
 * @param connectTimeout how long connecting and checking the connection may take
 * @param time the time to decide by; null for the server's
 * @param channel the channel to subscribe to; null for none
 */
record Settings(
        Endpoints endpoints,
        Duration callTimeout,
        Duration connectTimeout,
        SslOptions tls,
        @Nullable InstantSource time,
        CheckScript check,
        @Nullable PubSubChannel channel) {}
