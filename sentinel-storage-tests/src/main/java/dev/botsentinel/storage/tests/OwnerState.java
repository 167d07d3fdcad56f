package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoredItem;
import dev.botsentinel.store.StoredItem.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that the reference knows of one owner. Not thread-safe. */
final class OwnerState {

    /** A value in a list of seen ones, until it is forgotten. */
    record Seen(long value, long untilMicros) {}

    /** Which list of seen values. */
    record SeenList(Step.FirstSeen.Kind kind, Mode mode) {}

    /** A block; for ever until {@link dev.botsentinel.plan.Verdict#NEVER}. */
    record Held(BlockSource source, long sinceMicros, long untilMicros, String actor, String reason) {

        /** The same after the clock was corrected: one made by hand keeps its date. */
        Held movedBack(long micros) {
            return source == BlockSource.MANUAL
                    ? this
                    : new Held(source, sinceMicros - micros, untilMicros - micros, actor, reason);
        }
    }

    /**
     * An album of which a part was seen.
     *
     * @param refusal how its first part was refused; null if it was admitted
     */
    record SeenAlbum(
            long value,
            long untilMicros,
            int parts,
            @Nullable SharedRefusal refusal) {}

    /**
     * What the parts of an album share.
     *
     * @param rule what refused: the key of a limit, or the kind of a list of seen values
     */
    record SharedRefusal(Object rule, long untilMicros, long remaining) {}

    /** A refund that was made, until it is forgotten. */
    record Refunded(String key, long id, long untilMicros) {}

    final Owner owner;

    /** The latest time an admitted plan has written; before every time there is if none has. */
    long latestMicros = Long.MIN_VALUE;

    /** By the limits' keys, the state of the version that was used last. */
    final Map<String, LimitState> limits = new HashMap<>();

    /** By the limits' keys, the state of the version that was used before it. */
    final Map<String, OtherVersion> others = new HashMap<>();

    final Map<SeenList, List<Seen>> seen = new HashMap<>();
    final Map<Mode, Held> blocks = new EnumMap<>(Mode.class);
    final Map<Mode, ViolationCount> offences = new EnumMap<>(Mode.class);

    /** The ends of cooldowns by the keys of their limits, in the order in which they were set. */
    final Map<String, Long> cooldowns = new LinkedHashMap<>();

    /** The albums seen, the earliest first. */
    final List<SeenAlbum> albums = new ArrayList<>();

    /** The refunds made, the earliest first. */
    final List<Refunded> refunded = new ArrayList<>();

    OwnerState(Owner owner) {
        this.owner = owner;
    }

    /** The album, if it can have another part. */
    @Nullable
    SeenAlbum album(long value, long timeMicros) {
        return albums.stream()
                .filter(album -> album.value() == value && timeMicros < album.untilMicros())
                .findFirst()
                .orElse(null);
    }

    /** What this version of a limit counts on at an instant; null if it starts full. */
    @Nullable
    LimitState limit(String key, RateLimit limit, long timeMicros) {
        LimitState latest = latestAt(timeMicros, key);
        OtherVersion other = otherAt(timeMicros, key);
        return other != null && other.state().isOf(limit) && (latest == null || !latest.isOf(limit))
                ? other.state()
                : latest;
    }

    /** The state of the version used last, if it has not ended. */
    private @Nullable LimitState latestAt(long timeMicros, String key) {
        LimitState latest = limits.get(key);
        return latest != null && timeMicros < latest.endMicros() ? latest : null;
    }

    /** The other version of the limit, if it is still in use. */
    private @Nullable OtherVersion otherAt(long timeMicros, String key) {
        OtherVersion other = others.get(key);
        return other != null && timeMicros < other.endMicros() ? other : null;
    }

    /** What another version has, once this one has spent its cost; null if there is no other in use. */
    @Nullable
    OtherVersion otherAfter(String key, RateLimit limit, long timeMicros) {
        LimitState latest = latestAt(timeMicros, key);
        OtherVersion other = otherAt(timeMicros, key);
        int cost = limit.cost();
        if (latest != null && !latest.isOf(limit)) {
            return other != null && other.state().isOf(limit)
                    ? new OtherVersion(latest, timeMicros, 0).charged(cost + other.before(), timeMicros)
                    : OtherVersion.of(latest, limit, timeMicros).charged(cost, timeMicros);
        }
        if (other == null || other.state().isOf(limit)) {
            return null;
        }
        OtherVersion charged = other.charged(cost, timeMicros);
        return latest != null ? charged : new OtherVersion(charged.state(), charged.sinceMicros(), 0);
    }

    /** This version of the limit has spent its cost. */
    void spend(String key, LimitState after, @Nullable OtherVersion other) {
        limits.put(key, after);
        if (other == null) {
            others.remove(key);
        } else {
            others.put(key, other);
        }
    }

    /** The list's values that are not forgotten yet, oldest sighting first. */
    List<Seen> live(SeenList list, long timeMicros) {
        List<Seen> live = new ArrayList<>(seen.getOrDefault(list, List.of()));
        live.removeIf(value -> value.untilMicros() <= timeMicros);
        return live;
    }

    /** The block in force, that of a shadow escalation for {@link Mode#SHADOW}. */
    @Nullable
    Held blockAt(long timeMicros, Mode mode) {
        Held held = blocks.get(mode);
        return held != null && timeMicros < held.untilMicros() ? held : null;
    }

    /** The end of the limit's cooldown; null if none is in force. */
    @Nullable
    Long cooldownAt(long timeMicros, String key) {
        Long until = cooldowns.get(key);
        return until != null && timeMicros < until ? until : null;
    }

    ViolationCount offences(Mode mode) {
        return offences.computeIfAbsent(mode, any -> new ViolationCount());
    }

    /** What is known, thing by thing. */
    List<StoredItem> kept() {
        List<StoredItem> kept = new ArrayList<>();
        limits.forEach((key, limit) -> kept.add(kept(Kind.LIMIT, key, limit.toString(), limit.endMicros())));
        others.forEach((key, other) -> kept.add(kept(Kind.LIMIT, key, other.toString(), other.endMicros())));
        seen.values()
                .forEach(values -> values.forEach(
                        value -> kept.add(kept(Kind.SEEN, "", Long.toHexString(value.value()), value.untilMicros()))));
        blocks.forEach((mode, held) -> kept.add(
                kept(mode == Mode.SHADOW ? Kind.SHADOW_BLOCK : Kind.BLOCK, "", held.toString(), held.untilMicros())));
        offences.values().forEach(one -> kept.add(kept(Kind.OFFENCES, "", "", one.endMicros())));
        albums.forEach(album -> kept.add(kept(Kind.ALBUMS, "", "", album.untilMicros())));
        cooldowns.forEach((key, until) -> kept.add(kept(Kind.COOLDOWNS, key, "", until)));
        refunded.forEach(one -> kept.add(kept(Kind.REFUNDS, one.key(), "" + one.id(), one.untilMicros())));
        return kept;
    }

    private StoredItem kept(Kind kind, String name, String value, long untilMicros) {
        return new StoredItem(
                owner, kind, name, value, untilMicros == Verdict.NEVER ? null : TraceMicros.instant(untilMicros));
    }

    /** The clock was corrected: all that is relative moves back, as if no time had passed since the last write. */
    void moveBack(long micros) {
        blocks.values().removeIf(block -> block.untilMicros() <= latestMicros);
        blocks.replaceAll((mode, block) -> block.movedBack(micros));
        limits.replaceAll((key, limit) -> limit.movedBack(micros));
        others.replaceAll((key, other) -> other.movedBack(micros));
        seen.replaceAll((list, values) -> new ArrayList<>(values.stream()
                .map(value -> new Seen(value.value(), value.untilMicros() - micros))
                .toList()));
        offences.values().forEach(offence -> offence.moveBack(micros));
        cooldowns.replaceAll((key, until) -> until - micros);
        albums.replaceAll(album -> new SeenAlbum(
                album.value(),
                album.untilMicros() - micros,
                album.parts(),
                album.refusal() == null || album.refusal().untilMicros() == Verdict.NEVER
                        ? album.refusal()
                        : new SharedRefusal(
                                album.refusal().rule(),
                                album.refusal().untilMicros() - micros,
                                album.refusal().remaining())));
        refunded.replaceAll(made -> new Refunded(made.key(), made.id(), made.untilMicros() - micros));
        latestMicros -= micros;
    }

    /** Has a limit refuse until then, or until the end of the cooldown it has if that is later; when that is. */
    long coolDown(String key, long untilMicros, long at) {
        cooldowns.values().removeIf(until -> until <= at);
        long until = Math.max(untilMicros, cooldowns.getOrDefault(key, Long.MIN_VALUE));
        cooldowns.put(key, until);
        if (cooldowns.size() > StoreAdmin.MAX_COOLDOWNS) {
            cooldowns.remove(soonestBut(key));
        }
        return until;
    }

    /** Of the other cooldowns the one that ends soonest, of equals the one that was set first. */
    private String soonestBut(String key) {
        return cooldowns.keySet().stream()
                .filter(other -> !other.equals(key))
                .min(Comparator.comparing(other -> Objects.requireNonNull(cooldowns.get(other))))
                .orElseThrow();
    }

    /** The first instant at which nothing of this changes a decision any more. */
    long endMicros() {
        long end = Long.MIN_VALUE;
        for (LimitState limit : limits.values()) {
            end = Math.max(end, limit.endMicros());
        }
        for (OtherVersion other : others.values()) {
            end = Math.max(end, other.endMicros());
        }
        for (List<Seen> values : seen.values()) {
            for (Seen value : values) {
                end = Math.max(end, value.untilMicros());
            }
        }
        for (Held held : blocks.values()) {
            end = Math.max(end, held.untilMicros());
        }
        for (ViolationCount offence : offences.values()) {
            end = Math.max(end, offence.endMicros());
        }
        for (long cooldown : cooldowns.values()) {
            end = Math.max(end, cooldown);
        }
        for (SeenAlbum album : albums) {
            end = Math.max(end, album.untilMicros());
        }
        for (Refunded made : refunded) {
            end = Math.max(end, made.untilMicros());
        }
        return end;
    }
}
