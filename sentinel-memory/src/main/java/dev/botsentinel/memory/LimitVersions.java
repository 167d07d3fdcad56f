package dev.botsentinel.memory;

import dev.botsentinel.store.StoredItem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One owner's limits of which two versions are in use side by side, each with its other version. Guarded by its cell's lock. */
final class LimitVersions {

    /** One per limit at most, so no more than the owner has sections of limits and the policies of a day have changed. */
    private final List<LimitVersion> all = new ArrayList<>(1);

    /** The limit's other version; null if none is in use. */
    @Nullable
    LimitVersion find(LimitCounter limit, long atMicros) {
        for (LimitVersion version : all) {
            if (version.number() == limit.number.value()) {
                return atMicros < version.endMicros() ? version : null;
            }
        }
        return null;
    }

    /** Replaces the limit's other version, and drops what is no longer in use. */
    void put(LimitCounter limit, @Nullable LimitVersion other, long atMicros) {
        all.removeIf(known -> known.number() == limit.number.value() || known.endMicros() <= atMicros);
        if (other != null) {
            all.add(other);
        }
    }

    void remove(LimitCounter limit) {
        all.removeIf(known -> known.number() == limit.number.value());
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** From when on no other version is in use. */
    long endMicros() {
        return all.stream().mapToLong(LimitVersion::endMicros).max().orElse(Long.MIN_VALUE);
    }

    void moveBack(long micros) {
        all.forEach(version -> version.moveBack(micros));
    }

    void tell(StoredItems into, Cells home) {
        all.forEach(version -> into.add(StoredItem.Kind.LIMIT, home.limitKey(version.number()), version.endMicros()));
    }
}
