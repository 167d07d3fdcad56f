package dev.botsentinel.store.resilient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityEvent.HandlerFailed;
import dev.botsentinel.event.SecurityEvent.StoreDegraded;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.event.SecurityEvent.StoreRecovered;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a guard makes of an outage of its storage. */
class GuardInOutageTest {

    private static final PolicySet POLICY =
            PolicySet.builder().defaults(Policy.limits(RateLimit.perMinute(2))).build();

    private final List<SecurityEvent> events = new ArrayList<>();
    private final AtomicInteger resolverCalls = new AtomicInteger();
    private Site site = new Site();
    private Sentinel<Request> sentinel = guard();

    private Sentinel<Request> guard() {
        return Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(site.store)
                .resolver(request -> {
                    resolverCalls.incrementAndGet();
                    return CompletableFuture.completedFuture(Resolution.of(Principal.REGISTERED));
                })
                .time(site.time)
                .executor(Runnable::run)
                .listener(events::add)
                .build();
    }

    private void direct(UnaryOperator<ResilientStoreBuilder> directions) {
        site = new Site(true, directions);
        sentinel = guard();
    }

    private Decision decide(Request request) {
        CompletionStage<Decision> decision = sentinel.checkAsync(request);
        site.timer.ring(Site.DEADLINE_NANOS);
        site.timer.ring(Site.DEADLINE_NANOS);
        return Site.now(decision);
    }

    private static Request.Builder request() {
        return Request.builder("/a").subject(Site.SUBJECT.id()).chat("-100");
    }

    @Test
    void anOutageIsToldOnceAndSoIsItsEnd() {
        site.breakDown(FakeRemote.Fault.HANGS);
        decide(request().build());
        site.repair();
        decide(request().build());
        assertThat(events).hasExactlyElementsOfTypes(StoreDegraded.class, StoreRecovered.class);
        assertThat(((StoreDegraded) events.get(0)).cause()).isInstanceOf(StoreException.class);
        assertThat(events.get(1).at()).isEqualTo(site.time.instant());
    }

    @Test
    void aClosedGuardHearsNoMore() {
        sentinel.close();
        site.breakDown(FakeRemote.Fault.HANGS);
        assertThat(events).isEmpty();
    }

    @Test
    void aGuardWhoseExecutorRefusesHarmsNothing() {
        sentinel = Sentinel.<Request>builder(request -> request)
                .store(site.store)
                .time(site.time)
                .executor(task -> {
                    throw new RejectedExecutionException();
                })
                .build();
        site.breakDown(FakeRemote.Fault.FAILS);
        assertThat(decide(request().build()).isAllowed()).isTrue();
    }

    @Test
    void aDegradedDecisionSaysSo() {
        assertThat(decide(request().build()).degraded()).isFalse();
        site.breakDown(FakeRemote.Fault.HANGS);
        for (int left = 1; left >= 0; left--) {
            Allowed allowed = (Allowed) decide(request().build());
            assertThat(allowed.degraded()).isTrue();
            assertThat(allowed.leastRemaining()).hasValue(left);
        }
        Denied denied = (Denied) decide(request().build());
        assertThat(denied.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(denied.explain()).endsWith("; degraded");
        site.repair();
        assertThat(decide(request().build()).degraded()).isFalse();
    }

    @Test
    void aBlockedSubjectStaysBlockedAndCostsNoResolverCall() {
        site.block(Duration.ofMinutes(1));
        site.breakDown(FakeRemote.Fault.HANGS);
        Denied denied = (Denied) decide(request().build());
        assertThat(denied.reason()).isEqualTo(Reason.BLOCKED);
        assertThat(denied.retryAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(resolverCalls).hasValue(0);
    }

    @Test
    void aDecisionThatAsksTwiceWaitsForTwoDeadlinesAtMost() {
        site.remote.fault(FakeRemote.Fault.HANGS);
        CompletionStage<Decision> decision = sentinel.checkAsync(request().build());
        site.timer.ring(Site.DEADLINE_NANOS);
        assertThat(decision.toCompletableFuture()).isNotDone();
        site.timer.ring(Site.DEADLINE_NANOS);
        assertThat(Site.now(decision).isAllowed()).isTrue();
        assertThat(resolverCalls).hasValue(1);
    }

    @Test
    void aStageThatFailsClosedDeniesAllButWhatIsNeverDropped() {
        direct(builder -> builder.blocklist(OnOutage.CLOSED));
        site.breakDown(FakeRemote.Fault.FAILS);
        events.clear();
        Denied denied = (Denied) decide(request().build());
        assertThat(denied.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(events).hasAtLeastOneElementOfType(StoreFailed.class);
        Allowed paid = (Allowed) decide(request().exemption(Exemption.ALWAYS).build());
        assertThat(paid.passage()).isEqualTo(Passage.EXEMPT);
    }

    @Test
    void whatIsExemptUnlessBlockedFollowsTheKnownBlock() {
        site.block(Duration.ofMinutes(1));
        site.breakDown(FakeRemote.Fault.HANGS);
        Request checkout = request().exemption(Exemption.UNLESS_BLOCKED).build();
        assertThat(decide(checkout).isAllowed()).isFalse();
        site.time.advance(Duration.ofMinutes(1));
        assertThat(((Allowed) decide(checkout)).passage()).isEqualTo(Passage.EXEMPT);
    }

    @Test
    void anAlbumIsChargedOnceInAnOutageToo() {
        site.breakDown(FakeRemote.Fault.FAILS);
        for (int part = 0; part < 5; part++) {
            Allowed allowed = (Allowed) decide(request().album("album").build());
            assertThat(allowed.passage()).isEqualTo(part == 0 ? Passage.CHECKED : Passage.ALBUM);
            assertThat(allowed.degraded()).isTrue();
        }
    }

    /** A photo and a video, each with an entry and a local limit of its own. */
    @Test
    void partsUnderSeveralEntriesShareARefusalInAnOutageToo() {
        sentinel.policy(PolicySet.builder()
                .action("message:photo", Policy.limits(RateLimit.perMinute(1)))
                .action("message:video", Policy.limits(RateLimit.perMinute(1)))
                .build());
        site.breakDown(FakeRemote.Fault.FAILS);
        assertThat(decide(part("photo").build()).isAllowed()).isTrue();
        Denied first = (Denied) decide(part("photo").album("album").build());
        assertThat(decide(part("video").album("album").build())).isEqualTo(first.asAlbumPart());
    }

    private static Request.Builder part(String content) {
        return Request.builder("message")
                .path("message:" + content)
                .subject("42")
                .chat("-100");
    }

    // What failed is released where it was remembered

    private static final PolicySet REPLAY = PolicySet.builder()
            .updateReplay(new UpdateReplay(Duration.ofMinutes(10)))
            .build();

    private final AtomicBoolean failing = new AtomicBoolean(true);

    private boolean handles(long updateId) {
        CompletionStage<Outcome<Boolean>> outcome = sentinel.<Boolean>guardAsync(update -> failing.get()
                        ? CompletableFuture.failedFuture(new IllegalStateException("test"))
                        : CompletableFuture.completedFuture(true))
                .apply(request().updateId(updateId).build());
        site.timer.ring(Site.DEADLINE_NANOS);
        site.timer.ring(Site.DEADLINE_NANOS);
        assertThat(outcome.toCompletableFuture()).isDone();
        return !outcome.toCompletableFuture().isCompletedExceptionally()
                && Site.now(outcome) instanceof Outcome.Handled<Boolean>;
    }

    @Test
    void whatFailsInAnOutageIsReleasedLocallyAndTheRemoteIsLeftAlone() {
        sentinel.policy(REPLAY);
        site.breakDown(FakeRemote.Fault.FAILS);
        events.clear();
        assertThat(handles(7)).isFalse();
        failing.set(false);
        assertThat(handles(7)).isTrue();
        assertThat(handles(7)).isFalse();
        assertThat(events).hasAtLeastOneElementOfType(HandlerFailed.class).noneMatch(StoreFailed.class::isInstance);
    }

    @Test
    void whatFailsInAnOutageReleasesNothingThatTheRemoteHasRemembered() {
        sentinel.policy(REPLAY);
        failing.set(false);
        assertThat(handles(7)).isTrue();
        site.breakDown(FakeRemote.Fault.FAILS);
        CompletionStage<Outcome<Boolean>> redelivered = sentinel.<Boolean>guardAsync(update -> {
                    site.repair();
                    throw new IllegalStateException("test");
                })
                .apply(request().updateId(7).build());
        assertThat(redelivered.toCompletableFuture()).isCompletedExceptionally();
        assertThat(handles(8)).isTrue();
        assertThat(handles(7)).as("handled before the outage").isFalse();
    }

    @Test
    void whatFailsBeforeAnOutageIsReleasedOnTheRemote() {
        sentinel.policy(REPLAY);
        assertThat(handles(7)).isFalse();
        failing.set(false);
        assertThat(handles(7)).isTrue();
    }

    @Test
    void aRemoteThatBreaksBeforeTheReleaseIsAnEvent() {
        sentinel.policy(REPLAY);
        events.clear();
        CompletionStage<Outcome<Boolean>> outcome = sentinel.<Boolean>guardAsync(update -> {
                    site.remote.fault(FakeRemote.Fault.FAILS);
                    throw new IllegalStateException("test");
                })
                .apply(request().updateId(7).build());
        assertThat(outcome.toCompletableFuture()).isCompletedExceptionally();
        assertThat(events).hasExactlyElementsOfTypes(StoreFailed.class, HandlerFailed.class);
    }

    @Test
    void aReleaseByHandFindsWhatWasRememberedInAnOutage() {
        sentinel.policy(REPLAY);
        Request request = request().updateId(7).build();
        site.breakDown(FakeRemote.Fault.FAILS);
        assertThat(decide(request).isAllowed()).isTrue();
        assertThat(sentinel.release(request).toCompletableFuture()).isCompletedExceptionally();
        assertThat(decide(request).isAllowed()).isTrue();
        assertThat(decide(request).isAllowed()).isFalse();
    }

    /** The permits of an outage are of another budget. */
    @Test
    void aDegradedDecisionIsNotRefundedFromTheSharedBudget() {
        Request request = request().updateId(7).build();
        decide(request().updateId(6).build());
        site.breakDown(FakeRemote.Fault.FAILS);
        Allowed degraded = (Allowed) decide(request);
        site.repair();
        assertThat(Site.now(sentinel.limits().refund(request, degraded, "bot", "")))
                .isEmpty();
        assertThat(((Allowed) decide(request().updateId(8).build())).leastRemaining())
                .hasValue(0);
    }
}
