package dev.botsentinel.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Test;

class FailureReasonTest {

    @Test
    void aReasonOmitsTheArgumentsThatRedisRepeats() {
        Exception refused = new RuntimeException(new RedisCommandExecutionException(
                "ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'user' 'hunter2'"));
        assertThat(Failures.reason(refused)).isEqualTo("ERR unknown command 'HELLO'");
    }
}
