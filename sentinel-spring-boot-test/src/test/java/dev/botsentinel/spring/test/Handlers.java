package dev.botsentinel.spring.test;

import dev.botsentinel.policy.annotation.Guarded;
import dev.botsentinel.policy.annotation.Limit;
import org.springframework.stereotype.Component;

@Component
class Handlers {

    @Guarded("sell")
    @Limit(permits = 1, per = "1h")
    void sell(Press press) {
        throw new UnsupportedOperationException(press.toString());
    }
}
