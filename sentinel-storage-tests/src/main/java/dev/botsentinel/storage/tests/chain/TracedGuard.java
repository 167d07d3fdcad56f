package dev.botsentinel.storage.tests.chain;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.guard.Call;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import dev.botsentinel.storage.tests.chain.ChainEvent.Act;
import dev.botsentinel.storage.tests.chain.ChainEvent.Ask;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A guard that lives through a trace: with own interceptors at several places, a resolver that fails for some, and a
 * storage that fails now and then. Asked synchronously and asynchronously in turn. Not thread-safe.
 */
final class TracedGuard implements AutoCloseable {

    /** The rule of an own interceptor's veto. */
    static final String OWN_VETO = "own-veto";

    /** The name of an own interceptor's limit. */
    static final String OWN_LIMIT = "own-limit";

    private static final RateLimit OWN =
            RateLimit.tokenBucket(1, Duration.ofSeconds(60), 2).scope(Scope.MEMBER);

    private static final long SOME_ODD_NUMBER = 0x9E3779B97F4A7C15L;

    /** What was decided, and what listeners heard meanwhile, by kind: causes and their wording are nobody's contract. */
    record Answer(Decision decision, List<String> heard) {}

    private final Map<String, Resolution> known = new HashMap<>();
    private final List<SecurityEvent> heard = Collections.synchronizedList(new ArrayList<>());
    private final Sentinel<Request> sentinel;
    private long asked;

    TracedGuard(SentinelStore store, InstantSource time) {
        this.sentinel = Sentinel.<Request>builder(request -> request)
                .store(new FailingStore(store))
                .resolver(this::resolve)
                .time(time)
                .random(() -> asked * SOME_ODD_NUMBER)
                .listener(heard::add)
                .before(Stage.BLOCKLIST, call -> every(61, call, Ruling.veto(OWN_VETO)))
                .after(Stage.BLOCKLIST, call -> every(23, call, report("early")))
                .before(Stage.DEBOUNCE, TracedGuard::limitPayments)
                .after(Stage.DEBOUNCE, TracedGuard::breakSometimes)
                .before(Stage.LIMITS, call -> every(59, call, Ruling.veto(OWN_VETO)))
                .after(Stage.LIMITS, call -> every(13, call, report("late")))
                .build();
    }

    private static Ruling every(int nth, Call call, Ruling ruling) {
        Long id = call.request().updateId();
        return id != null && id % nth == 0 ? ruling : Ruling.PASS;
    }

    private static Ruling report(String rule) {
        return new Ruling.Report(new ShadowDenial(Reason.VETOED, rule));
    }

    private static Ruling limitPayments(Call call) {
        Request request = call.request();
        if (!request.action().name().startsWith("/pay")) {
            return Ruling.PASS;
        }
        AppliedLimit own = new AppliedLimit(OWN_LIMIT, "!" + OWN_LIMIT, OWN.scope(), OWN);
        return Ruling.steps(new Step.TakePermits(own.inEffect(call.ids())));
    }

    private static Ruling breakSometimes(Call call) {
        if (every(29, call, Ruling.veto(OWN_VETO)) != Ruling.PASS) {
            throw new IllegalStateException("an interceptor is broken");
        }
        return Ruling.PASS;
    }

    private CompletionStage<Resolution> resolve(Request request) {
        Resolution resolution =
                request.subject() == null ? null : known.get(request.subject().id());
        return resolution == null
                ? CompletableFuture.failedFuture(new IllegalStateException("the resolver is broken"))
                : CompletableFuture.completedFuture(resolution);
    }

    /** Lives through the event; the answer is null unless it asks something. */
    @Nullable
    Answer live(Act act) {
        if (act instanceof Ask ask) {
            return ask(ask.request());
        }
        if (act instanceof ChainEvent.Follow follow) {
            sentinel.policy(follow.policy());
        } else if (act instanceof ChainEvent.Know know) {
            know(know);
        } else if (act instanceof ChainEvent.Block block) {
            block(block.subject(), block.duration());
        } else if (act instanceof ChainEvent.Unblock unblock) {
            await(sentinel.blocklist().unblock(unblock.subject(), "admin", "because"));
        }
        return null;
    }

    private Answer ask(Request request) {
        heard.clear();
        Decision decision = asked++ % 2 == 0 ? sentinel.check(request) : await(sentinel.checkAsync(request));
        return new Answer(
                decision,
                heard.stream().map(event -> event.getClass().getSimpleName()).toList());
    }

    private void know(ChainEvent.Know know) {
        if (know.resolution() == null) {
            known.remove(know.subject());
        } else {
            known.put(know.subject(), know.resolution());
        }
        if (know.forget()) {
            sentinel.forget(know.subject());
        }
    }

    private void block(String subject, @Nullable Duration duration) {
        await(
                duration == null
                        ? sentinel.blocklist().block(subject, "admin", "because")
                        : sentinel.blocklist().block(subject, duration, "admin", "because"));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Override
    public void close() {
        sentinel.close();
    }
}
