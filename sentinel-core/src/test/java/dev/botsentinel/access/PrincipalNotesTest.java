package dev.botsentinel.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.SubjectNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a storage that keeps the principals is told of them. */
class PrincipalNotesTest {

    private static final Request REQUEST = Request.builder("/a").subject("42").build();
    private static final Resolution ADMIN = Resolution.of(Principal.registered("admin"));
    private static final Resolution USER = Resolution.of(Principal.REGISTERED);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Queue<CompletableFuture<Resolution>> calls = new ArrayDeque<>();
    private final Notes notes = new Notes();
    private final Principals principals = new Principals(
            this::asked,
            ResolverSettings.DEFAULT.cache(Duration.ofMinutes(1), 10),
            notes,
            now::get,
            Runnable::run,
            (request, failure) -> {});

    @Test
    void aPrincipalIsToBeKeptForItsTimeToLive() {
        know(ADMIN);
        assertThat(notes.keepMicros).isEqualTo(60_000_000);
    }

    @Test
    void usesAreToldOnceASecondWhereverTheClockGoes() {
        know(ADMIN);
        lookAfter(Duration.ZERO);
        lookAfter(Duration.ofMillis(999));
        assertThat(notes.uses).as("below a second").isEqualTo(0);

        lookAfter(Duration.ofMillis(1));
        assertThat(notes.uses).as("after a second").isEqualTo(1);
        lookAfter(Duration.ofMillis(999));
        assertThat(notes.uses).as("less than a second after the last telling").isEqualTo(1);

        lookAfter(Duration.ofSeconds(-2));
        assertThat(notes.uses).as("a clock that stepped back").isEqualTo(2);
    }

    @Test
    void anAnswerToTheForgottenLeavesTheNextCallUnderWay() {
        CompletableFuture<Resolution> old = principals.resolve(REQUEST);
        principals.forget(new Subject("42"));
        CompletableFuture<Resolution> next = principals.resolve(REQUEST);
        CompletableFuture<Resolution> oldCall = calls.remove();
        oldCall.complete(ADMIN);
        assertThat(old).isCompletedWithValue(ADMIN);
        assertThat(principals.known(REQUEST)).as("what was forgotten").isNull();

        CompletableFuture<Resolution> joining = principals.resolve(REQUEST);
        assertThat(calls).as("only the next call is under way").hasSize(1);
        calls.remove().complete(USER);
        assertThat(next).isCompletedWithValue(USER);
        assertThat(joining).isCompletedWithValue(USER);
        assertThat(principals.known(REQUEST)).isEqualTo(USER);
    }

    private void know(Resolution resolution) {
        CompletableFuture<Resolution> asked = principals.resolve(REQUEST);
        calls.remove().complete(resolution);
        assertThat(asked).isCompletedWithValue(resolution);
    }

    private void lookAfter(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
        assertThat(principals.known(REQUEST)).isEqualTo(ADMIN);
    }

    private CompletableFuture<Resolution> asked(Request request) {
        CompletableFuture<Resolution> call = new CompletableFuture<>();
        calls.add(call);
        return call;
    }

    private static final class Notes implements SubjectNotes {

        private final Map<String, Object> kept = new HashMap<>();
        private long keepMicros;
        private int uses;

        @Override
        public Object get(String subject) {
            return kept.get(subject);
        }

        @Override
        public void put(String subject, Object note, long keepMicros) {
            kept.put(subject, note);
            this.keepMicros = keepMicros;
        }

        @Override
        public void used(String subject) {
            uses++;
        }

        @Override
        public void remove(String subject) {
            kept.remove(subject);
        }
    }
}
