package dev.botsentinel;

import dev.botsentinel.access.Principals;
import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.PeerNews;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Forgets principals on all instances that share the storage, if it tells news. Who missed some asks for everybody anew, for
 * a role that was taken away must not live on. Thread-safe.
 */
final class PrincipalInvalidation implements PeerNews.Listener, AutoCloseable {

    private final ThrottledLog log = ThrottledLog.of(PrincipalInvalidation.class);

    private final Principals principals;
    private final @Nullable PeerNews peerNews;
    private final Runnable endOfNews;

    /** @param peerNews null if nobody else is told */
    PrincipalInvalidation(Principals principals, @Nullable PeerNews peerNews) {
        this.principals = principals;
        this.peerNews = peerNews;
        this.endOfNews = peerNews == null ? () -> {} : peerNews.follow(this);
    }

    /**
     * Here at once, elsewhere as soon as it is heard of. Never throws.
     *
     * @return completes with whether the others were told; never fails
     */
    CompletionStage<Boolean> everywhere(Subject subject) {
        principals.forget(subject);
        if (peerNews == null) {
            return CompletableFuture.completedFuture(true);
        }
        try {
            return peerNews.tellForget(subject.id()).handle((told, failure) -> failure == null || untold(failure));
        } catch (RuntimeException failure) {
            return CompletableFuture.completedFuture(untold(failure));
        }
    }

    private boolean untold(Throwable failure) {
        log.warn(
                "Other instances can't be told to forget a principal, and may use it for its time to live",
                Stages.cause(failure));
        return false;
    }

    @Override
    public void forget(String subject) {
        principals.forget(new Subject(subject));
    }

    @Override
    public void missed() {
        principals.forgetAll();
    }

    @Override
    public void close() {
        endOfNews.run();
        log.close();
    }
}
