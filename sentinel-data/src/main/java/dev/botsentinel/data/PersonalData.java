package dev.botsentinel.data;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.gson.JsonObject;
import dev.botsentinel.data.DataEvent.ValueRefused;
import dev.botsentinel.data.RefusedValueException.Refusal;
import dev.botsentinel.data.key.MasterKeys;
import dev.botsentinel.data.key.OwnerKeys;
import dev.botsentinel.data.storage.DataOwner;
import dev.botsentinel.data.storage.DataStorage;
import dev.botsentinel.data.storage.DataWrite;
import dev.botsentinel.data.storage.DataWrite.Unchanged;
import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.store.StoreException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a bot keeps of its users and chats: declared fields, encrypted where they are sensitive, gone when their time is over.
 *
 * <pre>{@code
 * PersonalData data = PersonalData.builder(DataSchema.of(CITY, EMAIL), FileDataStorage.open(Path.of("data")))
 *         .keys(MasterKeys.from(SecretSource.file(Path.of("/run/secrets/data-keys"))))
 *         .listener(DataAuditLog.create())
 *         .build();
 * data.set(DataOwner.user("42"), EMAIL, "ann@example.org");
 * Optional<String> email = data.get(DataOwner.user("42"), EMAIL);
 * }</pre>
 *
 * <p>An encrypted value is bound to its version, tenant, owner, field and end: one that was changed, or put in another place, is
 * refused with a {@link RefusedValueException} and an event. Each owner has keys of its own, wrapped by the {@linkplain MasterKeys
 * master keys}; who erases the owner destroys the keys first.
 *
 * <p>Thread-safe. Methods block as long as the storage does: not at all on memory, for its time limit on Redis. So call them from
 * handlers, not from a gateway's own thread. They throw a {@link StoreException} if the storage can't answer, and then may have done
 * what was asked.
 */
public final class PersonalData implements AutoCloseable {

    /*
     * A write reads first: the version grows by one, and the storage writes only if what was read is still there (compare and set),
     * together with the owner's wrapped keys. So no write is made with keys that were replaced or erased meanwhile.
     *
     * Replays: an attacker who can write to the storage can put back what was there before. Nothing in the storage can tell, so each
     * instance remembers the versions that it has seen, of the last VERSIONS fields. A reader takes the remembered version before it
     * reads: a value below it is older than one that was there before the read began.
     *
     * A version begins at the present microsecond, so that a field that was removed and set again goes on above its old versions.
     */

    static final String KEYS = "#keys";
    static final String OPT_OUT = "#opt-out";
    static final String SCHEMA = "#schema";
    static final String REENCRYPTION = "#re-encryption";

    private static final Logger LOG = LoggerFactory.getLogger(PersonalData.class);
    private static final int VERSIONS = 100_000;
    private static final int UNWRAPPED_KEYS = 10_000;
    private static final Duration UNWRAPPED_FOR = Duration.ofMinutes(10);
    private static final int MAX_TRIES = 10_000;
    private static final int PAGE = 1000;

    private final ThrottledLog log = ThrottledLog.of(PersonalData.class);

    private final DataSchema schema;
    private final DataStorage storage;
    private final String tenant;
    private final @Nullable MasterKeys master;
    private final DataListener[] listeners;
    private final InstantSource time;
    private final @Nullable ScheduledExecutorService thread;

    private final Cache<FieldId, Long> versions =
            Caffeine.newBuilder().maximumSize(VERSIONS).build();
    private final Cache<WrappedKeys, OwnerKeys> unwrapped = Caffeine.newBuilder()
            .maximumSize(UNWRAPPED_KEYS)
            .expireAfterAccess(UNWRAPPED_FOR)
            .build();
    private final Cache<DataOwner, Instant> touched =
            Caffeine.newBuilder().maximumSize(VERSIONS).build();

    private record FieldId(DataOwner owner, String field) {}

    private record WrappedKeys(DataOwner owner, ByteBuffer bytes) {}

    PersonalData(PersonalDataBuilder builder) {
        this.schema = builder.schema;
        this.storage = builder.storage;
        this.tenant = builder.tenant;
        this.master = builder.keys;
        this.listeners = builder.listeners.toArray(DataListener[]::new);
        this.time = builder.time;
        if (master == null
                && schema.fields().stream().anyMatch(field -> field.isEncrypted() && !field.isForOneUpdate())) {
            throw new IllegalStateException(
                    "the schema has sensitive fields and there are no keys; add keys(MasterKeys.from(…)) to the builder");
        }
        Duration interval = builder.maintenance;
        if (interval == null) {
            thread = null;
        } else {
            thread = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread made = new Thread(task, "sentinel-data");
                made.setDaemon(true);
                return made;
            });
            ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(
                    this::maintainContained, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Starts to configure one. The storage is the caller's to close. */
    public static PersonalDataBuilder builder(DataSchema schema, DataStorage storage) {
        return new PersonalDataBuilder(schema, storage);
    }

    /** The declared fields. */
    public DataSchema schema() {
        return schema;
    }

    /**
     * A field's value; empty if there is none, or its time is over.
     *
     * @throws RefusedValueException if what is stored was changed by somebody else, or can't be read
     * @throws IllegalArgumentException if the field isn't declared, or not of this kind of owner
     */
    public <T> Optional<T> get(DataOwner owner, DataField<T> field) {
        schema.require(owner, field);
        long floor = seen(owner, field);
        Instant now = time.instant();
        Map<String, byte[]> found = storage.read(owner, names(field), now);
        byte[] stored = found.get(field.name());
        if (stored == null) {
            return Optional.empty();
        }
        T value = open(owner, field, stored, found.get(KEYS), floor, now);
        touch(owner, now);
        tell(() -> new DataEvent.FieldRead(now, owner, field.name()));
        return Optional.of(value);
    }

    /**
     * Sets a field.
     *
     * @return whether it was set; false for an {@linkplain DataField#optional optional} field of an owner who has opted out
     * @throws RefusedValueException if the owner's keys can't be read
     * @throws IllegalArgumentException if the field isn't declared, not of this kind of owner, or the value is too long
     */
    public <T> boolean set(DataOwner owner, DataField<T> field, T value) {
        schema.require(owner, field);
        byte[] plain = field.encode(value);
        return write(owner, field, (found, floor, now) -> plain);
    }

    /**
     * Changes a field in one step: no other change, on any instance, comes between.
     *
     * @param change from the value, empty if there is none, to the new one; may be called several times, and what it throws is
     *     thrown on and nothing changed
     * @return the new value; empty for an optional field of an owner who has opted out
     * @throws RefusedValueException if what is stored was changed by somebody else, or can't be read
     */
    public <T> Optional<T> update(DataOwner owner, DataField<T> field, Function<Optional<T>, T> change) {
        schema.require(owner, field);
        List<T> last = new ArrayList<>(1);
        boolean written = write(owner, field, (found, floor, now) -> {
            byte[] stored = found.get(field.name());
            Optional<T> before = stored == null
                    ? Optional.empty()
                    : Optional.of(open(owner, field, stored, found.get(KEYS), floor, now));
            T after = change.apply(before);
            last.clear();
            last.add(after);
            return field.encode(after);
        });
        return written ? Optional.of(last.get(0)) : Optional.empty();
    }

    /**
     * Removes a field's value.
     *
     * @return whether there was one
     */
    public boolean remove(DataOwner owner, DataField<?> field) {
        schema.require(owner, field);
        boolean removed = storage.remove(owner, field.name());
        if (removed) {
            Instant now = time.instant();
            tell(() -> new DataEvent.FieldRemoved(now, owner, field.name()));
        }
        return removed;
    }

    /** A place for values that live for one update; close it when the update is handled. */
    public UpdateData forUpdate() {
        return new UpdateData(schema);
    }

    /** All that is kept of an owner, for handing it out; an event. A value that is refused is named as unreadable. */
    public OwnerData export(DataOwner owner) {
        Instant now = time.instant();
        Map<String, byte[]> all = storage.readAll(owner, now);
        List<OwnerData.Item> items = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Map.Entry<String, byte[]> entry : new TreeMap<>(all).entrySet()) {
            String name = entry.getKey();
            byte[] stored = entry.getValue();
            if (name.startsWith("#")) {
                continue;
            }
            DataField<?> field = schema.field(name);
            if (field == null || field.owner() != owner.kind()) {
                unreadable.add(name);
            } else {
                try {
                    items.add(item(owner, field, stored, all.get(KEYS), now));
                } catch (RefusedValueException refused) {
                    unreadable.add(name);
                }
            }
        }
        tell(() -> new DataEvent.OwnerExported(now, owner));
        return new OwnerData(owner, List.copyOf(items), List.copyOf(unreadable), all.containsKey(OPT_OUT));
    }

    private <T> OwnerData.Item item(
            DataOwner owner, DataField<T> field, byte[] stored, byte @Nullable [] wrapped, Instant now) {
        Envelope envelope = Envelope.parse(stored);
        JsonObject json = new JsonObject();
        json.addProperty("field", field.name());
        json.addProperty("type", field.type());
        json.addProperty("purpose", field.purpose());
        Instant until = envelope == null ? null : envelope.until();
        json.addProperty("until", until == null ? null : until.toString());
        if (field.sensitivity() == Sensitivity.SECRET) {
            json.addProperty("withheld", true);
        } else {
            json.add("value", field.codec().json().apply(open(owner, field, stored, wrapped, 0, now)));
        }
        return OwnerData.item(json);
    }

    /**
     * Erases all that is kept of an owner: the keys first, so that whatever copy remains of the encrypted values can't be read. An
     * event. If it fails, part of it may be done: do it again.
     *
     * @return how many values there were, keys and opt-out included
     */
    public int erase(DataOwner owner) {
        int keys = storage.remove(owner, KEYS) ? 1 : 0;
        int values = keys + storage.removeAll(owner);
        unwrapped.asMap().keySet().removeIf(key -> key.owner().equals(owner));
        touched.invalidate(owner);
        Instant now = time.instant();
        tell(() -> new DataEvent.OwnerErased(now, owner, values));
        return values;
    }

    /** Has an owner opt out: optional fields are removed, and no more set until {@link #optIn}. An event. */
    public void optOut(DataOwner owner) {
        Instant now = time.instant();
        byte[] since = new Envelope(false, 0, 0, FieldCodec.TIME.encode().apply(now)).bytes();
        for (int i = 0; i < MAX_TRIES; i++) {
            byte[] before = storage.read(owner, Set.of(OPT_OUT), now).get(OPT_OUT);
            if (before != null
                    || storage.write(owner, new DataWrite(OPT_OUT, null, since, null, null, List.of()), now)) {
                break;
            }
        }
        for (DataField<?> field : schema.fields()) {
            if (field.isOptional() && field.owner() == owner.kind() && !field.isForOneUpdate()) {
                remove(owner, field);
            }
        }
        tell(() -> new DataEvent.OptOutChanged(now, owner, true));
    }

    /** Takes an opt-out back. An event if there was one. */
    public void optIn(DataOwner owner) {
        if (storage.remove(owner, OPT_OUT)) {
            Instant now = time.instant();
            tell(() -> new DataEvent.OptOutChanged(now, owner, false));
        }
    }

    /** Whether the owner has opted out. */
    public boolean isOptedOut(DataOwner owner) {
        return storage.read(owner, Set.of(OPT_OUT), time.instant()).containsKey(OPT_OUT);
    }

    /** Counts what is kept. Goes through all owners. */
    public DataInventory inventory() {
        return InventoryCount.of(schema, storage, time.instant());
    }

    /** The owners who have a value of this field. Goes through all owners. */
    public List<DataOwner> ownersWith(DataField<?> field) {
        List<DataOwner> found = new ArrayList<>();
        Instant now = time.instant();
        List<DataOwner> page = storage.owners(null, PAGE);
        while (!page.isEmpty()) {
            for (DataOwner owner : page) {
                if (owner.kind() == field.owner()
                        && storage.read(owner, Set.of(field.name()), now).containsKey(field.name())) {
                    found.add(owner);
                }
            }
            page = storage.owners(page.get(page.size() - 1), PAGE);
        }
        return found;
    }

    /** Re-encrypts all fields with new keys, wrapped by the master's primary; call {@link Reencryption#run} or {@code start}. */
    public Reencryption reencryption() {
        if (master == null) {
            throw new IllegalStateException("without keys nothing is encrypted; add keys(…) to the builder");
        }
        return new Reencryption(this, storage, master, time);
    }

    /** Forgets which versions were seen: after a backup of the storage was restored, whose values are older. */
    public void forgetVersions() {
        versions.invalidateAll();
    }

    /**
     * Removes what has ended and reads the keyset again. A thread does so by itself, unless the builder says otherwise.
     *
     * @return how many values were removed
     */
    public int maintain() {
        if (master != null && master.refresh()) {
            LOG.info("The master keyset has changed: {}", master.keyset());
            unwrapped.invalidateAll();
        }
        InventoryCount.note(schema, storage, time.instant());
        return storage.sweep(time.instant(), Set.of(KEYS));
    }

    private void maintainContained() {
        try {
            int removed = maintain();
            LOG.debug("{} values had ended and were removed", removed);
        } catch (RuntimeException failure) {
            log.warn("Data that has ended could not be removed, or the keyset not be read; trying again", failure);
        }
    }

    /** Stops the thread. The storage is the caller's to close. Idempotent. */
    @Override
    public void close() {
        if (thread != null) {
            List<Runnable> unused = thread.shutdownNow();
        }
        unwrapped.invalidateAll();
        log.close();
    }

    private interface Next {
        byte[] plain(Map<String, byte[]> found, long floor, Instant now);
    }

    private boolean write(DataOwner owner, DataField<?> field, Next next) {
        String name = field.name();
        Duration retention = field.retention();
        Set<String> names = new HashSet<>(names(field));
        if (field.isOptional()) {
            names.add(OPT_OUT);
        }
        for (int i = 0; i < MAX_TRIES; i++) {
            long floor = seen(owner, field);
            Instant now = time.instant();
            Map<String, byte[]> found = storage.read(owner, names, now);
            if (found.containsKey(OPT_OUT)) {
                return false;
            }
            OwnerKeys keys = null;
            List<Unchanged> unchanged = new ArrayList<>(2);
            if (field.isEncrypted()) {
                keys = keysToWrite(owner, name, found, now);
                if (keys == null) {
                    continue;
                }
                unchanged.add(new Unchanged(KEYS, keys.wrapped()));
            }
            if (field.isOptional()) {
                unchanged.add(new Unchanged(OPT_OUT, null));
            }
            byte[] plain = next.plain(found, floor, now);
            byte[] before = found.get(name);
            long version = nextVersion(before, floor, now);
            Instant until = retention == null ? null : now.plus(retention).truncatedTo(ChronoUnit.MILLIS);
            Envelope envelope = new Envelope(keys != null, version, Envelope.millis(until), plain);
            if (keys != null) {
                byte[] bound = envelope.associated(tenant, owner, name);
                envelope = new Envelope(true, version, Envelope.millis(until), keys.encrypt(plain, bound));
            }
            DataWrite write = new DataWrite(name, before, envelope.bytes(), until, ownerUntil(now), unchanged);
            if (storage.write(owner, write, now)) {
                remember(owner, field, version);
                touch(owner, now);
                tell(() -> new DataEvent.FieldSet(now, owner, name));
                return true;
            }
        }
        throw new StoreException("the field " + name + " could not be set: others changed it " + MAX_TRIES
                + " times meanwhile; is somebody in a loop?");
    }

    private static long nextVersion(byte @Nullable [] before, long floor, Instant now) {
        Envelope old = before == null ? null : Envelope.parse(before);
        long known = Math.max(floor, old == null ? 0 : old.version());
        return Math.max(known + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    }

    /** The owner's keys; null if there are none yet, and somebody, perhaps this call, has just made some. */
    private @Nullable OwnerKeys keysToWrite(DataOwner owner, String field, Map<String, byte[]> found, Instant now) {
        byte[] wrapped = found.get(KEYS);
        if (wrapped != null) {
            return keys(owner, field, wrapped);
        }
        if (master == null) {
            throw new IllegalStateException("an encrypted field without keys");
        }
        OwnerKeys made = OwnerKeys.generate(master, Envelope.associatedWithKeys(tenant, owner));
        DataWrite write = new DataWrite(KEYS, null, made.wrapped(), null, ownerUntil(now), List.of());
        boolean unused = storage.write(owner, write, now);
        return null;
    }

    OwnerKeys keys(DataOwner owner, String field, byte[] wrapped) {
        WrappedKeys id = new WrappedKeys(owner, ByteBuffer.wrap(wrapped));
        OwnerKeys known = unwrapped.getIfPresent(id);
        if (known != null) {
            return known;
        }
        if (master == null) {
            throw refused(owner, field, Refusal.KEYS_UNREADABLE);
        }
        try {
            OwnerKeys keys = OwnerKeys.unwrap(wrapped, master, Envelope.associatedWithKeys(tenant, owner));
            unwrapped.put(id, keys);
            return keys;
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            throw refused(owner, field, Refusal.KEYS_UNREADABLE);
        }
    }

    private <T> T open(
            DataOwner owner, DataField<T> field, byte[] stored, byte @Nullable [] wrapped, long floor, Instant now) {
        String name = field.name();
        Envelope envelope = Envelope.parse(stored);
        if (envelope == null || (envelope.encrypted() && !field.isEncrypted())) {
            throw refused(owner, name, Refusal.MALFORMED);
        }
        byte[] plain = envelope.payload();
        if (field.isEncrypted()) {
            if (!envelope.encrypted()) {
                throw refused(owner, name, Refusal.IN_THE_CLEAR);
            }
            if (wrapped == null) {
                throw refused(owner, name, Refusal.KEYS_MISSING);
            }
            OwnerKeys keys = keys(owner, name, wrapped);
            try {
                plain = keys.decrypt(envelope.payload(), envelope.associated(tenant, owner, name));
            } catch (GeneralSecurityException forged) {
                throw refused(owner, name, Refusal.FORGED);
            }
            if (envelope.version() < floor) {
                throw refused(owner, name, Refusal.REPLAYED);
            }
            remember(owner, field, envelope.version());
        }
        if (envelope.ended(now)) {
            throw refused(owner, name, Refusal.EXPIRED);
        }
        try {
            return field.codec().decode().apply(plain);
        } catch (RuntimeException other) {
            throw refused(owner, name, Refusal.OTHER_TYPE);
        }
    }

    RefusedValueException refused(DataOwner owner, String field, Refusal refusal) {
        Instant now = time.instant();
        log.warn("A stored value was refused", "of the field " + field + ": " + refusal);
        tell(() -> new ValueRefused(now, owner, field, refusal));
        return new RefusedValueException(refusal, field);
    }

    String tenant() {
        return tenant;
    }

    private static Set<String> names(DataField<?> field) {
        return field.isEncrypted() ? Set.of(field.name(), KEYS) : Set.of(field.name());
    }

    private long seen(DataOwner owner, DataField<?> field) {
        if (!field.isEncrypted()) {
            return 0;
        }
        Long version = versions.getIfPresent(new FieldId(owner, field.name()));
        return version == null ? 0 : version;
    }

    private void remember(DataOwner owner, DataField<?> field, long version) {
        if (field.isEncrypted()) {
            Long unused = versions.asMap().merge(new FieldId(owner, field.name()), version, Math::max);
        }
    }

    private @Nullable Instant ownerUntil(Instant now) {
        Duration untouched = schema.untouched();
        return untouched == null ? null : now.plus(untouched).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Puts the end of all that the owner has off, at most once in a twentieth of the time. */
    private void touch(DataOwner owner, Instant now) {
        Duration untouched = schema.untouched();
        if (untouched == null) {
            return;
        }
        Duration twentieth = untouched.dividedBy(20);
        Duration rest = twentieth.compareTo(Duration.ofDays(1)) < 0 ? twentieth : Duration.ofDays(1);
        Instant before = touched.getIfPresent(owner);
        if (before == null || !before.plus(rest).isAfter(now)) {
            storage.keepUntil(owner, now.plus(untouched).truncatedTo(ChronoUnit.MILLIS), now);
            touched.put(owner, now);
        }
    }

    private void tell(Supplier<DataEvent> made) {
        if (listeners.length == 0) {
            return;
        }
        DataEvent event = made.get();
        for (DataListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException failure) {
                log.warnWithTrace("A listener of personal data failed", failure);
            }
        }
    }
}
