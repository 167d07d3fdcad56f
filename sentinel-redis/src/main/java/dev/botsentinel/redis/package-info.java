/**
 * The storage for many instances. Start at {@link dev.botsentinel.redis.RedisStore}. The decisions are made by the Lua
 * scripts among the resources ({@code evaluate.lua} first, {@code value.lua} says how state is kept); {@code PlanCall} puts
 * a plan into their arguments, {@code Exchange} tells what becomes of a call, {@code Link} keeps a connection. Imports
 * request, policy, plan and store.
 */
@NullMarked
package dev.botsentinel.redis;

import org.jspecify.annotations.NullMarked;
