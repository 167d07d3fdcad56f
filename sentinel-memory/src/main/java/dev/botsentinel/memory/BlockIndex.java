package dev.botsentinel.memory;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of all cells in order of the subjects' ids, so that listing them copies and locks nothing. Written under the
 * lock of the subject's cell; a block that is over stays until the cell is written or let go. Thread-safe, O(log n).
 */
final class BlockIndex {

    private final ConcurrentNavigableMap<String, HeldBlock> bySubject = new ConcurrentSkipListMap<>();

    void put(String subject, HeldBlock block) {
        bySubject.put(subject, block);
    }

    void remove(String subject) {
        bySubject.remove(subject);
    }

    /** Forgets the block of an owner whose cell is gone. */
    void remove(Owner owner, @Nullable HeldBlock block) {
        if (block != null) {
            bySubject.remove(Objects.requireNonNull(owner.subject()), block);
        }
    }

    /** The blocks in force after a subject; from the first one if it is null. */
    BlockPage page(@Nullable String after, int limit, long nowMicros) {
        List<Block> page = new ArrayList<>();
        Map<String, HeldBlock> rest = after == null ? bySubject : bySubject.tailMap(after, false);
        for (Map.Entry<String, HeldBlock> entry : rest.entrySet()) {
            if (nowMicros >= entry.getValue().untilMicros()) {
                continue;
            }
            if (page.size() == limit) {
                return new BlockPage(page, page.get(limit - 1).subject().id());
            }
            page.add(entry.getValue().of(entry.getKey()));
        }
        return new BlockPage(page, null);
    }

    void clear() {
        bySubject.clear();
    }
}
