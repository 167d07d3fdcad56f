package dev.botsentinel.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a guard does with the cache of principals that a storage offers. */
class PrincipalCacheTest {

    private static final Request REQUEST = Request.builder("/a").subject("42").build();
    private static final Resolution ADMIN = Resolution.of(Principal.registered("admin"));
    private static final Resolution USER = Resolution.of(Principal.REGISTERED);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Queue<CompletableFuture<Resolution>> calls = new ArrayDeque<>();
    private final OneCache cache = new OneCache();
    private final Principals principals = new Principals(
            this::asked,
            ResolverSettings.DEFAULT.cache(Duration.ofMinutes(1), 10),
            cache,
            now::get,
            Runnable::run,
            (request, failure) -> {},
            null);

    private static CompletableFuture<Resolution> resolve(Principals principals, Request request) {
        return principals.resolve(request, Facts.of(request, 0));
    }

    @Test
    void aPrincipalIsToBeKeptForItsTimeToLive() {
        know(ADMIN);
        assertThat(cache.keepMicros).isEqualTo(60_000_000);
    }

    @Test
    void whatTheCacheFindsIsWhatTheStorageGetsNext() {
        know(ADMIN);
        assertThat(principals.find(REQUEST)).isSameAs(cache.entries.get("42"));
        assertThat(known()).isEqualTo(ADMIN);
    }

    @Test
    void nobodyIsLookedUp() {
        Request nobody = Request.builder("/a").chat("7").build();
        assertThat(principals.find(nobody)).isNull();
        assertThat(principals.known(nobody, null)).isEqualTo(Resolution.ANONYMOUS);
        assertThat(cache.asked).isNull();
    }

    @Test
    void allAreForgottenThoughTheCacheStillHasThem() {
        know(ADMIN);
        principals.forgetAll();
        assertThat(cache.entries).containsKey("42");
        assertThat(known()).isNull();
        know(USER);
        assertThat(known()).isEqualTo(USER);
    }

    @Test
    void theForgottenAreTakenOutOfTheCache() {
        know(ADMIN);
        principals.forget(new Subject("42"));
        assertThat(cache.entries).isEmpty();
    }

    @Test
    void anEntryThatHasLostItsAnswerIsNone() {
        know(ADMIN);
        cache.entries.get("42").resolution = null;
        assertThat(known()).isNull();
    }

    /** Else whoever lost a role an hour ago has it once more, in the moment in which the resolver takes it away. */
    @Test
    void anAnswerThatHasExpiredIsNotTakenForTheOneThatReplacesItMeanwhile() {
        know(ADMIN);
        now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
        cache.betweenReads = () -> know(USER);
        assertThat(known()).isNotEqualTo(ADMIN);
        assertThat(known()).isEqualTo(USER);
    }

    @Test
    void aClockBeforeTheEpochKeepsPrincipalsToo() {
        now.set(Instant.EPOCH.minusMillis(1));
        know(ADMIN);
        assertThat(known()).isEqualTo(ADMIN);
        now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(59)));
        assertThat(known()).isEqualTo(ADMIN);
        now.updateAndGet(instant -> instant.plus(Duration.ofSeconds(1)));
        assertThat(known()).isNull();
    }

    @Test
    void anAnswerToTheForgottenLeavesTheNextCallUnderWay() {
        CompletableFuture<Resolution> old = resolve(principals, REQUEST);
        principals.forget(new Subject("42"));
        CompletableFuture<Resolution> next = resolve(principals, REQUEST);
        CompletableFuture<Resolution> oldCall = calls.remove();
        oldCall.complete(ADMIN);
        assertThat(old).isCompletedWithValue(ADMIN);
        assertThat(known()).as("what was forgotten").isNull();

        CompletableFuture<Resolution> joining = resolve(principals, REQUEST);
        assertThat(calls).as("only the next call is under way").hasSize(1);
        calls.remove().complete(USER);
        assertThat(next).isCompletedWithValue(USER);
        assertThat(joining).isCompletedWithValue(USER);
        assertThat(known()).isEqualTo(USER);
    }

    private void know(Resolution resolution) {
        CompletableFuture<Resolution> asked = resolve(principals, REQUEST);
        calls.remove().complete(resolution);
        assertThat(asked).isCompletedWithValue(resolution);
    }

    private @Nullable Resolution known() {
        return principals.known(REQUEST, principals.find(REQUEST));
    }

    private CompletableFuture<Resolution> asked(Request request) {
        CompletableFuture<Resolution> call = new CompletableFuture<>();
        calls.add(call);
        return call;
    }

    /** A cache whose entries are written while they are read. */
    private static final class OneCache implements PrincipalCache {

        private final Map<String, Kept> entries = new HashMap<>();
        private long keepMicros;
        private @Nullable Request asked;
        private Runnable betweenReads = () -> {};

        private final class Kept implements Entry {

            private @Nullable Resolution resolution;
            private long stamp;

            @Override
            public @Nullable Resolution resolution() {
                Resolution read = resolution;
                wasRead();
                return read;
            }

            @Override
            public long stamp() {
                long read = stamp;
                wasRead();
                return read;
            }

            private void wasRead() {
                Runnable next = betweenReads;
                betweenReads = () -> {};
                next.run();
            }
        }

        @Override
        public @Nullable Entry find(Request request) {
            asked = request;
            return entries.get(request.subjectId());
        }

        @Override
        public void put(Facts facts, Resolution resolution, long stamp, long keepMicros) {
            Kept kept = entries.computeIfAbsent(facts.subject(), missing -> new Kept());
            kept.resolution = resolution;
            kept.stamp = stamp;
            this.keepMicros = keepMicros;
        }

        @Override
        public void remove(String subject) {
            entries.remove(subject);
        }
    }
}
