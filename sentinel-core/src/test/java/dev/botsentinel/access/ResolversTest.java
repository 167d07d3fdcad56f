package dev.botsentinel.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.request.Request;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the ready-made resolvers answer. */
@Timeout(30)
class ResolversTest {

    private static final Request REQUEST = Request.builder("/a").subject("42").build();
    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = EARLY.plusSeconds(1);
    private static final PrincipalResolver VETO = PrincipalResolver.vetoIf(request -> true);
    private static final PrincipalResolver NOBODY = PrincipalResolver.immediate(request -> Principal.ANONYMOUS);
    private static final PrincipalResolver BROKEN =
            request -> CompletableFuture.failedFuture(new IllegalStateException("broken"));
    private static final PrincipalResolver THROWING = request -> {
        throw new IllegalStateException("broken");
    };
    private static final PrincipalResolver NULL = request -> CompletableFuture.completedFuture(null);

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void botsAreVetoedAndNobodyElse() {
        PrincipalResolver vetoBots = PrincipalResolver.vetoBots();
        assertThat(ask(vetoBots, Request.builder("/a").subject("42").bot(true).build()))
                .isEqualTo(Resolution.veto());
        assertThat(ask(vetoBots, REQUEST)).isEqualTo(Resolution.ANONYMOUS);
    }

    @Test
    void theListedAreVetoedAndNobodyElse() {
        PrincipalResolver veto = PrincipalResolver.veto(Set.of("42"));
        assertThat(ask(veto, REQUEST)).isEqualTo(Resolution.veto());
        assertThat(ask(veto, Request.builder("/a").subject("43").build())).isEqualTo(Resolution.ANONYMOUS);
        assertThat(ask(veto, Request.builder("/a").build())).isEqualTo(Resolution.ANONYMOUS);
    }

    @Test
    void ofNoResolversEverybodyIsAnonymous() {
        assertThat(ask(PrincipalResolver.combine())).isEqualTo(Resolution.ANONYMOUS);
    }

    @Test
    void combinedPrincipalsBecomeOne() {
        Principal one = new Principal(false, Set.of("a", "b"), LATE);
        Principal other = new Principal(true, Set.of("b", "c"), EARLY);
        Resolution both = Resolution.of(new Principal(true, Set.of("a", "b", "c"), LATE));
        assertThat(ask(PrincipalResolver.combine(known(one), known(other)))).isEqualTo(both);
        assertThat(ask(PrincipalResolver.combine(known(other), NOBODY, known(one))))
                .isEqualTo(both);
    }

    @Test
    void theFirstVetoEndsIt() {
        assertThat(ask(PrincipalResolver.combine(VETO, counted(NOBODY)))).isEqualTo(Resolution.veto());
        assertThat(calls).hasValue(0);
        assertThat(ask(PrincipalResolver.combine(known(Principal.REGISTERED), VETO)))
                .isEqualTo(Resolution.veto());
    }

    @Test
    void aVetoIsNotSilencedByAFailure() {
        for (PrincipalResolver failing : List.of(BROKEN, THROWING, NULL)) {
            assertThat(ask(PrincipalResolver.combine(failing, VETO))).isEqualTo(Resolution.veto());
        }
    }

    @Test
    void aFailureFailsAllWhateverTheOthersKnow() {
        for (PrincipalResolver failing : List.of(BROKEN, THROWING)) {
            assertThatThrownBy(() -> ask(PrincipalResolver.combine(known(Principal.REGISTERED), failing, NOBODY)))
                    .hasRootCauseMessage("broken");
        }
        assertThatThrownBy(() -> ask(PrincipalResolver.combine(NULL, NOBODY)))
                .hasRootCauseInstanceOf(NullPointerException.class);
        PrincipalResolver unresolved = request -> CompletableFuture.completedFuture(new Resolution.Unresolved());
        assertThat(ask(PrincipalResolver.combine(unresolved, NOBODY))).isInstanceOf(Resolution.Unresolved.class);
    }

    @Test
    void afterOneThatAnswersLaterTheNextIsAskedOnTheExecutor() {
        CompletableFuture<Resolution> later = new CompletableFuture<>();
        Queue<Runnable> executor = new ArrayDeque<>();
        PrincipalResolver combined = PrincipalResolver.combine(request -> later, counted(NOBODY));
        try (ResolverThreads threads = new ResolverThreads(ResolverSettings.DEFAULT, System::nanoTime)) {
            CompletableFuture<Resolution> answer = PlacedResolver.place(combined, threads, executor::add)
                    .resolve(REQUEST)
                    .toCompletableFuture();
            later.complete(Resolution.ANONYMOUS);
            assertThat(calls).as("this thread is the client's").hasValue(0);
            executor.remove().run();
            assertThat(answer).isCompletedWithValue(Resolution.ANONYMOUS);
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void aBlockingPartRunsOnTheGuardsThreads() {
        List<String> ran = new java.util.concurrent.CopyOnWriteArrayList<>();
        PrincipalResolver combined = PrincipalResolver.combine(NOBODY, PrincipalResolver.blocking(request -> {
            ran.add(Thread.currentThread().getName());
            return Principal.REGISTERED;
        }));
        try (ResolverThreads threads = new ResolverThreads(ResolverSettings.DEFAULT, System::nanoTime)) {
            assertThat(ask(PlacedResolver.place(combined, threads, Runnable::run), REQUEST))
                    .isEqualTo(Resolution.of(Principal.REGISTERED));
        }
        assertThat(ran).singleElement().asString().startsWith("sentinel-resolver-");
    }

    private static PrincipalResolver known(Principal principal) {
        return PrincipalResolver.immediate(request -> principal);
    }

    private PrincipalResolver counted(PrincipalResolver resolver) {
        return request -> {
            calls.incrementAndGet();
            return resolver.resolve(request);
        };
    }

    private static Resolution ask(PrincipalResolver resolver) {
        return ask(resolver, REQUEST);
    }

    private static Resolution ask(PrincipalResolver resolver, Request request) {
        return resolver.resolve(request).toCompletableFuture().join();
    }
}
