package dev.botsentinel.engine;

import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;

/** The numbers by which storages know update ids: a number is its own, a text has a keyed hash, as content has. */
public final class UpdateIds {

    private UpdateIds() {}

    /**
     * The number of a request's update id; 0 without one.
     *
     * @param key the storage's
     */
    public static long number(Request request, FingerprintKey key) {
        String text = request.updateIdText();
        return text == null
                ? request.updateId()
                : new SipHash(key.k0(), key.k1()).add(text).finish();
    }
}
