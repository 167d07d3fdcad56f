package dev.botsentinel.data;

import dev.botsentinel.data.redis.LocalRedis;
import dev.botsentinel.data.redis.RedisDataStorage;
import dev.botsentinel.data.storage.DataStorage;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisPersonalDataTest extends PersonalDataContract {

    private static LocalRedis redis;

    @BeforeAll
    static void start() {
        redis = new LocalRedis();
    }

    @AfterAll
    static void stop() throws IOException {
        redis.close();
    }

    @Override
    DataStorage open() {
        redis.commands().flushall();
        return RedisDataStorage.connect(redis.uri(), "shop:data");
    }
}
