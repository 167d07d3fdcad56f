package dev.botsentinel;

import dev.botsentinel.engine.EventDispatcher;
import dev.botsentinel.event.ErrorKind.Cooldown;
import dev.botsentinel.event.SecurityEvent.StoreFailed;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.request.Request;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Has a limit refuse for a while whoever sent a request that its handler failed on. Nobody waits for it: the handler's
 * exception goes on at once. Thread-safe.
 */
record CooldownOnFailure(Supplier<Limits> limits, EventDispatcher events, Executor executor, InstantSource time)
        implements BiConsumer<Request, Cooldown> {

    private static final ActorAndReason GROUNDS = new ActorAndReason("sentinel", "a handler's failure");

    /** @throws IllegalArgumentException if the policy has no such limit */
    @Override
    public void accept(Request request, Cooldown cooldown) {
        var unused = limits.get()
                .cooldown(request, cooldown.rule(), cooldown.duration(), GROUNDS)
                .whenCompleteAsync(
                        (until, failure) -> {
                            if (failure != null) {
                                events.publish(new StoreFailed(time.instant(), Stages.cause(failure)));
                            }
                        },
                        executor);
    }
}
