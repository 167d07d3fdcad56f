package dev.botsentinel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.data.RefusedValueException.Refusal;
import dev.botsentinel.data.key.MasterKeys;
import dev.botsentinel.data.key.MasterKeyset;
import dev.botsentinel.data.storage.DataOwner;
import dev.botsentinel.data.storage.DataStorage;
import dev.botsentinel.data.storage.DataWrite;
import dev.botsentinel.testing.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What personal data does on every storage. */
abstract class PersonalDataContract {

    static final DataField<String> CITY = DataField.text("city").purpose("weather");
    static final DataField<String> EMAIL =
            DataField.text("email").sensitive().retention(Duration.ofDays(90)).purpose("receipts");
    static final DataField<String> PHONE = DataField.text("phone").sensitive();
    static final DataField<byte[]> SEED = DataField.bytes("seed").secret();
    static final DataField<Long> VISITS = DataField.number("visits").optional();
    static final DataField<String> DRAFT = DataField.text("draft").sensitive().forOneUpdate();
    static final DataField<String> RULES = DataField.text("rules").ofChat();
    static final DataSchema SCHEMA =
            DataSchema.of(CITY, EMAIL, PHONE, SEED, VISITS, DRAFT, RULES).untouched(Duration.ofDays(365));

    static final DataOwner ANN = DataOwner.user("42");
    static final DataOwner BOB = DataOwner.user("43");

    private final ManualTime time = new ManualTime(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    private final MasterKeys keys = MasterKeys.of(MasterKeyset.generate());
    private final List<DataEvent> events = new CopyOnWriteArrayList<>();

    private DataStorage storage;
    private PersonalData data;

    abstract DataStorage open();

    @BeforeEach
    void begin() {
        storage = open();
        data = instance();
    }

    @AfterEach
    void end() {
        data.close();
        storage.close();
    }

    private PersonalData instance() {
        return PersonalData.builder(SCHEMA, storage)
                .tenant("shop")
                .keys(keys)
                .listener(events::add)
                .time(time)
                .withoutMaintenance()
                .build();
    }

    private byte[] stored(DataOwner owner, String name) {
        return storage.read(owner, Set.of(name), time.instant()).get(name);
    }

    private void put(DataOwner owner, String name, byte[] value) {
        assertThat(storage.write(
                        owner, new DataWrite(name, stored(owner, name), value, null, null, List.of()), time.instant()))
                .isTrue();
    }

    private void assertRefused(PersonalData by, DataOwner owner, DataField<?> field, Refusal refusal) {
        events.clear();
        assertThatThrownBy(() -> by.get(owner, field))
                .isInstanceOfSatisfying(
                        RefusedValueException.class,
                        e -> assertThat(e.refusal()).isEqualTo(refusal))
                .hasMessageContaining(field.name());
        assertThat(events).containsExactly(new DataEvent.ValueRefused(time.instant(), owner, field.name(), refusal));
    }

    @Test
    void valuesComeBack() {
        assertThat(data.get(ANN, CITY)).isEmpty();
        assertThat(data.set(ANN, CITY, "Rome")).isTrue();
        assertThat(data.set(ANN, EMAIL, "ann@example.org")).isTrue();
        assertThat(data.set(ANN, SEED, new byte[] {1, 2, 3})).isTrue();
        assertThat(data.get(ANN, CITY)).contains("Rome");
        assertThat(data.get(ANN, EMAIL)).contains("ann@example.org");
        assertThat(data.get(ANN, SEED)).hasValue(new byte[] {1, 2, 3});
        assertThat(instance().get(ANN, EMAIL)).as("on another instance").contains("ann@example.org");
        assertThat(data.remove(ANN, EMAIL)).isTrue();
        assertThat(data.get(ANN, EMAIL)).isEmpty();
    }

    @Test
    void sensitiveValuesAreNowhereInTheClearAndPlainOnesAre() {
        data.set(ANN, CITY, "Rome");
        data.set(ANN, EMAIL, "ann@example.org");
        assertThat(allBytes()).contains("Rome").doesNotContain("ann@example.org");
    }

    private String allBytes() {
        StringBuilder all = new StringBuilder();
        for (DataOwner owner : storage.owners(null, 1000)) {
            storage.readAll(owner, time.instant())
                    .forEach((name, value) -> all.append(owner.id())
                            .append(' ')
                            .append(name)
                            .append(' ')
                            .append(new String(value, StandardCharsets.ISO_8859_1))
                            .append('\n'));
        }
        return all.toString();
    }

    @Test
    void eventsSayWhoAndWhichButNotWhat() {
        data.set(ANN, EMAIL, "ann@example.org");
        data.get(ANN, EMAIL);
        data.remove(ANN, EMAIL);
        Instant now = time.instant();
        assertThat(events)
                .containsExactly(
                        new DataEvent.FieldSet(now, ANN, "email"),
                        new DataEvent.FieldRead(now, ANN, "email"),
                        new DataEvent.FieldRemoved(now, ANN, "email"));
        assertThat(events.toString()).doesNotContain("example");
    }

    @Test
    void retentionEndsAValueAndSettingItBeginsAnew() {
        data.set(ANN, EMAIL, "ann@example.org");
        data.set(ANN, CITY, "Rome");
        time.advance(Duration.ofDays(60));
        data.set(ANN, EMAIL, "ann@example.com");
        time.advance(Duration.ofDays(90).minusMillis(1));
        assertThat(data.get(ANN, EMAIL)).contains("ann@example.com");
        time.advance(Duration.ofMillis(1));
        assertThat(data.get(ANN, EMAIL)).isEmpty();
        assertThat(data.get(ANN, CITY)).contains("Rome");
    }

    @Test
    void ownerWhomNobodyTouchesIsDeleted() {
        data.set(ANN, CITY, "Rome");
        data.set(BOB, CITY, "Oslo");
        time.advance(Duration.ofDays(300));
        assertThat(data.get(ANN, CITY)).contains("Rome");
        time.advance(Duration.ofDays(65));
        assertThat(data.get(BOB, CITY)).isEmpty();
        assertThat(data.get(ANN, CITY)).contains("Rome");
        int removed = data.maintain();
        assertThat(removed).isEqualTo(1);
        assertThat(storage.owners(null, 10)).containsExactlyInAnyOrder(ANN, DataOwner.BOT);
    }

    @Test
    void keysOfAnOwnerWithoutValuesAreSwept() {
        data.set(ANN, EMAIL, "ann@example.org");
        data.remove(ANN, EMAIL);
        assertThat(stored(ANN, "#keys")).isNotNull();
        int unused = data.maintain();
        assertThat(storage.owners(null, 10)).containsExactly(DataOwner.BOT);
        assertThat(data.set(ANN, EMAIL, "ann@example.com")).isTrue();
        assertThat(data.get(ANN, EMAIL)).contains("ann@example.com");
    }

    @Test
    void whatLivesForOneUpdateNeverReachesTheStorage() {
        try (UpdateData update = data.forUpdate()) {
            update.set(DRAFT, "to Bob: hush");
            assertThat(update.get(DRAFT)).contains("to Bob: hush");
            assertThatThrownBy(() -> update.set(CITY, "Rome")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> data.set(ANN, DRAFT, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never stored");
        assertThat(storage.owners(null, 10)).isEmpty();
    }

    @Test
    void fieldsOfOthersAreErrors() {
        assertThatThrownBy(() -> data.set(ANN, RULES, "x")).hasMessageContaining("kept of a chat");
        assertThatThrownBy(() -> data.set(DataOwner.chat("-1"), CITY, "x")).hasMessageContaining("kept of a user");
        assertThatThrownBy(() -> data.get(ANN, DataField.text("city"))).hasMessageContaining("isn't in the schema");
        assertThatThrownBy(() -> data.set(ANN, CITY, "x".repeat(4097))).hasMessageContaining("4097");
        assertThat(data.set(DataOwner.chat("-1"), RULES, "be kind")).isTrue();
    }

    @Test
    void optingOutRemovesOptionalFieldsAndRefusesNewOnes() {
        data.set(ANN, VISITS, 7L);
        data.set(ANN, CITY, "Rome");
        data.optOut(ANN);
        assertThat(data.get(ANN, VISITS)).isEmpty();
        assertThat(data.set(ANN, VISITS, 8L)).isFalse();
        assertThat(data.get(ANN, CITY)).contains("Rome");
        assertThat(data.isOptedOut(ANN)).isTrue();
        data.optIn(ANN);
        assertThat(data.set(ANN, VISITS, 8L)).isTrue();
    }

    @Test
    void updatesOfAllThreadsCount() throws Exception {
        int threads = 8;
        int rounds = 25;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> done = new ArrayList<>();
        DataField<String> counter = PHONE;
        for (int t = 0; t < threads; t++) {
            PersonalData own = instance();
            done.add(pool.submit(() -> {
                for (int i = 0; i < rounds; i++) {
                    own.update(ANN, counter, before -> "" + (Integer.parseInt(before.orElse("0")) + 1));
                }
            }));
        }
        for (Future<?> one : done) {
            one.get(30, TimeUnit.SECONDS);
        }
        pool.shutdown();
        assertThat(data.get(ANN, counter)).contains("" + threads * rounds);
    }

    @Test
    void erasingLeavesNothingAndOldValuesCannotBeReadAgain() {
        data.set(ANN, EMAIL, "ann@example.org");
        data.set(ANN, CITY, "Rome");
        data.optOut(ANN);
        data.set(BOB, EMAIL, "bob@example.org");
        byte[] email = stored(ANN, "email");
        assertThat(data.erase(ANN)).isEqualTo(4);
        assertThat(storage.owners(null, 10)).containsExactly(BOB);
        assertThat(allBytes()).doesNotContain("Rome").doesNotContain("42 ");
        put(ANN, "email", email);
        assertRefused(data, ANN, EMAIL, Refusal.KEYS_MISSING);
        data.erase(ANN);
        data.set(ANN, PHONE, "1");
        put(ANN, "email", email);
        assertRefused(data, ANN, EMAIL, Refusal.FORGED);
        assertThat(data.get(BOB, EMAIL)).contains("bob@example.org");
    }

    @Test
    void swappedTruncatedReplayedAndForeignValuesAreRefused() {
        data.set(ANN, EMAIL, "ann@example.org");
        data.set(ANN, PHONE, "1");
        data.set(BOB, EMAIL, "bob@example.org");
        byte[] first = stored(ANN, "email");
        byte[] phone = stored(ANN, "phone");

        put(ANN, "email", phone);
        assertRefused(data, ANN, EMAIL, Refusal.FORGED);
        put(ANN, "email", stored(BOB, "email"));
        assertRefused(data, ANN, EMAIL, Refusal.FORGED);
        put(ANN, "email", Arrays.copyOf(first, first.length - 1));
        assertRefused(data, ANN, EMAIL, Refusal.FORGED);
        put(ANN, "email", Arrays.copyOf(first, 5));
        assertRefused(data, ANN, EMAIL, Refusal.MALFORMED);
        put(ANN, "email", new Envelope(false, 9, 0, "eve@example.org".getBytes(StandardCharsets.UTF_8)).bytes());
        assertRefused(data, ANN, EMAIL, Refusal.IN_THE_CLEAR);
        Envelope longer = Envelope.parse(first);
        put(ANN, "email", new Envelope(true, longer.version(), 0, longer.payload()).bytes());
        assertRefused(data, ANN, EMAIL, Refusal.FORGED);

        put(ANN, "email", first);
        assertThat(data.get(ANN, EMAIL)).as("the control: untouched").contains("ann@example.org");
        data.set(ANN, EMAIL, "ann@example.com");
        put(ANN, "email", first);
        assertRefused(data, ANN, EMAIL, Refusal.REPLAYED);
        data.forgetVersions();
        assertThat(data.get(ANN, EMAIL)).as("after a restored backup").contains("ann@example.org");

        time.advance(Duration.ofDays(90));
        put(ANN, "email", first);
        assertRefused(data, ANN, EMAIL, Refusal.EXPIRED);
        put(ANN, "#keys", stored(BOB, "#keys"));
        assertRefused(data, ANN, PHONE, Refusal.KEYS_UNREADABLE);
    }

    @Test
    void anotherTenantReadsNothing() {
        data.set(ANN, EMAIL, "ann@example.org");
        PersonalData other = PersonalData.builder(SCHEMA, storage)
                .tenant("bank")
                .keys(keys)
                .listener(events::add)
                .time(time)
                .withoutMaintenance()
                .build();
        assertRefused(other, ANN, EMAIL, Refusal.KEYS_UNREADABLE);
    }

    @Test
    void noMutationOfAnEncryptedValueIsAccepted() {
        mutate(2_000);
    }

    /** Random flips, cuts, insertions and mixtures of two values; the seed is fixed, so a failure comes again. */
    final void mutate(int mutations) {
        data.set(ANN, PHONE, "+39 06 1234");
        data.set(BOB, PHONE, "+47 21 5678");
        byte[] genuine = stored(ANN, "phone");
        byte[] other = stored(BOB, "phone");
        SplittableRandom random = new SplittableRandom(17);
        Map<String, byte[]> all = new HashMap<>(storage.readAll(ANN, time.instant()));
        DataStorage served = new MutatedStorage(storage, all);
        PersonalData reader = PersonalData.builder(SCHEMA, served)
                .tenant("shop")
                .keys(keys)
                .time(time)
                .withoutMaintenance()
                .build();
        assertThat(reader.get(ANN, PHONE)).as("the control").contains("+39 06 1234");
        int refused = 0;
        for (int i = 0; i < mutations; i++) {
            byte[] mutated = Mutation.of(genuine, other, random);
            if (Arrays.equals(mutated, genuine)) {
                refused++;
                continue;
            }
            all.put("phone", mutated);
            try {
                reader.get(ANN, PHONE);
            } catch (RefusedValueException expected) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(mutations);
    }

    @Test
    void inventoryNamesAndCounts() {
        data.set(ANN, EMAIL, "ann@example.org");
        data.set(BOB, EMAIL, "bob@example.org");
        data.set(ANN, CITY, "Rome");
        DataInventory inventory = data.inventory();
        assertThat(inventory.owners()).isEqualTo(2);
        assertThat(inventory.wrappedBy()).isEqualTo(Map.of(keys.keyset().primaryId(), 2L));
        assertThat(inventory.fields())
                .contains(new DataInventory.Entry(
                        "email",
                        DataOwner.Kind.USER,
                        "text",
                        Sensitivity.SENSITIVE,
                        Duration.ofDays(90),
                        false,
                        "receipts",
                        2))
                .extracting(DataInventory.Entry::field)
                .doesNotContain("draft");
        int unused = data.maintain();
        assertThat(DataInventory.of(storage, time.instant())).isEqualTo(inventory);
    }

    @Test
    void exportHandsOutAllButSecrets() {
        data.set(ANN, EMAIL, "ann@example.org");
        data.set(ANN, SEED, new byte[] {1});
        data.set(ANN, VISITS, 7L);
        OwnerData export = data.export(ANN);
        assertThat(export.items()).extracting(OwnerData.Item::field).containsExactly("email", "seed", "visits");
        assertThat(export.items().get(0).json()).contains("\"value\":\"ann@example.org\"");
        assertThat(export.items().get(1).json()).contains("\"withheld\":true").doesNotContain("value");
        assertThat(export.items().get(2).json()).contains("\"value\":7");
        assertThat(export.unreadable()).isEmpty();
    }

    /** Three rotations of the master keyset, each with a re-encryption, while 8 threads read and write on two instances. */
    @Test
    void dataStaysReadableThroughThreeRotationsUnderLoad() throws Exception {
        int owners = 20;
        for (int i = 0; i < owners; i++) {
            data.set(DataOwner.user("u" + i), EMAIL, "0");
            data.set(DataOwner.user("u" + i), PHONE, "constant " + i);
        }
        PersonalData other = instance();
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicLong operations = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<Future<Long>> load = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            PersonalData own = t % 2 == 0 ? data : other;
            int seed = t;
            load.add(pool.submit(() -> {
                SplittableRandom random = new SplittableRandom(seed);
                long written = 0;
                while (running.get()) {
                    int i = random.nextInt(owners);
                    DataOwner owner = DataOwner.user("u" + i);
                    assertThat(own.get(owner, PHONE)).contains("constant " + i);
                    own.update(owner, EMAIL, before -> "" + (Long.parseLong(before.orElseThrow()) + 1));
                    written++;
                    operations.incrementAndGet();
                }
                return written;
            }));
        }
        for (int rotation = 0; rotation < 3; rotation++) {
            long before = operations.get();
            int old = keys.keyset().primaryId();
            keys.use(keys.keyset().add());
            keys.use(keys.keyset().makePrimary(keys.keyset().newestId()));
            Reencryption.Progress progress = data.reencryption().start().get(60, TimeUnit.SECONDS);
            assertThat(progress.done()).isTrue();
            assertThat(progress.refused()).isZero();
            assertThat(progress.owners()).isEqualTo(owners);
            keys.use(keys.keyset().disable(old));
            keys.use(keys.keyset().destroy(old));
            assertThat(data.inventory().wrappedBy())
                    .containsOnlyKeys(keys.keyset().primaryId());
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (operations.get() < before + 16 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
        }
        running.set(false);
        long written = 0;
        for (Future<Long> thread : load) {
            written += thread.get(30, TimeUnit.SECONDS);
        }
        pool.shutdown();
        long kept = 0;
        for (int i = 0; i < owners; i++) {
            kept += Long.parseLong(
                    instance().get(DataOwner.user("u" + i), EMAIL).orElseThrow());
        }
        assertThat(kept).as("every write that returned is there, once").isEqualTo(written);
    }

    @Test
    void reencryptionThatWasStoppedContinues() {
        for (int i = 0; i < 250; i++) {
            data.set(DataOwner.user("u" + i), EMAIL, "mail " + i);
        }
        keys.use(keys.keyset().add());
        keys.use(keys.keyset().makePrimary(keys.keyset().newestId()));
        Reencryption first = data.reencryption();
        Reencryption.Progress stopped =
                first.onProgress(progress -> first.stop()).run();
        // The first page has the re-encryption's own note too, which is no owner's.
        assertThat(stopped).isEqualTo(new Reencryption.Progress(99, 99, 0, false));
        List<Reencryption.Progress> told = new ArrayList<>();
        Reencryption.Progress rest =
                instance().reencryption().onProgress(told::add).run();
        assertThat(rest).isEqualTo(new Reencryption.Progress(250, 250, 0, true));
        assertThat(told).extracting(Reencryption.Progress::owners).containsExactly(199L, 250L);
        for (int i = 0; i < 250; i++) {
            assertThat(data.get(DataOwner.user("u" + i), EMAIL)).contains("mail " + i);
        }
    }

    @Test
    void withoutTheMasterKeyNothingIsReadAndWithItAllIs() {
        data.set(ANN, EMAIL, "ann@example.org");
        MasterKeyset right = keys.keyset();
        keys.use(MasterKeyset.generate());
        PersonalData lost = instance();
        assertRefused(lost, ANN, EMAIL, Refusal.KEYS_UNREADABLE);
        assertThatThrownBy(() -> lost.set(ANN, PHONE, "1")).isInstanceOf(RefusedValueException.class);
        keys.use(right);
        assertThat(lost.get(ANN, EMAIL)).contains("ann@example.org");
    }

    @Test
    void ownersWithAField() {
        data.set(ANN, CITY, "Rome");
        data.set(BOB, EMAIL, "bob@example.org");
        assertThat(data.ownersWith(CITY)).containsExactly(ANN);
    }
}
