package dev.botsentinel.benchmarks;

import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.store.PreparedPlan;
import java.io.IOException;
import java.util.concurrent.Callable;

/** One plan evaluated on Redis, whose packing is measured. The server is the one that {@code sentinel.redis} names. */
final class CountedRedisCall implements Callable<Object> {

    /** Names the server to use; a class that is loaded twice has no other way to be told. */
    static final String SERVER = "sentinel.redis";

    /** What makes keys and arguments of facts. */
    static final String PACKING = "dev.botsentinel.redis.PreparedRedisPlan.args";

    private static final int WARM_UP = 20_000;

    private final Traffic traffic = new Traffic();
    private final PreparedPlan plan;
    private long fingerprint;

    CountedRedisCall() throws IOException {
        traffic.scenario = Scenario.CALM;
        traffic.makeUpdates();
        RedisStore store = RedisContender.store(System.getProperty(SERVER), traffic);
        plan = store.prepare(Guard.plan(Guard.policy(), traffic.scenario.action));
        for (int i = 0; i < WARM_UP; i++) {
            Object unused = call();
        }
    }

    @Override
    public Object call() {
        String user = Long.toString(traffic.updates[traffic.claim(1)].userId());
        return plan.evaluate(RedisContender.facts(user, fingerprint++))
                .toStage()
                .toCompletableFuture()
                .join();
    }
}
