package dev.botsentinel.webhook;

import java.time.Instant;

/**
 * A request that was refused. Has nothing of what it said.
 *
 * @param webhook the webhook's name
 * @param network where it came from, cut to a network of 256 IPv4 or 2^80 IPv6 addresses; {@code unknown} if a proxy didn't say
 */
public record RefusedRequest(Instant at, String webhook, Refusal reason, String network) {}
