package dev.botsentinel.memory;

import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoredItem;
import java.util.ArrayList;
import java.util.List;

/**
 * One owner's limits that refuse for a while, because an administrator or the application said so. Few owners have any, and
 * those have few, so a list does. Guarded by its cell's lock; bounded as {@link StoreAdmin} says.
 */
final class Cooldowns {

    /** What {@link #until} answers if there is no cooldown. */
    static final long NONE = Long.MIN_VALUE;

    private record OfLimit(String key, long untilMicros) {}

    /** In the order in which they were set. */
    private final List<OfLimit> all = new ArrayList<>(1);

    /** The end of the cooldown in force on a limit; {@link #NONE} if there is none. */
    long until(String key, long atMicros) {
        for (OfLimit cooldown : all) {
            if (cooldown.untilMicros > atMicros && cooldown.key.equals(key)) {
                return cooldown.untilMicros;
            }
        }
        return NONE;
    }

    /** Cools a limit down; the end of the cooldown then in force. */
    long coolDown(String key, long untilMicros, long atMicros) {
        all.removeIf(cooldown -> cooldown.untilMicros <= atMicros);
        for (int i = 0; i < all.size(); i++) {
            OfLimit known = all.get(i);
            if (known.key.equals(key)) {
                long later = Math.max(known.untilMicros, untilMicros);
                all.set(i, new OfLimit(key, later));
                return later;
            }
        }
        if (all.size() == StoreAdmin.MAX_COOLDOWNS) {
            all.remove(soonest());
        }
        all.add(new OfLimit(key, untilMicros));
        return untilMicros;
    }

    private int soonest() {
        int soonest = 0;
        for (int i = 1; i < all.size(); i++) {
            soonest = all.get(i).untilMicros < all.get(soonest).untilMicros ? i : soonest;
        }
        return soonest;
    }

    void end(String key) {
        all.removeIf(cooldown -> cooldown.key.equals(key));
    }

    void endAll() {
        all.clear();
    }

    void moveBack(long micros) {
        all.replaceAll(cooldown -> new OfLimit(cooldown.key, cooldown.untilMicros - micros));
    }

    /** The end of the one that ends last; {@link #NONE} if there is none. */
    long endMicros() {
        long end = NONE;
        for (OfLimit cooldown : all) {
            end = Math.max(end, cooldown.untilMicros);
        }
        return end;
    }

    void tell(StoredItems into) {
        all.forEach(one -> into.add(StoredItem.Kind.COOLDOWNS, one.key, one.untilMicros));
    }
}
