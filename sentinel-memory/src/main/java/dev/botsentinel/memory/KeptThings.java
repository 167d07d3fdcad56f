package dev.botsentinel.memory;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.StoredItem;
import dev.botsentinel.store.StoredItem.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what one owner's cell holds. Not thread-safe. */
final class KeptThings {

    private final Owner owner;
    private final List<StoredItem> things = new ArrayList<>();

    KeptThings(Owner owner) {
        this.owner = owner;
    }

    List<StoredItem> all() {
        return things;
    }

    void add(Kind kind, String name, long untilMicros) {
        add(kind, name, "", untilMicros);
    }

    void add(Kind kind, String name, String value, long untilMicros) {
        things.add(new StoredItem(
                owner, kind, name, value, untilMicros == Verdict.NEVER ? null : StoreTime.instant(untilMicros)));
    }

    void add(Kind kind, @Nullable HeldBlock block) {
        if (block != null) {
            String value =
                    "since " + StoreTime.instant(block.sinceMicros()) + " by " + block.actor() + ": " + block.reason();
            add(kind, "", value, block.untilMicros());
        }
    }
}
