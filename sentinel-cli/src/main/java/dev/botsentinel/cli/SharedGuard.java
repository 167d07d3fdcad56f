package dev.botsentinel.cli;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.redis.RedisStore;
import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.telegram.TelegramUpdate;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** One more instance of a bot's guard, which decides on nothing: it asks and changes what all share. */
record SharedGuard(RedisStore store, Sentinel<TelegramUpdate> sentinel) implements AutoCloseable {

    static SharedGuard of(RedisStore store, PolicySet policy) {
        try {
            return new SharedGuard(
                    store,
                    Sentinel.<TelegramUpdate>builder(TelegramUpdate::request)
                            .policy(policy)
                            .store(store)
                            .resolver(PrincipalResolver.of(Map.of()))
                            .build());
        } catch (RuntimeException failure) {
            store.close();
            throw failure;
        }
    }

    /**
     * Waits for an answer, which comes or fails within the storage's time.
     *
     * @throws CommandFailure if the storage can't answer
     */
    static <T> T await(CompletionStage<T> answer) {
        return await(answer, failure -> "");
    }

    /**
     * Waits for a change.
     *
     * @throws CommandFailure if the storage can't answer; it says whether the change may have been made
     */
    static <T> T awaitChange(CompletionStage<T> change) {
        return await(
                change,
                failure -> failure instanceof NothingDoneException
                        ? "; nothing was changed"
                        : "; perhaps it was changed all the same: look before you try again");
    }

    private static <T> T await(CompletionStage<T> answer, Function<Throwable, String> outcome) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            Throwable cause = Stages.cause(e);
            throw CommandFailure.unexpected("Redis: " + cause.getMessage() + outcome.apply(cause), cause);
        }
    }

    @Override
    public void close() {
        sentinel.close();
        store.close();
    }
}
