package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An album is charged once. */
class AlbumTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Decision ALBUM = new Allowed(Passage.ALBUM, List.of(), List.of());

    private static final PolicySet POLICY = PolicySet.builder()
            .defaults(Policy.limits(RateLimit.slidingWindow(2, HOUR)).debounce(Debounce.window(HOUR)))
            .action("/transfer", Policy.limits(RateLimit.slidingWindow(1, HOUR)).requires(Requirement.role("payer")))
            .role("payer", Role.of("pay"))
            .updateReplay(new UpdateReplay(HOUR))
            .build();

    private static Request.Builder part(Bench bench) {
        return bench.fresh("message").album("a");
    }

    @EachWay
    void laterPartsSpendNothingThoughTheyRepeat(Way way) {
        Bench bench = new Bench(way, POLICY);
        Content caption = Content.text("holiday");
        assertThat(bench.allowed(part(bench).content(caption)).leastRemaining()).hasValue(1);
        for (int i = 0; i < 9; i++) {
            assertThat(bench.decide(part(bench).content(caption))).isEqualTo(ALBUM);
        }
        assertThat(bench.allowed(bench.fresh("message")).leastRemaining()).hasValue(0);
    }

    /** Though something has become free meanwhile: an album comes whole or not at all. */
    @EachWay
    void laterPartsShareTheFirstOnesRefusal(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.allowed(bench.fresh("message"));
        bench.time.advance(HOUR.minusSeconds(30));
        bench.allowed(bench.fresh("message"));
        Denied first = bench.denied(part(bench));
        assertThat(first.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(first.retryAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(first.isAlbumPart()).isFalse();
        bench.time.advance(Duration.ofSeconds(10));
        Denied later = bench.denied(part(bench));
        assertThat(later.isAlbumPart()).isTrue();
        assertThat(later.rule()).isEqualTo(first.rule());
        assertThat(later.remaining()).isEqualTo(first.remaining());
        assertThat(later.reset()).isEqualTo(first.reset());
        bench.time.advance(Duration.ofSeconds(40));
        assertThat(bench.denied(part(bench)).retryAfter()).isEqualTo(Duration.ofNanos(1000));
        assertThat(bench.allowed(bench.fresh("message")).passage()).isEqualTo(Passage.CHECKED);
    }

    @EachWay
    void theEleventhPartBeginsAnew(Way way) {
        Bench bench = new Bench(way, POLICY);
        for (int album = 0; album < 2; album++) {
            assertThat(bench.allowed(part(bench)).passage()).isEqualTo(Passage.CHECKED);
            for (int i = 0; i < 9; i++) {
                assertThat(bench.decide(part(bench))).isEqualTo(ALBUM);
            }
        }
        assertThat(bench.denied(part(bench)).reason()).isEqualTo(Reason.RATE_LIMITED);
    }

    @EachWay
    void anotherAlbumAnotherActionAndAnotherChatAreNoPartsOfIt(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.allowed(part(bench));
        for (Request.Builder other : List.of(
                part(bench).album("b"),
                part(bench).chat("elsewhere"),
                bench.fresh("photo").album("a"))) {
            Decision decision = bench.decide(other);
            assertThat(decision).isNotEqualTo(ALBUM);
        }
    }

    /** Ten pictures whose first caption is an unlimited command let nine through for nothing. */
    @EachWay
    void aFreeCommandInTheFirstCaptionFreesNoOtherPart(Way way) {
        Bench bench = new Bench(
                way,
                PolicySet.builder()
                        .defaults(Policy.limits(RateLimit.slidingWindow(2, HOUR)))
                        .action("/start", Policy.noLimits())
                        .build());
        bench.allowed(bench.fresh("/start").album("a"));
        assertThat(bench.allowed(part(bench)).leastRemaining()).hasValue(1);
        assertThat(bench.decide(part(bench))).isEqualTo(ALBUM);
    }

    /** A photo and a video in one album, each with an entry of its own. */
    @EachWay
    void partsUnderSeveralEntriesShareTheRefusal(Way way) {
        Bench bench = new Bench(
                way,
                PolicySet.builder()
                        .action("message", Policy.limits(RateLimit.slidingWindow(5, HOUR)))
                        .action(
                                "message:photo",
                                Policy.limits(RateLimit.slidingWindow(1, HOUR).scope(Scope.TOPIC)))
                        .action("message:video", Policy.noLimits())
                        .build());
        bench.allowed(inTopic(bench, "photo"));
        Denied first = bench.denied(inTopic(bench, "photo").album("a"));
        assertThat(first.rule()).isEqualTo("message:photo#0");
        assertThat(first.scope()).isEqualTo(Scope.TOPIC);
        for (String other : List.of("video", "sticker", "photo")) {
            Denied later = bench.denied(inTopic(bench, other).album("a"));
            assertThat(later).isEqualTo(first.asAlbumPart());
        }
        assertThat(bench.allowed(inTopic(bench, "sticker")).leastRemaining()).hasValue(4);
    }

    private static Request.Builder inTopic(Bench bench, String content) {
        return bench.fresh("message").path("message:" + content).topic("5");
    }

    @EachWay
    void aPartThatIsNotDebouncedSharesTheRefusalOfARepeat(Way way) {
        Bench bench = new Bench(
                way,
                PolicySet.builder()
                        .defaults(Policy.EMPTY.debounce(Debounce.window(HOUR)))
                        .action("message:video", Policy.EMPTY.noDebounce())
                        .build());
        Content picture = Content.text("picture");
        bench.allowed(inTopic(bench, "photo").content(picture));
        Denied first = bench.denied(inTopic(bench, "photo").content(picture).album("a"));
        assertThat(first.rule()).isEqualTo("debounce");
        assertThat(bench.denied(inTopic(bench, "video").album("a"))).isEqualTo(first.asAlbumPart());
    }

    @EachWay
    void aDuplicateAlbumIsRefusedWhole(Way way) {
        Bench bench = new Bench(way, POLICY);
        Content picture = Content.text("picture");
        bench.allowed(part(bench).content(picture));
        Request.Builder again = bench.fresh("message").album("b").content(picture);
        assertThat(bench.denied(again).rule()).isEqualTo("debounce");
        Denied later = bench.denied(bench.fresh("message").album("b").content(Content.text("another")));
        assertThat(later.rule()).isEqualTo("debounce");
        assertThat(later.isAlbumPart()).isTrue();
    }

    @EachWay
    void theMinuteIsHalfOpen(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.time.advanceMicros(999);
        bench.allowed(part(bench));
        bench.time.advance(Duration.ofMinutes(1).minusNanos(1000));
        assertThat(bench.decide(part(bench))).isEqualTo(ALBUM);
        bench.time.advanceMicros(1);
        assertThat(bench.allowed(part(bench)).passage()).isEqualTo(Passage.CHECKED);
        assertThat(bench.decide(part(bench))).as("the new first part counts").isEqualTo(ALBUM);
    }

    @EachWay
    void aCommandInALaterPartsCaptionIsDecidedAsACommand(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.of(Principal.registered("payer"));
        bench.allowed(part(bench));
        assertThat(bench.allowed(bench.fresh("/transfer").album("a")).passage()).isEqualTo(Passage.CHECKED);
        assertThat(bench.decide(bench.fresh("/transfer").album("a"))).isEqualTo(ALBUM);
        assertThat(bench.denied(bench.fresh("/transfer")).rule()).isEqualTo("/transfer#0");
        assertThat(bench.decide(part(bench))).isEqualTo(ALBUM);
    }

    @EachWay
    void accessAndBlocksAndUpdateIdsHoldForLaterPartsToo(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.resolution = Resolution.of(Principal.registered("payer"));
        bench.allowed(bench.fresh("/transfer").album("a").updateId(-1));
        assertThat(bench.decide(bench.fresh("/transfer").album("a"))).isEqualTo(ALBUM);
        assertThat(bench.denied(bench.fresh("/transfer").album("a").updateId(-1))
                        .rule())
                .isEqualTo("update-id");

        bench.resolution = Resolution.of(Principal.REGISTERED);
        bench.sentinel.forget(Bench.SUBJECT);
        assertThat(bench.denied(bench.fresh("/transfer").album("a")).reason()).isEqualTo(Reason.FORBIDDEN);

        bench.store.admin().block(new Subject(Bench.SUBJECT), null, "admin", "");
        assertThat(bench.denied(part(bench)).reason()).isEqualTo(Reason.BLOCKED);
    }

    @EachWay
    void aPartsUpdateIdIsRemembered(Way way) {
        Bench bench = new Bench(way, POLICY);
        bench.allowed(part(bench));
        assertThat(bench.decide(part(bench).updateId(-7))).isEqualTo(ALBUM);
        assertThat(bench.denied(part(bench).updateId(-7)).rule()).isEqualTo("update-id");
    }

    @EachWay
    void aFirstPartOnWhichAnInterceptorThrowsLeavesNoOtherWaiting(Way way) {
        boolean[] broken = {true};
        Bench bench = new Bench(
                way,
                POLICY,
                builder -> builder.after(Stage.ACCESS, call -> {
                    if (broken[0]) {
                        throw new IllegalStateException("broken");
                    }
                    return Ruling.PASS;
                }));
        assertThat(bench.denied(part(bench)).reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(bench.denied(part(bench)).reason()).isEqualTo(Reason.UNAVAILABLE);
        broken[0] = false;
        assertThat(bench.allowed(part(bench)).passage()).isEqualTo(Passage.CHECKED);
    }

    @Test
    @Timeout(30)
    void ofPartsThatComeTogetherExactlyOneIsCharged() throws Exception {
        int parts = 8;
        Bench bench = new Bench(Way.REMOTE, POLICY);
        ExecutorService pool = Executors.newFixedThreadPool(parts);
        try {
            for (int round = 0; round < 2; round++) {
                CountDownLatch start = new CountDownLatch(1);
                List<Future<Decision>> decisions = new ArrayList<>();
                for (int i = 0; i < parts; i++) {
                    Request part =
                            bench.fresh("message").album("album " + round).build();
                    decisions.add(pool.submit(() -> {
                        start.await();
                        return bench.sentinel.check(part);
                    }));
                }
                start.countDown();
                List<Passage> passages = new ArrayList<>();
                for (Future<Decision> decision : decisions) {
                    passages.add(((Allowed) decision.get()).passage());
                }
                assertThat(passages).containsOnlyOnce(Passage.CHECKED).hasSize(parts);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(bench.denied(bench.fresh("message")).reason())
                .as("two albums, two permits")
                .isEqualTo(Reason.RATE_LIMITED);
    }

    @EachWay
    void aDenialIsNoPartOfTheAlbumsDenial(Way way) {
        Bench bench = new Bench(way, POLICY);
        Denied denied = bench.denied(bench.fresh("/transfer").album("a"));
        assertThat(denied.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(bench.allowed(part(bench)).passage()).isEqualTo(Passage.CHECKED);
    }
}
