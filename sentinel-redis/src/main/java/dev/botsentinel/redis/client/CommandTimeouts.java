package dev.botsentinel.redis.client;

import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;

/** Lettuce's timeouts: for all commands but scripts, which {@link ScriptCall} times out sooner and at less cost. */
final class CommandTimeouts extends TimeoutOptions.TimeoutSource {

    private static final long NONE = 0;

    private final long millis;

    private CommandTimeouts(Duration connectTimeout) {
        this.millis = connectTimeout.toMillis();
    }

    static TimeoutOptions of(Duration connectTimeout) {
        return TimeoutOptions.builder()
                .timeoutCommands(true)
                .timeoutSource(new CommandTimeouts(connectTimeout))
                .build();
    }

    @Override
    public long getTimeout(RedisCommand<?, ?, ?> command) {
        ProtocolKeyword type = command.getType();
        return type == CommandType.EVALSHA || type == CommandType.EVAL ? NONE : millis;
    }
}
