package dev.botsentinel.data.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.data.storage.DataWrite.Unchanged;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every storage does. */
public abstract class DataStorageContract {

    private static final DataOwner ANN = DataOwner.user("42");
    private static final Set<String> NAMES = Set.of("city", "mail", "#keys");

    /** Servers expire by their own clock, so virtual time begins at the real one. */
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private DataStorage storage;

    /** An empty storage. */
    protected abstract DataStorage open();

    @BeforeEach
    void begin() {
        storage = open();
    }

    @AfterEach
    void end() {
        storage.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private boolean write(
            DataOwner owner, String name, @Nullable String expected, String value, @Nullable Instant until) {
        return storage.write(
                owner,
                new DataWrite(name, expected == null ? null : bytes(expected), bytes(value), until, null, List.of()),
                now);
    }

    private @Nullable String read(DataOwner owner, String name, Instant at) {
        byte[] value = storage.read(owner, NAMES, at).get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    @Test
    void valueIsReadAsItWasWritten() {
        assertThat(write(ANN, "city", null, "Rome", null)).isTrue();
        assertThat(read(ANN, "city", now)).isEqualTo("Rome");
        assertThat(read(ANN, "mail", now)).isNull();
        assertThat(storage.readAll(ANN, now)).containsOnlyKeys("city");
        assertThat(storage.readAll(DataOwner.user("43"), now)).isEmpty();
    }

    @Test
    void bytesOfAnyKindComeBack() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(storage.write(ANN, new DataWrite("city", null, all, null, null, List.of()), now))
                .isTrue();
        assertThat(storage.read(ANN, NAMES, now).get("city")).isEqualTo(all);
        assertThat(storage.write(ANN, new DataWrite("city", all, new byte[0], null, null, List.of()), now))
                .isTrue();
        assertThat(storage.read(ANN, NAMES, now).get("city")).isEmpty();
    }

    @Test
    void writeOnWhatIsNotExpectedDoesNothing() {
        assertThat(write(ANN, "city", "Rome", "Oslo", null)).isFalse();
        assertThat(write(ANN, "city", null, "Rome", null)).isTrue();
        assertThat(write(ANN, "city", null, "Oslo", null)).isFalse();
        assertThat(write(ANN, "city", "Paris", "Oslo", null)).isFalse();
        assertThat(read(ANN, "city", now)).isEqualTo("Rome");
        assertThat(write(ANN, "city", "Rome", "Oslo", null)).isTrue();
        assertThat(read(ANN, "city", now)).isEqualTo("Oslo");
    }

    @Test
    void writeIsMadeOnlyWhileOtherValuesAreUnchanged() {
        assertThat(write(ANN, "#keys", null, "k1", null)).isTrue();
        assertThat(conditional("mail", new Unchanged("#keys", bytes("k2")))).isFalse();
        assertThat(conditional("mail", new Unchanged("#keys", null))).isFalse();
        assertThat(conditional("mail", new Unchanged("city", bytes("x")))).isFalse();
        assertThat(read(ANN, "mail", now)).isNull();
        assertThat(conditional("mail", new Unchanged("#keys", bytes("k1")), new Unchanged("city", null)))
                .isTrue();
    }

    private boolean conditional(String name, Unchanged... unchanged) {
        return storage.write(ANN, new DataWrite(name, null, bytes("v"), null, null, List.of(unchanged)), now);
    }

    @Test
    void valueEndsAtItsTime() {
        Instant until = now.plusSeconds(60);
        write(ANN, "city", null, "Rome", until);
        write(ANN, "mail", null, "a@b.c", null);
        assertThat(read(ANN, "city", until.minusMillis(1))).isEqualTo("Rome");
        assertThat(read(ANN, "city", until)).isNull();
        assertThat(read(ANN, "mail", until)).isEqualTo("a@b.c");
        assertThat(storage.readAll(ANN, until)).containsOnlyKeys("mail");
    }

    @Test
    void sweepRemovesWhatHasEndedAndOwnersWithNothingButHollowValues() {
        DataOwner bob = DataOwner.user("bob");
        Instant until = now.plusSeconds(60);
        write(ANN, "city", null, "Rome", until);
        write(ANN, "#keys", null, "k", null);
        write(bob, "city", null, "Oslo", null);
        write(bob, "#keys", null, "k", null);
        assertThat(storage.sweep(now, Set.of("#keys"))).isZero();
        assertThat(storage.sweep(until, Set.of("#keys"))).isEqualTo(2);
        assertThat(storage.owners(null, 10)).containsExactly(bob);
        assertThat(storage.readAll(bob, until)).containsOnlyKeys("city", "#keys");
    }

    @Test
    void allOfAnOwnerEndsUnlessTouched() {
        Instant first = now.plusSeconds(60);
        storage.write(ANN, new DataWrite("city", null, bytes("Rome"), null, first, List.of()), now);
        assertThat(read(ANN, "city", first.minusMillis(1))).isEqualTo("Rome");
        assertThat(read(ANN, "city", first)).isNull();
        Instant second = now.plusSeconds(120);
        storage.keepUntil(ANN, second, now);
        storage.keepUntil(ANN, first, now);
        assertThat(read(ANN, "city", first)).isEqualTo("Rome");
        assertThat(read(ANN, "city", second)).isNull();
        assertThat(storage.sweep(second, Set.of())).isEqualTo(1);
        assertThat(storage.owners(null, 10)).isEmpty();
    }

    @Test
    void touchingNobodyMakesNobody() {
        storage.keepUntil(ANN, now.plusSeconds(60), now);
        assertThat(storage.owners(null, 10)).isEmpty();
        assertThat(storage.readAll(ANN, now)).isEmpty();
    }

    @Test
    void removingTheLastValueRemovesTheOwner() {
        write(ANN, "city", null, "Rome", null);
        assertThat(storage.remove(ANN, "mail")).isFalse();
        assertThat(storage.remove(ANN, "city")).isTrue();
        assertThat(storage.remove(ANN, "city")).isFalse();
        assertThat(storage.owners(null, 10)).isEmpty();
    }

    @Test
    void removingAllLeavesOthersAlone() {
        DataOwner chat = DataOwner.chat("42");
        write(ANN, "city", null, "Rome", null);
        write(ANN, "mail", null, "a@b.c", now.plusSeconds(9));
        write(chat, "city", null, "Oslo", null);
        assertThat(storage.removeAll(ANN)).isEqualTo(2);
        assertThat(storage.removeAll(ANN)).isZero();
        assertThat(storage.readAll(ANN, now)).isEmpty();
        assertThat(read(chat, "city", now)).isEqualTo("Oslo");
        assertThat(storage.owners(null, 10)).containsExactly(chat);
    }

    @Test
    void ownersComePageByPageEachOnce() {
        List<DataOwner> made = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            DataOwner owner = i % 2 == 0 ? DataOwner.user("" + i) : DataOwner.chat("-100" + i);
            made.add(owner);
            write(owner, "city", null, "x", null);
        }
        List<DataOwner> met = new ArrayList<>();
        for (List<DataOwner> page = storage.owners(null, 7);
                !page.isEmpty();
                page = storage.owners(page.get(page.size() - 1), 7)) {
            assertThat(page.size()).isBetween(1, 7);
            met.addAll(page);
        }
        assertThat(met).containsExactlyInAnyOrderElementsOf(made);
    }

    @Test
    void strangeIdsNeverShareData() {
        List<String> ids = List.of(
                "1",
                "1:",
                "1:city",
                "{1}",
                "*",
                " ",
                "\0",
                "\uD800",
                "\uDFFF",
                "?",
                "ж",
                "%0041",
                "A",
                "../x",
                "x".repeat(128));
        for (String id : ids) {
            assertThat(write(DataOwner.user(id), "city", null, "of " + ids.indexOf(id), null))
                    .isTrue();
        }
        for (String id : ids) {
            assertThat(read(DataOwner.user(id), "city", now)).isEqualTo("of " + ids.indexOf(id));
        }
        assertThat(storage.owners(null, 100)).extracting(DataOwner::id).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void tooLongAValueIsRefused() {
        DataWrite write = new DataWrite("city", null, new byte[DataStorage.MAX_VALUE_BYTES + 1], null, null, List.of());
        assertThatThrownBy(() -> storage.write(ANN, write, now)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofManyWritersOnTheSameExpectationOneWins() throws Exception {
        int writers = 8;
        int rounds = 50;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Integer>> wins = new ArrayList<>();
        write(ANN, "city", null, "0", null);
        for (int t = 0; t < writers; t++) {
            wins.add(threads.submit(() -> {
                start.await();
                int won = 0;
                while (won < rounds) {
                    String before = read(ANN, "city", now);
                    if (write(ANN, "city", before, "" + (Integer.parseInt(before) + 1), null)) {
                        won++;
                    }
                }
                return won;
            }));
        }
        start.countDown();
        for (Future<Integer> win : wins) {
            win.get(30, TimeUnit.SECONDS);
        }
        threads.shutdown();
        assertThat(read(ANN, "city", now)).isEqualTo("" + writers * rounds);
    }

    @Test
    void theCallersArraysStayTheCallers() {
        byte[] value = bytes("Rome");
        storage.write(ANN, new DataWrite("city", null, value, null, null, List.of()), now);
        value[0] = 'X';
        Map<String, byte[]> found = storage.read(ANN, NAMES, now);
        found.get("city")[1] = 'X';
        assertThat(read(ANN, "city", now)).isEqualTo("Rome");
    }
}
