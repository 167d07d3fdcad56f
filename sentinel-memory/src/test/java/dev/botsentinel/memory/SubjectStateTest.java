package dev.botsentinel.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Request;
import dev.botsentinel.testing.ManualTime;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the look-up of a principal leaves in the facts saves a look-up, and is never another's. */
class SubjectStateTest {

    private static final Plan ONCE = new Plan(List.of(Ask.step(RateLimit.perMinute(1))), true, false, null, false);

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final MemoryStore store = storeOf(100);

    private MemoryStore storeOf(long entries) {
        return MemoryStore.builder()
                .time(time)
                .maximumEntries(entries)
                .protectedEntries(1000)
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "forty-two"})
    void anotherStoragesIsNotUsed(String subject) {
        MemoryStore other = storeOf(100);
        assertThat(admits(other, Facts.of(subject, null))).isTrue();
        Facts facts = found(subject, other.cells().peek(Scope.USER, Facts.of(subject, null)));
        assertThat(facts.subjectState()).isNotNull();
        assertThat(admits(store, facts)).isTrue();
        assertThat(admits(store, Facts.of(subject, null))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "forty-two"})
    void anotherSubjectsIsNotUsed(String subject) {
        Facts others = Facts.of("43", null);
        assertThat(admits(store, others)).isTrue();
        Facts facts = found(subject, store.cells().peek(Scope.USER, others));
        assertThat(admits(store, facts)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "forty-two"})
    void oneThatHasLeftTheCacheIsNotUsed(String subject) {
        MemoryStore tiny = storeOf(1);
        assertThat(admits(tiny, Facts.of(subject, null))).isTrue();
        Cell left = Objects.requireNonNull(tiny.cells().peek(Scope.USER, Facts.of(subject, null)));
        Facts facts = found(subject, left);
        for (int i = 0; left.cached; i++) {
            admits(tiny, Facts.of("other" + i, null));
            tiny.cells().cleanUp();
        }
        assertThat(admits(tiny, facts)).as("exhausted, and so protected").isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 100_000})
    void theIndexFindsThoseInTheCacheAlone(int owners) {
        MemoryStore many = storeOf(1000);
        for (int i = 0; i < owners; i++) {
            admits(many, Facts.of(Integer.toString(i), null));
        }
        many.cells().cleanUp();
        for (int i = 0; i < owners; i++) {
            Cell cell = many.cells().peek(Scope.USER, Facts.of(Integer.toString(i), null));
            assertThat(cell == null || (cell.cached && cell.subject().equals(Integer.toString(i))))
                    .isTrue();
        }
    }

    private static Facts found(String subject, @Nullable Cell cell) {
        return Facts.of(Request.builder("/a").subject(subject).build(), 0, cell);
    }

    private static boolean admits(MemoryStore store, Facts facts) {
        return store.prepare(ONCE).evaluate(facts) instanceof Verdict.Admitted;
    }
}
