package dev.botsentinel.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.telegram.TelegramUpdate;
import dev.botsentinel.telegrambots.TelegramBots;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.telegram.telegrambots.meta.api.objects.Update;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A text message of Telegram, from the JSON that came over the network to the decision, and from the {@code Update} that
 * the telegrambots library has read to the decision; beside each what reading that JSON costs by itself.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TelegramBenchmark {

    private static final int MESSAGES = 4 * TelegramMessages.USERS;

    /** The messages in both forms, and a guard for each. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls setup
    public static class Messages {

        private final tools.jackson.databind.ObjectReader treeReader = new JsonMapper().reader();
        private final ObjectReader libraryReader = new ObjectMapper().readerFor(Update.class);
        private final byte[][] json = TelegramMessages.of(MESSAGES);
        private final Update[] updates = new Update[MESSAGES];
        private final VirtualTime time = new VirtualTime();
        private MemoryStore storeOfJson;
        private MemoryStore storeOfUpdates;
        private Sentinel<TelegramUpdate> ofJson;
        private Sentinel<Update> ofUpdates;
        private int next;

        @Setup(Level.Trial)
        public void build() throws IOException {
            for (int i = 0; i < MESSAGES; i++) {
                updates[i] = libraryReader.readValue(json[i]);
            }
            PolicySet policy = Guard.policy();
            storeOfJson = MemoryStore.builder().time(time).build();
            storeOfUpdates = MemoryStore.builder().time(time).build();
            ofJson = Guard.sentinel(TelegramUpdate::request, policy, storeOfJson, time);
            ofUpdates = Guard.sentinel(TelegramBots::request, policy, storeOfUpdates, time);
            for (int i = 0; i < MESSAGES; i++) {
                Decision unused = ofUpdates.check(updates[next()]);
                unused = ofJson.check(TelegramUpdate.parse(json[next()]));
            }
        }

        @TearDown(Level.Trial)
        public void close() {
            ofJson.close();
            ofUpdates.close();
            storeOfJson.close();
            storeOfUpdates.close();
        }

        int next() {
            time.advance(TelegramMessages.MICROS_BETWEEN);
            next = next + 1 == MESSAGES ? 0 : next + 1;
            return next;
        }
    }

    /** Jackson alone, to a tree. */
    @Benchmark
    public JsonNode parseTree(Messages messages, Measured measured) {
        measured.decided(true);
        return messages.treeReader.readTree(messages.json[messages.next()]);
    }

    /** From the JSON to the decision. */
    @Benchmark
    public Decision decideOnJson(Messages messages, Measured measured) {
        Decision decision = messages.ofJson.check(TelegramUpdate.parse(messages.json[messages.next()]));
        measured.decided(decision.isAllowed());
        return decision;
    }

    /** The telegrambots library's own reading, to its {@code Update}. */
    @Benchmark
    public Update parseUpdate(Messages messages, Measured measured) throws IOException {
        measured.decided(true);
        return messages.libraryReader.readValue(messages.json[messages.next()]);
    }

    /** From the library's {@code Update} to the decision. */
    @Benchmark
    public Decision decideOnUpdate(Messages messages, Measured measured) {
        Decision decision = messages.ofUpdates.check(messages.updates[messages.next()]);
        measured.decided(decision.isAllowed());
        return decision;
    }
}
