package dev.botsentinel.access;

import dev.botsentinel.request.Request;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several resolvers, asked one after the other. A veto ends it. A failure doesn't: a later one may still refuse the
 * subject, and what vetoes must not be silenced by a database that is down.
 *
 * @param executor where the next one is asked if the last one answered later; never on a client's own thread
 */
record CombinedResolver(List<PrincipalResolver> parts, Executor executor) implements PlacedResolver {

    /** What the parts asked so far have said. The failure is the first one. */
    private record Said(Resolution resolution, @Nullable Throwable failure) {

        static final Said NOTHING = new Said(Resolution.ANONYMOUS, null);

        boolean isVeto() {
            return resolution instanceof Resolution.Vetoed;
        }

        Said and(@Nullable Resolution other, @Nullable Throwable otherFailure) {
            if (other instanceof Resolution.Vetoed) {
                return new Said(other, null);
            }
            Throwable failed = failure != null ? failure : otherFailure;
            if (resolution instanceof Resolution.Resolved mine && other instanceof Resolution.Resolved its) {
                return new Said(Resolution.of(mine.principal().and(its.principal())), failed);
            }
            return new Said(new Resolution.Unresolved(), failed);
        }
    }

    @Override
    public PrincipalResolver on(ResolverThreads threads, Executor executor) {
        List<PrincipalResolver> placed = parts.stream()
                .map(part -> PlacedResolver.place(part, threads, executor))
                .toList();
        return new CombinedResolver(placed, executor);
    }

    /** The first veto; a part that fails vetoes nobody, but leaves the request unresolved. */
    @Override
    public Resolution nobody(Request request) {
        Said said = Said.NOTHING;
        for (PrincipalResolver part : parts) {
            try {
                said = said.and(part.nobody(request), null);
            } catch (Throwable failure) {
                said = said.and(null, failure);
            }
            if (said.isVeto()) {
                return said.resolution();
            }
        }
        return said.resolution();
    }

    @Override
    public CompletionStage<Resolution> resolve(Request request) {
        CompletableFuture<Said> said = CompletableFuture.completedFuture(Said.NOTHING);
        for (PrincipalResolver part : parts) {
            Function<Said, CompletionStage<Said>> next =
                    before -> before.isVeto() ? CompletableFuture.completedFuture(before) : ask(part, request, before);
            said = said.isDone() ? said.thenCompose(next) : said.thenComposeAsync(next, executor);
        }
        return said.thenCompose(all -> all.failure() == null
                ? CompletableFuture.completedFuture(all.resolution())
                : CompletableFuture.failedFuture(all.failure()));
    }

    private static CompletionStage<Said> ask(PrincipalResolver part, Request request, Said before) {
        try {
            return part.resolve(request)
                    .handle((resolution, failure) -> resolution == null && failure == null
                            ? before.and(null, new NullPointerException("a combined resolver answered null"))
                            : before.and(resolution, failure));
        } catch (Throwable failure) {
            return CompletableFuture.completedFuture(before.and(null, failure));
        }
    }
}
