package dev.botsentinel.redis;

import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import java.time.Duration;

/** What the client itself puts a time limit to: everything but scripts, which have one of ours, sooner and cheaper. */
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
