/**
 * Runs Lua scripts on Redis, at most once and never after their deadline: connections, their check, reconnecting, Cluster
 * slots and redirects, the subscription to one channel, TLS. Knows nothing of plans or of what keys mean. Start at {@link
 * dev.botsentinel.redis.client.ScriptClient}; {@code ScriptCall} runs one call, {@code ManagedConnection} maintains one
 * connection, {@code ScriptConnection} sees that no answer goes to the wrong call. Imports nothing of Sentinel but {@code StoreException}
 * and its kinds, and {@code ThrottledLog}.
 */
@NullMarked
package dev.botsentinel.redis.client;

import org.jspecify.annotations.NullMarked;
