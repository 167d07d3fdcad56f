package dev.botsentinel.engine;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import java.util.List;

/**
 * The keyed hash of what a request carries: of its action, chat and content. Equal requests have equal fingerprints;
 * nobody without the key can make two that meet.
 *
 * @param key the storage's
 */
record Fingerprints(FingerprintKey key) {

    /** Four times the longest text of any platform. A longer value is known by its length and its ends. */
    static final int LONGEST_VALUE = 16_384;

    /** More than a poll has options. Of more values the first are looked at, and how many there are. */
    static final int MOST_VALUES = 128;

    /** Stands before an id that is a number. It is negative, as no text begins: the two never feed the same words. */
    private static final long NUMBER = -1;

    /** @param request with content */
    long of(Request request) {
        SipHash hash = new SipHash(key.k0(), key.k1()).add(request.actionName());
        if (request.isChatNumber()) {
            hash.add(NUMBER).add(request.chatNumber());
        } else {
            String chat = request.chat();
            hash.add(chat == null ? "" : chat);
        }
        String text = request.text();
        if (text != null) {
            hash.add(Content.TEXT);
            add(hash, text);
            return hash.finish();
        }
        Content content = request.content();
        return content == null ? hash.finish() : add(hash, content).finish();
    }

    private static SipHash add(SipHash hash, Content content) {
        hash.add(content.kind());
        List<String> values = content.values();
        int count = values.size();
        if (count > MOST_VALUES) {
            hash.add(Long.MIN_VALUE + count);
            count = MOST_VALUES;
        }
        for (int i = 0; i < count; i++) {
            add(hash, values.get(i));
        }
        return hash;
    }

    /** The marker of a long value is negative, as no short value begins: the two never feed the same words. */
    private static void add(SipHash hash, String value) {
        int length = value.length();
        if (length <= LONGEST_VALUE) {
            hash.add(value);
        } else {
            hash.add(-length)
                    .add(value.substring(0, LONGEST_VALUE / 2))
                    .add(value.substring(length - LONGEST_VALUE / 2));
        }
    }
}
