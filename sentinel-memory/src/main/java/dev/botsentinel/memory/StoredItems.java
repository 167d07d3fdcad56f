package dev.botsentinel.memory;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.StoredItem;
import dev.botsentinel.store.StoredItem.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what one owner's cell holds. Not thread-safe. */
final class StoredItems {

    private final Owner owner;
    private final List<StoredItem> items = new ArrayList<>();

    StoredItems(Owner owner) {
        this.owner = owner;
    }

    List<StoredItem> all() {
        return items;
    }

    void add(Kind kind, String name, long untilMicros) {
        add(kind, name, "", untilMicros);
    }

    void add(Kind kind, String name, String value, long untilMicros) {
        items.add(new StoredItem(
                owner, kind, name, value, untilMicros == Verdict.NEVER ? null : Micros.instant(untilMicros)));
    }

    void add(Kind kind, @Nullable CellBlock block) {
        if (block != null) {
            String value =
                    "since " + Micros.instant(block.sinceMicros()) + " by " + block.actor() + ": " + block.reason();
            add(kind, "", value, block.untilMicros());
        }
    }
}
