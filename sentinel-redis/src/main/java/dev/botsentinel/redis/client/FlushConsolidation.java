package dev.botsentinel.redis.client;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Writes concurrent calls together, with one system call instead of one each: the calls that the answers of one read lead to,
 * or that other threads have queued meanwhile. No call waits for others.
 */
final class FlushConsolidation implements NettyCustomizer {

    /** Lets the server start on the first calls while more are being made. */
    private static final int MAX_FLUSHES = 8;

    @Override
    public void afterChannelInitialized(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(MAX_FLUSHES, true));
        SilentEncoder.install(channel);
    }
}
