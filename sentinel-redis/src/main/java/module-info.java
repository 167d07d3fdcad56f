/** The storage for many instances: {@link dev.botsentinel.redis.RedisStore}. */
module dev.botsentinel.redis {
    requires transitive dev.botsentinel.core;
    requires lettuce.core;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires org.slf4j;

    exports dev.botsentinel.redis;
}
