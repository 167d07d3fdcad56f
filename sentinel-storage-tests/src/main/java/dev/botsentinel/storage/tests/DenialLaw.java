package dev.botsentinel.storage.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.botsentinel.request.Subject;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.Offender;
import dev.botsentinel.store.RecentDenial;
import dev.botsentinel.store.StoredItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Law 4, last denials: kept in a bounded ring per subject, and gone with the subject. Skipped where none are kept. */
abstract class DenialLaw extends StoreLaw {

    private static final Subject WHO = new Subject("42");

    private DenialHistory denials = DenialHistory.NONE;

    @BeforeEach
    void needsDenials() {
        denials = store.denials();
        assumeTrue(denials.perSubject() > 0, "the storage keeps no denials");
    }

    @Test
    void theyAreToldNewestFirstAndTheOldestGoes() {
        List<RecentDenial> all = new ArrayList<>();
        for (int i = 0; i < denials.perSubject() + 3; i++) {
            all.add(denial("/a" + i));
            denials.record(WHO, all.get(i));
            time.advanceMicros(SECOND);
        }
        List<RecentDenial> kept = new ArrayList<>(all.subList(3, all.size()));
        Collections.reverse(kept);
        assertEquals(kept, await(denials.of(WHO)));
    }

    @Test
    void equalDenialsAreOneRunAlsoWhenAskedInBetween() {
        denials.record(WHO, denial("/a"));
        time.advanceMicros(SECOND);
        denials.record(WHO, denial("/a"));
        assertEquals(List.of(run(START, START.plusSeconds(1), 2)), await(denials.of(WHO)));
        time.advanceMicros(SECOND);
        denials.record(WHO, denial("/a"));
        assertEquals(List.of(run(START, START.plusSeconds(2), 3)), await(denials.of(WHO)));
        Instant later = START.plus(RecentDenial.LONGEST_RUN);
        time.set(later);
        denials.record(WHO, denial("/a"));
        assertEquals(List.of(run(later, later, 1), run(START, START.plusSeconds(2), 3)), await(denials.of(WHO)));
    }

    @Test
    void idsAreNeverMixedUp() {
        for (String id : HostileIds.ALL) {
            denials.record(new Subject(id), denial(id));
        }
        for (String id : HostileIds.ALL) {
            assertEquals(List.of(denial(id)), await(denials.of(new Subject(id))), id);
        }
        List<Offender> top = await(denials.top(START, null, 1000));
        assertEquals(
                HostileIds.ALL.stream().sorted().toList(),
                top.stream().map(one -> one.subject().id()).sorted().toList());
    }

    @Test
    void theTopCountsRunsThatReachIntoTheTime() {
        denials.record(WHO, denial("/old"));
        time.advanceMicros(HOUR);
        denials.record(WHO, denial("/a"));
        denials.record(new Subject("7"), denial("/a"));
        denials.record(new Subject("7"), denial("/a"));
        await(denials.of(WHO));
        await(denials.of(new Subject("7")));
        Offender worst = new Offender(new Subject("7"), 2);
        assertEquals(List.of(worst, new Offender(WHO, 1)), await(denials.top(START.plusSeconds(1), null, 10)));
        assertEquals(List.of(new Offender(WHO, 2), worst), await(denials.top(START, null, 10))); // "42" before "7"
        assertEquals(List.of(worst), await(denials.top(START.plusSeconds(1), null, 1)));
        assertEquals(List.of(), await(denials.top(START, "blocked", 10)));
    }

    @Test
    void theyAreHandedOutAndErasedWithTheSubject() {
        denials.record(WHO, denial("/a"));
        await(denials.of(WHO));
        denials.record(WHO, denial("/b"));
        assertTrue(await(store.admin().export(WHO)).stream()
                .anyMatch(item ->
                        item.kind() == StoredItem.Kind.DENIALS && item.value().contains("/a")));
        await(store.admin().erase(WHO));
        assertEquals(List.of(), await(store.admin().export(WHO)));
        assertEquals(List.of(), await(denials.of(WHO)));
    }

    @Test
    void otherInstancesSeeWhatWasWritten() {
        denials.record(WHO, denial("/a"));
        await(denials.of(WHO));
        assertEquals(List.of(denial("/a")), await(otherInstance().denials().of(WHO)));
    }

    private RecentDenial denial(String action) {
        return RecentDenial.of(time.instant(), action, "rate_limited", "*#0");
    }

    private static RecentDenial run(Instant first, Instant last, long times) {
        return new RecentDenial(first, last, times, "/a", "rate_limited", "*#0");
    }
}
