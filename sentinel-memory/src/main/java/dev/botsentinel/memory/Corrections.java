package dev.botsentinel.memory;

import dev.botsentinel.store.StoreAdmin;
import dev.botsentinel.store.StoredItem;
import java.util.ArrayList;
import java.util.List;

/**
 * What administrators have set right by hand at one owner's limits: cooldowns, and which refunds were made. Few owners have
 * any, and those have few, so lists do. Guarded by its cell's lock; bounded as {@link StoreAdmin} says.
 */
final class Corrections {

    /** What {@link #cooldownUntil} answers if there is no cooldown. */
    static final long NONE = Long.MIN_VALUE;

    private record Cooldown(String key, long untilMicros) {}

    private record Refunded(String key, long id, long untilMicros) {}

    /** In the order in which they were set. */
    private final List<Cooldown> cooldowns = new ArrayList<>(1);

    /** The earliest first. */
    private final List<Refunded> refunds = new ArrayList<>(1);

    /** The end of the cooldown in force on a limit; {@link #NONE} if there is none. */
    long cooldownUntil(String key, long atMicros) {
        for (Cooldown cooldown : cooldowns) {
            if (cooldown.untilMicros > atMicros && cooldown.key.equals(key)) {
                return cooldown.untilMicros;
            }
        }
        return NONE;
    }

    /** Cools a limit down; the end of the cooldown then in force. */
    long coolDown(String key, long untilMicros, long atMicros) {
        cooldowns.removeIf(cooldown -> cooldown.untilMicros <= atMicros);
        for (int i = 0; i < cooldowns.size(); i++) {
            Cooldown known = cooldowns.get(i);
            if (known.key.equals(key)) {
                long later = Math.max(known.untilMicros, untilMicros);
                cooldowns.set(i, new Cooldown(key, later));
                return later;
            }
        }
        if (cooldowns.size() == StoreAdmin.MAX_COOLDOWNS) {
            cooldowns.remove(soonest());
        }
        cooldowns.add(new Cooldown(key, untilMicros));
        return untilMicros;
    }

    private int soonest() {
        int soonest = 0;
        for (int i = 1; i < cooldowns.size(); i++) {
            soonest = cooldowns.get(i).untilMicros < cooldowns.get(soonest).untilMicros ? i : soonest;
        }
        return soonest;
    }

    void endCooldown(String key) {
        cooldowns.removeIf(cooldown -> cooldown.key.equals(key));
    }

    void endCooldowns() {
        cooldowns.clear();
    }

    /** Whether that refund of that limit was made before; if not, it is remembered from now on. */
    boolean isRepeated(String key, long refundId, long untilMicros, long atMicros) {
        for (Refunded made : refunds) {
            if (made.id == refundId && made.untilMicros > atMicros && made.key.equals(key)) {
                return true;
            }
        }
        refunds.removeIf(made -> made.untilMicros <= atMicros);
        if (refunds.size() == StoreAdmin.MAX_REFUNDS) {
            refunds.remove(0);
        }
        refunds.add(new Refunded(key, refundId, untilMicros));
        return false;
    }

    /** The end of the cooldown that ends last. */
    long cooldownsEndMicros() {
        long end = NONE;
        for (Cooldown cooldown : cooldowns) {
            end = Math.max(end, cooldown.untilMicros);
        }
        return end;
    }

    void tell(KeptThings into) {
        cooldowns.forEach(one -> into.add(StoredItem.Kind.COOLDOWNS, one.key, one.untilMicros));
        refunds.forEach(one -> into.add(StoredItem.Kind.REFUNDS, one.key, Long.toString(one.id), one.untilMicros));
    }

    /** From when on this is as good as none. */
    long endMicros() {
        long end = cooldownsEndMicros();
        for (Refunded made : refunds) {
            end = Math.max(end, made.untilMicros);
        }
        return end;
    }
}
