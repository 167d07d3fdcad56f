/**
 * Personal data in Redis, for many instances: {@link dev.botsentinel.data.redis.RedisDataStorage}. Needs Lettuce, which is an
 * optional dependency.
 */
@NullMarked
package dev.botsentinel.data.redis;

import org.jspecify.annotations.NullMarked;
