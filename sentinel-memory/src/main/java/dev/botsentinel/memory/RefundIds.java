package dev.botsentinel.memory;

import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoredItem;
import java.util.ArrayList;
import java.util.List;

/**
 * Which refunds were made to one owner, so that none is made twice. Few owners have any, and those have few, so a list does.
 * Guarded by its cell's lock; bounded as {@link StoreAdmin} says.
 */
final class RefundIds {

    private record OfLimit(String key, long id, long untilMicros) {}

    /** The earliest first. */
    private final List<OfLimit> all = new ArrayList<>(1);

    /** Whether that refund of that limit was made before; if not, it is remembered from now on. */
    boolean isRepeated(String key, long refundId, long untilMicros, long atMicros) {
        for (OfLimit made : all) {
            if (made.id == refundId && made.untilMicros > atMicros && made.key.equals(key)) {
                return true;
            }
        }
        all.removeIf(made -> made.untilMicros <= atMicros);
        if (all.size() == StoreAdmin.MAX_REFUNDS) {
            all.remove(0);
        }
        all.add(new OfLimit(key, refundId, untilMicros));
        return false;
    }

    void moveBack(long micros) {
        all.replaceAll(made -> new OfLimit(made.key, made.id, made.untilMicros - micros));
    }

    /** From when on this is as good as none. */
    long endMicros() {
        long end = Long.MIN_VALUE;
        for (OfLimit made : all) {
            end = Math.max(end, made.untilMicros);
        }
        return end;
    }

    void tell(StoredItems into) {
        all.forEach(one -> into.add(StoredItem.Kind.REFUNDS, one.key, Long.toString(one.id), one.untilMicros));
    }
}
