package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScriptTest {

    private final RedisCommands<byte[], byte[]> redis =
            RedisServer.shared().admin().sync();

    @ParameterizedTest
    @EnumSource(value = Script.class, mode = EnumSource.Mode.EXCLUDE, names = "CHECK")
    void nothingIsDoneAfterTheDeadline(Script script) {
        byte[] key = "test:late".getBytes(StandardCharsets.US_ASCII);
        byte[] past = new Packed().number(1).number(Packed.BEFORE).bytes();
        List<Object> reply = redis.eval(script.text(), ScriptOutputType.MULTI, new byte[][] {key}, past);
        assertThat(reply).hasSize(2).last().isEqualTo((long) Reply.LATE);
        assertThat((long) reply.get(0)).isGreaterThan(1_700_000_000_000_000L);
        assertThat(redis.exists(key)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Script.class)
    void theServerKnowsAScriptByOurDigest(Script script) {
        assertThat(redis.scriptLoad(script.text())).isEqualTo(script.digest());
    }

    /** Lua writes large numbers with 14 digits, and instants have 16; only how long a key stays is written, as an integer. */
    @ParameterizedTest
    @EnumSource(Script.class)
    void noInstantBecomesTextOnItsWay(Script script) {
        assertThat(script.text().replace("string.format('%d', millis)", ""))
                .doesNotContain("tostring", "string.format", "cjson");
    }
}
