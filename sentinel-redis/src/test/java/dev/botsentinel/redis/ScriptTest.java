package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.Script;
import dev.botsentinel.redis.client.ScriptArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScriptTest {

    private static final int TOKEN = 77;

    private final RedisCommands<byte[], byte[]> redis =
            TestRedis.shared().admin().sync();

    /** All scripts of the storage, and one made for a plan. */
    static List<Script> scripts() {
        RateLimit window = RateLimit.slidingWindow(3, Duration.ofSeconds(1));
        RateLimit bucket = RateLimit.tokenBucket(3, Duration.ofSeconds(1), 2);
        Plan plan = new Plan(
                List.of(
                        new Step.FirstSeen(Step.FirstSeen.Kind.FINGERPRINT, Scope.USER, 1_000_000, Mode.ENFORCE),
                        new Step.TakePermits(new AppliedLimit("window", "=window", Scope.USER, window)),
                        new Step.TakePermits(new AppliedLimit("bucket", "=bucket", Scope.USER, bucket))),
                true,
                true,
                null,
                false);
        String own = PlanScript.text(plan, PlanArgument.of(plan, 0));
        List<Script> all = new ArrayList<>(Scripts.ALL);
        all.add(new Script(own));
        return all;
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void nothingIsDoneAfterTheDeadline(Script script) {
        byte[] key = "test:late".getBytes(StandardCharsets.US_ASCII);
        byte[] past = new StructWriter()
                .number(1)
                .number(ScriptArgs.SERVER_TIME)
                .raw(new byte[] {TOKEN, 0, 0, 0})
                .value(0)
                .bytes();
        List<Object> reply = redis.eval(script.text(), ScriptOutputType.MULTI, new byte[][] {key}, past);
        assertThat(reply).hasSize(3).first().isEqualTo((long) TOKEN);
        assertThat(reply.get(2)).isEqualTo((long) Reply.LATE);
        assertThat((long) reply.get(1)).isGreaterThan(1_700_000_000_000_000L);
        assertThat(redis.exists(key)).isZero();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void theServerKnowsAScriptByOurDigest(Script script) {
        assertThat(redis.scriptLoad(script.text())).isEqualTo(script.digest());
    }

    /** Lua formats large numbers with 14 digits, and instants have 16. Only TTLs become text, as integers. */
    @ParameterizedTest
    @MethodSource("scripts")
    void noInstantBecomesTextOnItsWay(Script script) {
        assertThat(script.text().replace("string.format('%d', millis)", ""))
                .doesNotContain("tostring", "string.format", "cjson");
    }
}
