package dev.botsentinel.memory;

import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import java.time.Duration;
import java.time.Instant;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever threads do at the same time, there is an order of their operations that explains all answers: plans over
 * several owners, owners that nothing was known of, blocks, with one place in the cache for all of them. Time stands.
 */
@Param(name = "user", gen = IntGen.class, conf = "1:2")
public class LinearizabilityTest {

    private static final RateLimit USER = RateLimit.slidingWindow(1, Duration.ofHours(1));
    private static final RateLimit MEMBER =
            RateLimit.tokenBucket(1, Duration.ofHours(1)).scope(Scope.MEMBER);
    private static final RateLimit CHAT =
            RateLimit.fixedWindow(2, Duration.ofDays(9000)).cost(2).scope(Scope.CHAT);

    private final MemoryStore store = MemoryStore.builder()
            .time(() -> Instant.EPOCH)
            .maximumEntries(1)
            .protectedEntries(100)
            .build();

    @Operation
    public String take(@Param(name = "user") int user) {
        return ask(Ask.plan("user" + user, "chat", USER));
    }

    @Operation
    public String takeInChat(@Param(name = "user") int user) {
        return ask(Ask.plan("user" + user, "chat" + user, CHAT, MEMBER));
    }

    @Operation
    public String takeOfChatAlone(@Param(name = "user") int user) {
        return ask(Ask.plan("user" + user, "chat1", CHAT));
    }

    @Operation
    public String probe(@Param(name = "user") int user) {
        return ask(Ask.probe(Ask.plan("user" + user, "chat1", USER, CHAT)));
    }

    @Operation
    public String block(@Param(name = "user") int user) {
        return Ask.now(store.admin().block(new Subject("user" + user), null, "admin", ""))
                .toString();
    }

    @Operation
    public String unblock(@Param(name = "user") int user) {
        return Ask.now(store.admin().unblock(new Subject("user" + user))).toString();
    }

    @Test
    @Tag("slow")
    void everyRunHasAnExplanation() {
        new StressOptions()
                .iterations(20)
                .invocationsPerIteration(300)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .check(LinearizabilityTest.class);
    }

    private String ask(BoundPlan plan) {
        return Ask.verdict(store, plan).toString();
    }
}
