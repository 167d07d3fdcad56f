package dev.botsentinel.store.resilient;

import static dev.botsentinel.store.resilient.Site.NOT_BLOCKED;
import static dev.botsentinel.store.resilient.Site.SUBJECT;
import static dev.botsentinel.store.resilient.Site.now;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Stages;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.ReferenceStore;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.NothingDoneException;
import dev.botsentinel.store.OutcomeUnknownException;
import dev.botsentinel.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Administrators are told the truth: done, refused, or unknown until it is known. */
class AdminChangeTest {

    private final Site site = new Site();

    private CompletionStage<Block> block() {
        return site.store.admin().block(SUBJECT, Duration.ofHours(1), "anna", "spam");
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return now(stage.handle((value, failure) -> {
            if (failure == null) {
                throw new AssertionError("was answered: " + value);
            }
            return Stages.cause(failure);
        }));
    }

    private OutcomeUnknownException unknown(CompletionStage<?> stage) {
        site.timer.ring(AdminChange.DEADLINE_NANOS);
        return (OutcomeUnknownException) failure(stage);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILS", "REFUSES", "LOSES_CHANGES", "LOSES_ANSWERS"})
    void aChangeIsTriedAgainUntilItIsAnswered(FakeRemote.Fault fault) {
        site.remote.fault(fault);
        CompletionStage<Block> blocked = block();
        site.timer.ring(AdminChange.RETRY_NANOS);
        assertThat(blocked.toCompletableFuture()).isNotDone();
        site.remote.fault(null);
        site.timer.ring(AdminChange.RETRY_NANOS);
        assertThat(now(blocked).actor()).isEqualTo("anna");
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Blocked.class);
        assertThat(site.timer.set()).isZero();
    }

    @Test
    void aSecondUnblockStillTellsWhatTheFirstHasLifted() {
        site.block(Duration.ofHours(1));
        site.remote.fault(FakeRemote.Fault.LOSES_CHANGES);
        CompletionStage<Optional<Block>> lifted = site.store.admin().unblock(SUBJECT);
        Block before = now(site.state.admin().unblock(SUBJECT)).orElseThrow(); // the attempt did arrive
        site.remote.fault(null);
        site.timer.ring(AdminChange.RETRY_NANOS);
        assertThat(now(lifted)).contains(before);
    }

    @Test
    void whatCannotHaveBeenDoneIsRefused() {
        site.remote.fault(FakeRemote.Fault.REFUSES);
        CompletionStage<Block> blocked = block();
        site.timer.ring(AdminChange.RETRY_NANOS);
        site.timer.ring(AdminChange.DEADLINE_NANOS);
        assertThat(failure(blocked))
                .isInstanceOf(NothingDoneException.class)
                .hasMessageContaining("the server refuses");
        assertThat(site.timer.set()).isZero();
    }

    @Test
    void whatWasDoneWithoutAnAnswerIsLookedUpUntilItIsKnown() {
        site.remote.loseNextChange();
        OutcomeUnknownException unknown = unknownWhile(FakeRemote.Fault.FAILS, block());
        site.remote.fault(FakeRemote.Fault.FAILS);
        site.timer.ring(AdminChange.LOOK_UP_NANOS);
        assertThat(unknown.outcome().toCompletableFuture()).isNotDone();
        site.remote.fault(null);
        site.timer.ring(AdminChange.LOOK_UP_NANOS);
        assertThat(now(unknown.outcome()))
                .isInstanceOfSatisfying(
                        Block.class, made -> assertThat(made.reason()).isEqualTo("spam"));
        assertThat(site.timer.set()).isZero();
    }

    private OutcomeUnknownException unknownWhile(FakeRemote.Fault fault, CompletionStage<?> change) {
        site.remote.fault(fault);
        site.timer.ring(AdminChange.RETRY_NANOS);
        return unknown(change);
    }

    @Test
    void whatWasNotDoneIsKnownNotToBe() {
        site.remote.fault(FakeRemote.Fault.LOSES_CHANGES);
        CompletionStage<Block> blocked = block();
        site.remote.fault(FakeRemote.Fault.FAILS);
        OutcomeUnknownException unknown = unknown(blocked);
        site.remote.fault(null);
        site.timer.ring(AdminChange.LOOK_UP_NANOS);
        assertThat(failure(unknown.outcome())).isInstanceOf(NothingDoneException.class);
        assertThat(site.ask(NOT_BLOCKED)).isInstanceOf(Verdict.Admitted.class);
    }

    @Test
    void theSameBlockFromBeforeIsNoneThatWasMade() {
        site.block(Duration.ofHours(1));
        site.remote.fault(FakeRemote.Fault.LOSES_CHANGES);
        CompletionStage<Block> again = site.store.admin().block(SUBJECT, Duration.ofHours(1), "anna", "");
        site.remote.fault(FakeRemote.Fault.FAILS);
        OutcomeUnknownException unknown = unknown(again);
        site.remote.fault(null);
        site.timer.ring(AdminChange.LOOK_UP_NANOS);
        assertThat(failure(unknown.outcome())).isInstanceOf(NothingDoneException.class);
    }

    @Test
    void aLookUpThatHangsIsGivenUpAndRepeated() {
        site.remote.loseNextChange();
        OutcomeUnknownException unknown = unknownWhile(FakeRemote.Fault.HANGS, block());
        site.remote.fault(null);
        site.timer.ring(AdminChange.DEADLINE_NANOS);
        assertThat(now(unknown.outcome())).isInstanceOf(Block.class);
    }

    @Test
    void whatCannotBeLookedUpSaysSo() {
        site.remote.fault(FakeRemote.Fault.LOSES_CHANGES);
        OutcomeUnknownException unknown = unknown(site.store.admin().reset(Owner.user("42")));
        assertThat(failure(unknown.outcome()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("make it again");
    }

    @Test
    void noMoreThanAHundredAreLookedUp() {
        site.remote.fault(FakeRemote.Fault.LOSES_CHANGES);
        List<CompletionStage<Block>> changes = new CopyOnWriteArrayList<>();
        for (int i = 0; i <= PendingLookUps.MOST; i++) {
            changes.add(site.store.admin().block(new Subject("" + i), null, "anna", ""));
        }
        site.remote.fault(FakeRemote.Fault.FAILS);
        site.timer.ring(AdminChange.DEADLINE_NANOS);
        assertThat(changes.stream()
                        .map(change -> (OutcomeUnknownException) failure(change))
                        .filter(change -> change.outcome().toCompletableFuture().isDone()))
                .hasSize(1);
    }

    @Test
    void theEventOfAChangeFollowsTheTruth() {
        List<SecurityEvent> events = new CopyOnWriteArrayList<>();
        try (Sentinel<Request> guard = Sentinel.builder((Request request) -> request)
                .store(site.store)
                .time(site.time)
                .executor(Runnable::run)
                .listener(events::add)
                .build()) {
            site.remote.loseNextChange();
            OutcomeUnknownException unknown =
                    unknownWhile(FakeRemote.Fault.FAILS, guard.blocklist().block("42", "anna", "spam"));
            assertThat(events).noneMatch(SecurityEvent.Blocked.class::isInstance);
            site.remote.fault(null);
            site.timer.ring(AdminChange.LOOK_UP_NANOS);
            assertThat(now(unknown.outcome())).isNotNull();
            assertThat(events)
                    .filteredOn(SecurityEvent.Blocked.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    void blocksThatTheStorageHasLostAreShownAndSaySo() {
        site.block(Duration.ofHours(1));
        ReferenceStore empty = new ReferenceStore(site.time);
        for (String id : List.of("1", "41", "43", "9")) {
            now(empty.admin().block(new Subject(id), null, "anna", "new"));
        }
        site.remote.loseState(empty);
        Block lost = now(site.store.admin().blockOf(SUBJECT)).orElseThrow();
        assertThat(lost.reason()).contains("the storage has lost it");
        assertThat(lost.until()).isEqualTo(site.time.instant().plus(Duration.ofHours(1)));
        BlockPage first = now(site.store.admin().blocks(null, 3));
        BlockPage second = now(site.store.admin().blocks(first.next(), 3));
        assertThat(first.blocks()).extracting(block -> block.subject().id()).containsExactly("1", "41", "42");
        assertThat(second.blocks()).extracting(block -> block.subject().id()).containsExactly("43", "9");
        assertThat(second.next()).isNull();
        now(site.store.admin().unblock(SUBJECT));
        assertThat(now(site.store.admin().blockOf(SUBJECT))).isEmpty();
    }
}
