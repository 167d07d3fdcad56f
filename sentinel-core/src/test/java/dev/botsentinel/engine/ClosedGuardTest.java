package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Outcome;
import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A closed guard denies, and neither tells nor answers anybody. */
class ClosedGuardTest {

    private static final Request REQUEST =
            Request.builder("/a").subject(42).chat(7).build();
    private static final Denied CLOSED = Denied.of(Reason.UNAVAILABLE, "closed");

    private final List<String> called = new ArrayList<>();

    private final Sentinel<Request> guard = Sentinel.<Request>builder(request -> {
                called.add("mapper");
                return request;
            })
            .store(new RecordingStore())
            .listener(event -> called.add("listener"))
            .decisionListener((request, policy, decision, nanos) -> called.add("decision listener"))
            .onDenied(denied -> CompletableFuture.completedFuture(null))
            .build();

    @Test
    void whicheverWayItIsAskedItDenies() {
        guard.close();
        assertThat(guard.check(REQUEST)).isEqualTo(CLOSED);
        assertThat(guard.checkRequest(REQUEST)).isEqualTo(CLOSED);
        assertThat(guard.checkAsync(REQUEST)).isCompletedWithValue(CLOSED);
        assertThat(guard.checkRequestAsync(REQUEST)).isCompletedWithValue(CLOSED);
        assertThat(guard.request(REQUEST)).isEmpty();
        guard.guard(request -> called.add("handler")).accept(REQUEST);
        Outcome<Object> refused = new Outcome.Refused<>(CLOSED);
        assertThat(guard.guardCall(request -> called.add("handler")).apply(REQUEST))
                .isEqualTo(refused);
        assertThat(guard.handle(REQUEST, REQUEST, request -> called.add("handler")))
                .isEqualTo(refused);
        assertThat(guard.guardAsync(request -> CompletableFuture.completedFuture(called.add("handler")))
                        .apply(REQUEST))
                .isCompletedWithValue(new Outcome.Refused<>(CLOSED));
        assertThat(guard.handleAsync(
                        REQUEST, REQUEST, request -> CompletableFuture.completedFuture(called.add("handler"))))
                .isCompletedWithValue(new Outcome.Refused<>(CLOSED));
        assertThat(called).isEmpty();
    }

    /** Not even into the void: an answer that can't be given counts as dropped, and alarms somebody. */
    @Test
    void itAnswersNobody() {
        guard.close();
        for (int i = 0; i < 3; i++) {
            guard.handle(REQUEST, REQUEST, request -> called.add("handler"));
        }
        assertThat(guard.responses().dropped()).isZero();
        assertThat(guard.responses().repeated()).isZero();
    }
}
