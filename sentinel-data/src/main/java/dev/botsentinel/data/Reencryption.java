package dev.botsentinel.data;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.botsentinel.data.RefusedValueException.Refusal;
import dev.botsentinel.data.key.MasterKeys;
import dev.botsentinel.data.key.OwnerKeys;
import dev.botsentinel.data.storage.DataOwner;
import dev.botsentinel.data.storage.DataStorage;
import dev.botsentinel.data.storage.DataWrite;
import dev.botsentinel.data.storage.DataWrite.Unchanged;
import dev.botsentinel.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives all owners new keys, wrapped by the master's primary, and encrypts their fields with them, while others read and write. It
 * goes through the owners in order and notes in the storage how far it came: one that was stopped, or whose process died, continues
 * there. One at a time runs on a storage.
 */
public final class Reencryption {

    /*
     * For each owner: a new key becomes the primary beside the old one, each field is encrypted with it, the old key goes. A writer
     * writes only if the owner's keys are those that it used, so after the first step nobody writes with the old key; a reader gets
     * value and keys of one instant, and the keys have whatever key the value needs.
     */

    private static final int PAGE = 100;
    private static final int MAX_TRIES = 10_000;

    private final PersonalData data;
    private final DataStorage storage;
    private final MasterKeys master;
    private final InstantSource time;
    private volatile Consumer<Progress> listener = progress -> {};
    private volatile boolean stopped;

    /**
     * How far it came, since it was first started.
     *
     * @param owners how many owners it has been through
     * @param fields how many values it has encrypted anew
     * @param refused how many values or keys could not be read; each was an event
     * @param done whether that was all
     */
    public record Progress(long owners, long fields, long refused, boolean done) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record State(
            int primary, @Nullable DataOwner after, long owners, long fields, long refused, byte @Nullable [] stored) {

        byte[] bytes() {
            JsonObject json = new JsonObject();
            json.addProperty("primary", primary);
            json.addProperty("after", after == null ? null : after.encoded());
            json.addProperty("owners", owners);
            json.addProperty("fields", fields);
            json.addProperty("refused", refused);
            return json.toString().getBytes(StandardCharsets.UTF_8);
        }

        static State parse(byte[] stored) {
            JsonObject json = JsonParser.parseString(new String(stored, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            return new State(
                    json.get("primary").getAsInt(),
                    json.get("after").isJsonNull()
                            ? null
                            : DataOwner.decode(json.get("after").getAsString()),
                    json.get("owners").getAsLong(),
                    json.get("fields").getAsLong(),
                    json.get("refused").getAsLong(),
                    stored);
        }
    }

    Reencryption(PersonalData data, DataStorage storage, MasterKeys master, InstantSource time) {
        this.data = data;
        this.storage = storage;
        this.master = master;
        this.time = time;
    }

    /** Is told after every page of at most 100 owners, on the thread that runs. */
    public Reencryption onProgress(Consumer<Progress> listener) {
        this.listener = listener;
        return this;
    }

    /** Has it stop after the owner that it is at; another one continues there. */
    public void stop() {
        stopped = true;
    }

    /** Runs on a thread of its own; completes with how far it came. */
    public CompletableFuture<Progress> start() {
        CompletableFuture<Progress> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(run());
                    } catch (RuntimeException | Error failure) {
                        result.completeExceptionally(failure);
                    }
                },
                "sentinel-data-re-encryption");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /**
     * Runs on this thread until it is done or stopped.
     *
     * @throws IllegalStateException if another one runs on the same storage
     * @throws dev.botsentinel.store.StoreException if the storage can't answer; run another one to continue
     */
    public Progress run() {
        State state = begin();
        List<DataOwner> page = storage.owners(state.after(), PAGE);
        while (!page.isEmpty() && !stopped) {
            long owners = state.owners();
            long fields = state.fields();
            long refused = state.refused();
            DataOwner last = state.after();
            for (DataOwner owner : page) {
                if (stopped) {
                    break;
                }
                if (owner.kind() != DataOwner.Kind.BOT) {
                    OwnerResult result = reencrypt(owner);
                    owners++;
                    fields += result.fields();
                    refused += result.refused();
                }
                last = owner;
            }
            state = note(new State(state.primary(), last, owners, fields, refused, state.stored()));
            listener.accept(progress(state, false));
            page = storage.owners(state.after(), PAGE);
        }
        boolean done = page.isEmpty();
        if (done) {
            boolean unused = storage.remove(DataOwner.BOT, PersonalData.REENCRYPTION);
        }
        return progress(state, done);
    }

    private static Progress progress(State state, boolean done) {
        return new Progress(state.owners(), state.fields(), state.refused(), done);
    }

    /** Where the last one stopped, if it was for the same primary; else at the beginning. */
    private State begin() {
        int primary = master.keyset().primaryId();
        byte[] stored = storage.read(DataOwner.BOT, Set.of(PersonalData.REENCRYPTION), time.instant())
                .get(PersonalData.REENCRYPTION);
        if (stored != null) {
            State before = State.parse(stored);
            if (before.primary() == primary) {
                return before;
            }
        }
        return note(new State(primary, null, 0, 0, 0, stored));
    }

    private State note(State state) {
        byte[] bytes = state.bytes();
        DataWrite write = new DataWrite(PersonalData.REENCRYPTION, state.stored(), bytes, null, null, List.of());
        if (!storage.write(DataOwner.BOT, write, time.instant())) {
            throw new IllegalStateException(
                    "another re-encryption runs on this storage; let one of them finish, and start no second one");
        }
        return new State(state.primary(), state.after(), state.owners(), state.fields(), state.refused(), bytes);
    }

    private record OwnerResult(long fields, long refused) {}

    private OwnerResult reencrypt(DataOwner owner) {
        byte[] bound = Envelope.associatedWithKeys(data.tenant(), owner);
        OwnerKeys keys = withNewPrimary(owner, bound);
        if (keys == null) {
            return new OwnerResult(0, 0);
        }
        long fields = 0;
        long refused = 0;
        for (String name : storage.readAll(owner, time.instant()).keySet()) {
            try {
                fields += !name.startsWith("#") && reencrypt(owner, name, keys) ? 1 : 0;
            } catch (RefusedValueException told) {
                refused++;
            }
        }
        OwnerKeys alone = keys.primaryOnly(master, bound);
        boolean unused = storage.write(
                owner,
                new DataWrite(PersonalData.KEYS, keys.wrapped(), alone.wrapped(), null, null, List.of()),
                time.instant());
        return new OwnerResult(fields, refused);
    }

    /** Null if the owner has no keys, or none that can be read, or is erased meanwhile. */
    private @Nullable OwnerKeys withNewPrimary(DataOwner owner, byte[] bound) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Instant now = time.instant();
            byte[] wrapped = storage.read(owner, Set.of(PersonalData.KEYS), now).get(PersonalData.KEYS);
            if (wrapped == null) {
                return null;
            }
            OwnerKeys both;
            try {
                both = data.keys(owner, PersonalData.KEYS, wrapped).withNewPrimary(master, bound);
            } catch (RefusedValueException told) {
                return null;
            }
            if (storage.write(
                    owner, new DataWrite(PersonalData.KEYS, wrapped, both.wrapped(), null, null, List.of()), now)) {
                return both;
            }
        }
        return null;
    }

    private boolean reencrypt(DataOwner owner, String name, OwnerKeys keys) {
        for (int i = 0; i < MAX_TRIES; i++) {
            Instant now = time.instant();
            Map<String, byte[]> found = storage.read(owner, Set.of(name), now);
            byte[] stored = found.get(name);
            Envelope envelope = stored == null ? null : Envelope.parse(stored);
            if (stored == null || envelope == null || !envelope.encrypted() || keys.isByPrimary(envelope.payload())) {
                return false;
            }
            byte[] bound = envelope.associated(data.tenant(), owner, name);
            byte[] payload;
            try {
                payload = keys.encrypt(keys.decrypt(envelope.payload(), bound), bound);
            } catch (GeneralSecurityException forged) {
                throw data.refused(owner, name, Refusal.FORGED);
            }
            byte[] next = new Envelope(true, envelope.version(), envelope.untilMillis(), payload).bytes();
            List<Unchanged> unchanged = List.of(new Unchanged(PersonalData.KEYS, keys.wrapped()));
            if (storage.write(owner, new DataWrite(name, stored, next, envelope.until(), null, unchanged), now)) {
                return true;
            }
        }
        throw new StoreException("the field " + name + " could not be encrypted anew: others changed it " + MAX_TRIES
                + " times meanwhile; run the re-encryption again");
    }
}
