/**
 * The storage for many instances. Start at {@link dev.botsentinel.redis.RedisStore}. The decisions are made by the Lua
 * scripts among the resources ({@code evaluate.lua} first, {@code layout.lua} says how state is kept); {@code
 * PreparedRedisPlan} calls them, {@code PlanScript} makes those of single plans, {@code ScriptCall} runs one call, {@code
 * ManagedConnection} keeps a connection. Lua is in {@code lua/script} (whole scripts), {@code lua/lib} (what scripts share) and
 * {@code lua/inline} (pieces that are pasted in). Imports request, policy, plan and store.
 */
@NullMarked
package dev.botsentinel.redis;

import org.jspecify.annotations.NullMarked;
