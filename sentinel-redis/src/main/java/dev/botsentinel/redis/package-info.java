/**
 * The storage for many instances. Start at {@link dev.botsentinel.redis.RedisStore}. Lua scripts make the decisions:
 * {@code lua/script} has whole scripts ({@code evaluate.lua} first), {@code lua/lib} what they share ({@code layout.lua}
 * describes how state is stored), {@code lua/inline} the includes. {@code PreparedRedisPlan} calls them, {@code PlanScript}
 * makes those of single plans. Imports request, access, policy, plan, store and its own client.
 */
@NullMarked
package dev.botsentinel.redis;

import org.jspecify.annotations.NullMarked;
