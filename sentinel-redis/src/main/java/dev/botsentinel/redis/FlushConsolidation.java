package dev.botsentinel.redis;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Has calls that are made at the same time written together: one system call for all that the answers of one reading lead to,
 * or that other threads have handed over meanwhile, instead of one for each. None waits for another to come.
 */
final class FlushConsolidation implements NettyCustomizer {

    /** So that the server begins with the first calls while the next are being made. */
    private static final int AT_MOST = 8;

    @Override
    public void afterChannelInitialized(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(AT_MOST, true));
    }
}
