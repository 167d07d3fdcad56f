package dev.botsentinel.redis.client;

import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.EncoderException;
import java.util.Collection;

/** Writes commands as Lettuce's encoder does, and logs none: at TRACE that one logs all it sends, the password first of all. */
final class SilentEncoder extends CommandEncoder {

    /** Replaces Lettuce's encoder, if the channel has it. */
    static void install(Channel channel) {
        if (channel.pipeline().get(CommandEncoder.class) != null) {
            channel.pipeline().replace(CommandEncoder.class, "silent-encoder", new SilentEncoder());
        }
    }

    @Override
    protected void encode(ChannelHandlerContext context, Object message, ByteBuf out) {
        if (message instanceof RedisCommand<?, ?, ?> command) {
            encode(command, out);
        } else if (message instanceof Collection<?> commands) {
            commands.forEach(command -> encode((RedisCommand<?, ?, ?>) command, out));
        }
    }

    private static void encode(RedisCommand<?, ?, ?> command, ByteBuf out) {
        out.markWriterIndex();
        try {
            command.encode(out);
        } catch (RuntimeException e) {
            out.resetWriterIndex();
            command.completeExceptionally(new EncoderException("a command could not be encoded", e));
        }
    }
}
