package dev.botsentinel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.redis.client.Reply;
import dev.botsentinel.redis.client.Script;
import dev.botsentinel.redis.client.ScriptArgs;
import dev.botsentinel.redis.client.ScriptClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** How a server gets to know the scripts. */
class ScriptLoadingTest {

    private static final int IN_FLIGHT = 200;

    private final TestRedis server = TestRedis.start();
    private final Wire wire = new Wire(server.host(), server.port());

    @AfterEach
    void close() {
        wire.close();
        server.close();
    }

    @Test
    void allScriptsAreKnownOnceAConnectionIsMade() {
        assertThat(known()).isEmpty();
        try (RedisStore store = builder(server.uri()).build()) {
            Await.that("all scripts to be known", () -> known().size() == Scripts.ALL.size());
            server.admin().sync().scriptFlush();
            server.restart();
            Await.that("all scripts to be known again", () -> known().size() == Scripts.ALL.size());
            assertThat(store.nodes()).isEmpty();
        }
    }

    @Test
    void aServerThatKnowsTheScriptsIsNotSentThemAgain() {
        try (RedisStore first = builder(server.uri()).build()) {
            Await.that("all scripts to be known", () -> known().size() == Scripts.ALL.size());
            long sent = server.info("cmdstat_eval");
            try (RedisStore second = builder(server.uri()).build()) {
                Await.that("the second to ask for all", () -> server.info("cmdstat_evalsha") > 2L * Scripts.ALL.size());
                assertThat(server.info("cmdstat_eval"))
                        .as("but for the check of the connection")
                        .isEqualTo(sent + 1);
                assertThat(second.nodes()).isEqualTo(first.nodes());
            }
        }
    }

    /** All calls in flight find out that the script is gone, and one sends it. */
    @Test
    void ofAllCallsInFlightOneSendsAForgottenScript(TestInfo test) throws Exception {
        Keys keys = new Keys("test:load");
        ScriptClient client = builder(wire.uri())
                .keyPrefix("test:load")
                .timeout(Duration.ofSeconds(20))
                .openClient(null);
        ScriptArgs call = new PlanEvaluator(client, keys, new BlockIndex(client, keys))
                .prepare(new Plan(List.of(Step.NotBlocked.ENFORCE), true, false, null, false))
                .args(Facts.of("42", null));
        try {
            assertThat(client.run(call).toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isNotNull();
            long sent = server.info("cmdstat_eval");
            wire.hold();
            List<CompletableFuture<Reply>> calls = new ArrayList<>();
            for (int i = 0; i < IN_FLIGHT; i++) {
                calls.add(client.run(call).toCompletableFuture());
            }
            server.admin().sync().scriptFlush();
            wire.release();
            for (CompletableFuture<Reply> one : calls) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(refusals()).as("without their script").isEqualTo(IN_FLIGHT + 1L);
            long sources = server.info("cmdstat_eval") - sent;
            assertThat(sources).as("sources sent").isEqualTo(1);
            new Figures(test)
                    .measured(
                            "scripts sent when " + IN_FLIGHT + " calls in flight find that it is gone",
                            "1",
                            Long.toString(sources));
        } finally {
            client.close();
        }
    }

    /** How often the server didn't know a script. */
    private long refusals() {
        String statistics = server.admin().sync().info("errorstats");
        return statistics
                .lines()
                .filter(line -> line.startsWith("errorstat_NOSCRIPT:count="))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
                .sum();
    }

    private List<Script> known() {
        String[] digests = Scripts.ALL.stream().map(Script::digest).toArray(String[]::new);
        List<Boolean> exist = server.admin().sync().scriptExists(digests);
        List<Script> known = new ArrayList<>();
        for (int i = 0; i < digests.length; i++) {
            if (exist.get(i)) {
                known.add(Scripts.ALL.get(i));
            }
        }
        return known;
    }

    private static RedisStoreBuilder builder(String uri) {
        return RedisStore.builder(uri).keyPrefix("test:load").fingerprintKey(RedisHarness.KEY);
    }
}
