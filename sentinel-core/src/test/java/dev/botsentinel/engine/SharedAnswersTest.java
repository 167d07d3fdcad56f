package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Request;
import dev.botsentinel.response.Responder;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.ForwardingStore;
import dev.botsentinel.store.PeerNews;
import dev.botsentinel.store.PreparedPlan;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreException;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Instances that share a storage explain a denial once between them. */
@Timeout(30)
class SharedAnswersTest {

    private static final PolicySet NEVER = PolicySet.builder()
            .action("/never", Policy.limits(RateLimit.slidingWindow(0, Duration.ofMinutes(1))))
            .build();

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final ReferenceStore state = new ReferenceStore(time);
    private final Queue<String> explained = new ConcurrentLinkedQueue<>();
    private final Queue<SecurityEvent> events = new ConcurrentLinkedQueue<>();

    /** A storage that other instances use too. */
    private class Shared extends ForwardingStore implements PeerNews {

        Shared() {
            super(state);
        }

        @Override
        public PeerNews peerNews() {
            return this;
        }

        @Override
        public Runnable follow(Listener listener) {
            return () -> {};
        }

        @Override
        public CompletionStage<@Nullable Void> confirm(String subject) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<@Nullable Void> tellForget(String subject) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private Sentinel<Request> instance(String name, SentinelStore store) {
        return Sentinel.<Request>builder(request -> request)
                .policy(NEVER)
                .store(store)
                .time(time)
                .executor(Runnable::run)
                .listener(events::add)
                .onDenied(
                        Responder.blocking(denied ->
                                explained.add(name + " to " + denied.request().subjectId() + " in "
                                        + denied.request().chat())),
                        denied -> Responder.nothing())
                .build();
    }

    private static void deny(Sentinel<Request> guard, @Nullable String subject, @Nullable String chat) {
        Request.Builder request = Request.builder("/never").chat(chat);
        guard.guard(update -> {}).accept((subject == null ? request : request.subject(subject)).build());
        while (guard.responses().sent() + guard.responses().silent() < 1) {
            Thread.onSpinWait();
        }
    }

    @Test
    void twoInstancesExplainOneDenialOnce() {
        Sentinel<Request> first = instance("first", new Shared());
        Sentinel<Request> second = instance("second", new Shared());
        deny(first, "42", "1");
        deny(second, "42", "2");
        assertThat(explained).containsExactly("first to 42 in 1");
        assertThat(second.responses().silent()).as("acknowledged").isOne();
        assertThat(second.responses().repeated()).isOne();
    }

    @Test
    void theSharedWindowEndsAsTheirOwnDoes() {
        Sentinel<Request> first = instance("first", new Shared());
        deny(first, "42", null);
        time.advance(Duration.ofMinutes(1));
        deny(instance("second", new Shared()), "42", null);
        assertThat(explained).containsExactly("first to 42 in null", "second to 42 in null");
    }

    @Test
    void withoutASubjectTheChatIsOne() {
        deny(instance("first", new Shared()), null, "1");
        deny(instance("second", new Shared()), null, "1");
        deny(instance("third", new Shared()), null, "2");
        assertThat(explained).containsExactly("first to null in 1", "third to null in 2");
    }

    @Test
    void aStorageThatFailsSilencesNobody() {
        SentinelStore failing = new Shared() {
            @Override
            public PreparedPlan prepare(Plan plan) {
                return isOfAnswers(plan)
                        ? facts -> {
                            throw new StoreException("no connection");
                        }
                        : super.prepare(plan);
            }
        };
        deny(instance("first", failing), "42", null);
        assertThat(explained).containsExactly("first to 42 in null");
        assertThat(events).anyMatch(SecurityEvent.StoreFailed.class::isInstance);
    }

    private static boolean isOfAnswers(Plan plan) {
        return plan.steps().size() == 1 && plan.steps().get(0) instanceof Step.FirstSeen;
    }

    @Test
    void aStorageOfOneProcessIsNotAsked() {
        SpyStore alone = new SpyStore(state, false);
        deny(instance("first", alone), "42", null);
        assertThat(explained).hasSize(1);
        assertThat(alone.plans()).noneMatch(asked -> isOfAnswers(asked.plan()));
    }
}
