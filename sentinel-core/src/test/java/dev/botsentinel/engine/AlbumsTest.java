package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AlbumsTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Decision DENIED = Denied.of(Reason.FORBIDDEN, "requires");

    /** Not at a whole millisecond: the minute is exact all the same. */
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00.000999Z"));

    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final Albums albums = new Albums(now::get, executor::add);
    private final List<Passage> judged = new ArrayList<>();

    @Test
    void laterPartsOfAnAdmittedAlbumPass() {
        assertThat(decide(part("photo"))).isEqualTo(Passage.CHECKED);
        assertThat(decide(part("photo"))).isEqualTo(Passage.ALBUM);
        assertThat(decide(part("video"))).isEqualTo(Passage.ALBUM);
    }

    @Test
    void theMinuteIsHalfOpenToTheMicrosecond() {
        decide(part("photo"));
        advance(WINDOW.minusNanos(1000));
        assertThat(decide(part("photo"))).isEqualTo(Passage.ALBUM);
        advance(Duration.ofNanos(1000));
        assertThat(decide(part("photo"))).isEqualTo(Passage.CHECKED);
    }

    @Test
    void aClockThatStepsBackGrantsAnotherMinuteAtMost() {
        decide(part("photo"));
        advance(WINDOW.minusNanos(1000).negated());
        assertThat(decide(part("photo"))).isEqualTo(Passage.ALBUM);
        advance(Duration.ofNanos(1000).negated());
        assertThat(decide(part("photo"))).isEqualTo(Passage.CHECKED);
        assertThat(decide(part("photo"))).isEqualTo(Passage.ALBUM);
    }

    @Test
    void aLaterPartDoesNotExtendTheMinute() {
        decide(part("photo"));
        advance(Duration.ofSeconds(40));
        decide(part("photo"));
        advance(Duration.ofSeconds(20));
        assertThat(decide(part("photo"))).isEqualTo(Passage.CHECKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"subject", "chat", "album"})
    void anAlbumIsOneSubjectsInOneChat(String other) {
        decide(part("photo"));
        Request.Builder stranger = Request.builder("photo")
                .subject(other.equals("subject") ? "43" : "42")
                .chat(other.equals("chat") ? "8" : "7")
                .album(other.equals("album") ? "b" : "a");
        assertThat(decide(stranger.build())).isEqualTo(Passage.CHECKED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 129})
    void anAlbumsIdIsOfASizeThatCanBeKept(int length) {
        Request.Builder part = Request.builder("photo");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> part.album("a".repeat(length)))
                .withMessageContaining("1 to 128 characters, this one has " + length);
        assertThat(part.album("a".repeat(128)).album(null).build().album()).isNull();
    }

    @Test
    void withoutSubjectChatOrAlbumEachUpdateStandsForItself() {
        List<Request> loose = List.of(
                Request.builder("photo").chat("7").album("a").build(),
                Request.builder("photo").subject("42").album("a").build(),
                Request.builder("photo").subject("42").chat("7").build());
        for (Request request : loose) {
            assertThat(decide(request)).isEqualTo(Passage.CHECKED);
            assertThat(decide(request)).isEqualTo(Passage.CHECKED);
        }
    }

    @Test
    void aCommandInALaterPartsCaptionIsNotCovered() {
        decide(part("message"));
        assertThat(decide(part("/transfer"))).isEqualTo(Passage.CHECKED);
        assertThat(decide(part("message"))).isEqualTo(Passage.ALBUM);
    }

    @Test
    void theSameCommandIsCoveredAndOtherPartsOfItsAlbumToo() {
        decide(part("/transfer"));
        assertThat(decide(part("/transfer"))).isEqualTo(Passage.ALBUM);
        assertThat(decide(part("message"))).isEqualTo(Passage.ALBUM);
        assertThat(decide(part("/admin"))).isEqualTo(Passage.CHECKED);
    }

    @Test
    void afterADeniedFirstPartTheNextOneIsTheFirst() {
        assertThat(decide(part("photo"), passage -> done(DENIED))).isEqualTo(Passage.CHECKED);
        assertThat(decide(part("photo"))).isEqualTo(Passage.CHECKED);
        assertThat(decide(part("photo"))).isEqualTo(Passage.ALBUM);
    }

    @Test
    void aPartThatComesWhileTheFirstIsBeingDecidedWaitsAndGoesOnOnTheExecutor() {
        CompletableFuture<Decision> pending = new CompletableFuture<>();
        CompletableFuture<Decision> first = start(part("photo"), passage -> pending);
        CompletableFuture<Decision> second = start(part("photo"), this::admit);
        assertThat(judged).containsExactly(Passage.CHECKED);

        pending.complete(allowed(Passage.CHECKED));
        assertThat(first).isDone();
        assertThat(second).as("this thread is the first part's").isNotDone();
        executor.remove().run();
        assertThat(second.join()).isEqualTo(allowed(Passage.ALBUM));
    }

    @Test
    void ofThePartsThatWaitedForADeniedOneTheFirstToGoOnIsTheFirst() {
        CompletableFuture<Decision> pending = new CompletableFuture<>();
        CompletableFuture<Decision> first = start(part("photo"), passage -> pending);
        CompletableFuture<Decision> second = start(part("photo"), this::admit);
        CompletableFuture<Decision> third = start(part("photo"), this::admit);
        pending.complete(DENIED);
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
        assertThat(first.join()).isEqualTo(DENIED);
        assertThat(List.of(second.join(), third.join()))
                .containsExactlyInAnyOrder(allowed(Passage.CHECKED), allowed(Passage.ALBUM));
    }

    @Test
    void aFirstPartThatNobodyCanDecideLeavesNoOtherWaiting() {
        CompletableFuture<Decision> broken = start(part("photo"), passage -> {
            throw new IllegalStateException("an interceptor");
        });
        assertThat(broken).isCompletedExceptionally();
        assertThat(decide(part("photo"))).isEqualTo(Passage.CHECKED);

        now.updateAndGet(instant -> instant.plus(WINDOW));
        assertThat(start(part("photo"), passage -> CompletableFuture.failedFuture(new IllegalStateException("later"))))
                .isCompletedExceptionally();
        assertThat(decide(part("photo"))).isEqualTo(Passage.CHECKED);
    }

    private static Request part(String action) {
        return Request.builder(action).subject("42").chat("7").album("a").build();
    }

    /** How the request was judged. */
    private Passage decide(Request request) {
        return decide(request, this::admit);
    }

    private Passage decide(Request request, Function<Passage, CompletionStage<Decision>> judge) {
        int before = judged.size();
        assertThat(start(request, judge)).isDone();
        assertThat(judged).hasSize(before + 1);
        return judged.get(before);
    }

    private CompletableFuture<Decision> start(Request request, Function<Passage, CompletionStage<Decision>> judge) {
        return albums.decide(request, passage -> {
                    judged.add(passage);
                    return judge.apply(passage);
                })
                .toCompletableFuture();
    }

    private CompletionStage<Decision> admit(Passage passage) {
        return done(allowed(passage));
    }

    private static CompletionStage<Decision> done(Decision decision) {
        return CompletableFuture.completedFuture(decision);
    }

    private static Decision allowed(Passage passage) {
        return new Allowed(passage, List.of(), List.of());
    }

    private void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }
}
