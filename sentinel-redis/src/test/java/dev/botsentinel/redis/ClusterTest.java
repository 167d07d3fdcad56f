package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.redis.client.ScriptClient;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.BoundPlan;
import dev.botsentinel.store.Block;
import dev.botsentinel.testing.ManualTime;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The parts that only a Cluster has: trips, redirects, give-backs. */
class ClusterTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Step OWN = limit("own", RateLimit.perMinute(5));
    private static final Step OF_MEMBER = limit("member", RateLimit.perMinute(5).scope(Scope.MEMBER));
    private static final Step ALL = limit("all", RateLimit.perMinute(5).scope(Scope.GLOBAL));
    private static final Step ALL_BUT_ONE =
            limit("all", RateLimit.perMinute(5).cost(5).scope(Scope.GLOBAL));

    private final RedisClusterServers servers = RedisClusterServers.shared();
    private final String prefix = "test:" + UUID.randomUUID();
    private final Keys keys = new Keys(prefix);
    private final RedisStore store = RedisStore.builder(servers.uri())
            .keyPrefix(prefix)
            .fingerprintKey(RedisHarness.KEY)
            .time(new ManualTime(START))
            .timeout(Duration.ofSeconds(5))
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @AfterEach
    void close() throws Exception {
        await(store.removeAll());
        store.close();
    }

    @Test
    void ownersInTheSubjectsSlotTakeOneTrip() throws Exception {
        BoundPlan plan = plan(apart(), OWN, OF_MEMBER);
        await(plan.on(store));
        long before = calls();
        assertThat(await(plan.on(store))).isInstanceOf(Verdict.Admitted.class);
        assertThat(calls() - before).isEqualTo(1);
    }

    @Test
    void aTopicIsInItsChatsSlotAndASpaceMemberInTheSubjects() throws Exception {
        Facts ids = Facts.of(null, "-100", "7", null);
        Step chat = limit("chat", RateLimit.perMinute(5).scope(Scope.CHAT));
        Step topic = limit("topic", RateLimit.perMinute(5).scope(Scope.TOPIC));
        assertThat(callsOf(BoundPlan.of(List.of(chat, topic), ids, null, false)))
                .isEqualTo(1);
        Facts subject = Facts.of("42", null, null, "9");
        Step member = limit("space-member", RateLimit.perMinute(5).scope(Scope.SPACE_MEMBER));
        assertThat(callsOf(BoundPlan.of(List.of(OWN, member), subject, null, false)))
                .isEqualTo(1);
    }

    @Test
    void aSpaceIsASlotOfItsOwnAndTheSubjectsComesFirst() throws Exception {
        Facts ids = Facts.of(apart(), "-100", "7", "9");
        Step topic = limit("topic", RateLimit.perMinute(5).scope(Scope.TOPIC));
        Step space = limit("space", RateLimit.perMinute(5).scope(Scope.SPACE));
        BoundPlan plan = BoundPlan.of(List.of(ALL, space, topic, OWN), ids, null, false);
        assertThat(callsOf(plan)).isEqualTo(8);
        ScriptClient client = client();
        try {
            PlanEvaluator evaluator = new PlanEvaluator(client, keys, new BlockIndex(client, keys));
            List<PlanPart> parts = new PlanParts(evaluator, plan.plan()).of(plan.facts());
            assertThat(parts)
                    .extracting(PlanPart::steps)
                    .containsExactly(List.of(3), List.of(0), List.of(1), List.of(2));
            assertThat(parts.get(0).isSubjects()).isTrue();
        } finally {
            client.close();
        }
    }

    /** Of a plan whose scripts the servers know. */
    private long callsOf(BoundPlan plan) throws Exception {
        await(plan.on(store));
        long before = calls();
        assertThat(await(plan.on(store))).isInstanceOf(Verdict.Admitted.class);
        return calls() - before;
    }

    @Test
    void twoSlotsAreTwoTripsOfACallEachAndARefusalIsOne() throws Exception {
        BoundPlan plan = plan(apart(), OWN, ALL);
        await(plan.on(store));
        long before = calls();
        assertThat(await(plan.on(store))).isInstanceOf(Verdict.Admitted.class);
        assertThat(calls() - before).isEqualTo(4);
        assertThat(await(plan(apart(), OWN, ALL_BUT_ONE).on(store))).isInstanceOf(Verdict.RateLimited.class);
        assertThat(calls() - before).isEqualTo(6);
    }

    @Test
    void permitsAreGivenBackIfALaterSlotRefuses() throws Exception {
        String user = apart();
        Step seen = new Step.FirstSeen(Step.FirstSeen.Kind.UPDATE_ID, Scope.USER, 7, 60_000_000, Mode.ENFORCE);
        Step bucket = limit("bucket", RateLimit.tokenBucket(5, Duration.ofMinutes(1)));
        Step window = limit("window", RateLimit.fixedWindow(5, Duration.ofMinutes(1)));
        BoundPlan own = plan(user, seen, OWN, bucket, window);
        ScriptClient client = client();
        try {
            PlanEvaluator evaluator = new PlanEvaluator(client, keys, new BlockIndex(client, keys));
            assertThat(await(evaluator.prepare(own.plan()).evaluate(own.facts(), client.deadlineNanos())))
                    .isInstanceOf(Verdict.Admitted.class);
            await(evaluator.giveBack(own.plan(), own.facts()));
        } finally {
            client.close();
        }
        Verdict again = await(own.on(store));
        assertThat(again)
                .isEqualTo(new Verdict.AdmittedBuilder(4)
                        .remaining(1, 4)
                        .remaining(2, 4)
                        .remaining(3, 4)
                        .build());
    }

    /** The caller of a decision stops waiting once; a trip with its own deadline would spend permits after that. */
    @Test
    void allTripsOfAPlanEndAtOnce() throws Exception {
        Set<Object> ends = ConcurrentHashMap.newKeySet();
        AtomicInteger trips = new AtomicInteger();
        ScriptClient cluster = client();
        try {
            ScriptClient noting = (ScriptClient) Proxy.newProxyInstance(
                    ClusterTest.class.getClassLoader(),
                    new Class<?>[] {ScriptClient.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("run")) {
                            ends.add(arguments[1]);
                            trips.incrementAndGet();
                        }
                        return method.invoke(cluster, arguments);
                    });
            PlanEvaluator evaluator = new PlanEvaluator(noting, keys, new BlockIndex(noting, keys));
            BoundPlan all = plan(apart(), OWN, ALL);
            assertThat(await(evaluator.evaluation(all.plan()).evaluate(all.facts(), evaluator.deadlineNanos())))
                    .isInstanceOf(Verdict.Admitted.class);
        } finally {
            cluster.close();
        }
        assertThat(trips).hasValue(4);
        assertThat(ends).hasSize(1);
    }

    @Test
    void aCrowdNeverExceedsTheGlobalLimitAndLosesNoPermits() throws Exception {
        List<CompletionStage<Verdict>> answers = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            answers.add(plan("u" + i, OWN, ALL).on(store));
        }
        int admitted = 0;
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (await(answers.get(i)) instanceof Verdict.Admitted) {
                admitted++;
            } else {
                refused.add("u" + i);
            }
        }
        assertThat(admitted).isEqualTo(5);
        assertThat(store.lostReturns()).isZero();
        for (String user : refused) {
            assertThat(await(plan(user, OWN).on(store)))
                    .isEqualTo(new Verdict.AdmittedBuilder(1).remaining(0, 4).build());
        }
    }

    @Test
    void blocksAreListedWhereverTheirSubjectsLive() throws Exception {
        for (int i = 0; i < 20; i++) {
            await(store.admin().block(new Subject("b" + i), Duration.ofMinutes(1), "admin", ""));
        }
        await(store.admin().unblock(new Subject("b7")));
        List<Block> blocks = await(store.admin().blocks(null, 100)).blocks();
        assertThat(blocks)
                .hasSize(19)
                .isSortedAccordingTo(
                        (a, b) -> a.subject().id().compareTo(b.subject().id()));
    }

    @Test
    void aSlotThatMovesIsFollowedAndNothingIsSpentTwice() throws Exception {
        String user = apart();
        int slot = SlotHash.getSlot(keys.owner(Owner.user(user)));
        int from = slot * RedisClusterServers.MASTERS / SlotHash.SLOT_COUNT;
        int to = (from + 1) % RedisClusterServers.MASTERS;
        await(plan(user, OWN).on(store));
        String source = servers.master(from).clusterMyId();
        String target = servers.master(to).clusterMyId();
        servers.master(to).clusterSetSlotImporting(slot, source);
        servers.master(from).clusterSetSlotMigrating(slot, target);
        try {
            byte[] key = keys.owner(Owner.user(user));
            servers.master(from).migrate("127.0.0.1", servers.server(to).port(), 0, 5000, MigrateArgs.Builder.key(key));
            assertThat(await(plan(user, OWN).on(store))).as("ASK").isEqualTo(left(3));
            settle(slot, target);
            assertThat(await(plan(user, OWN).on(store))).as("MOVED").isEqualTo(left(2));
            assertThat(await(plan(user, OWN).on(store))).isEqualTo(left(1));
        } finally {
            await(store.admin().reset(Owner.user(user)));
            servers.master(to).del(keys.owner(Owner.user(user)));
            settle(slot, source);
        }
    }

    private void settle(int slot, String node) {
        for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
            RedisClusterCommands<byte[], byte[]> master = servers.master(i);
            master.clusterSetSlotNode(slot, node);
        }
    }

    private static Verdict left(long permits) {
        return new Verdict.AdmittedBuilder(1).remaining(0, permits).build();
    }

    /** A user in another slot than the global limits. */
    private String apart() {
        int everybody = SlotHash.getSlot(keys.owner(Owner.GLOBAL));
        for (int i = 0; ; i++) {
            if (SlotHash.getSlot(keys.owner(Owner.user("a" + i))) != everybody) {
                return "a" + i;
            }
        }
    }

    private ScriptClient client() {
        return RedisStore.builder(servers.uri())
                .keyPrefix(prefix)
                .time(new ManualTime(START))
                .timeout(Duration.ofSeconds(5))
                .connectTimeout(Duration.ofSeconds(10))
                .openClient(null);
    }

    private static BoundPlan plan(String user, Step... steps) {
        return BoundPlan.of(List.of(steps), user, "-100", null, false);
    }

    private static Step limit(String name, RateLimit limit) {
        return new Step.TakePermits(new AppliedLimit(name, "=" + name, limit.scope(), limit));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private long calls() {
        long calls = 0;
        for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
            Matcher matcher = Pattern.compile("cmdstat_evalsha:calls=([0-9]+)")
                    .matcher(servers.master(i).info("commandstats"));
            calls += matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
        return calls;
    }
}
