package dev.botsentinel.engine;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import java.util.List;
import java.util.Objects;

/**
 * The keyed hash of what a request carries: of its action, chat, topic and content. Equal requests have equal fingerprints;
 * without the key nobody can make two that collide. Immutable.
 */
final class Fingerprints {

    /** Four times the longest text of any platform. A longer value is known by its length and its ends. */
    static final int LONGEST_VALUE = 16_384;

    /** More than a poll has options. Of more values the first are looked at, and how many there are. */
    static final int MOST_VALUES = 128;

    /**
     * Stands for a chat whose id is a number. It is negative, as no text begins: the two never feed the same words. Comes
     * before what follows from the action alone, so that the start of a text's hash is the same for all chats.
     */
    private static final long NUMBER = -1;

    /** Comes before a topic. Negative, as no value of a content begins. */
    private static final long TOPIC = -2;

    /** Comes first in the hash of an album. Negative, as no action begins. */
    private static final long ALBUM = -3;

    private final FingerprintKey key;
    private final String usualAction;
    private final SipHash usualStart;

    /**
     * @param key the storage's
     * @param usualAction the action that most of these requests have: of their texts in numbered chats, all that doesn't
     *     change is hashed once
     */
    Fingerprints(FingerprintKey key, String usualAction) {
        this.key = key;
        this.usualAction = usualAction;
        this.usualStart = start(usualAction, true, Content.TEXT);
    }

    private SipHash start(String action, boolean chatIsNumber, String contentKind) {
        SipHash hash = new SipHash(key.k0(), key.k1()).add(action);
        return (chatIsNumber ? hash.add(NUMBER) : hash).add(contentKind);
    }

    /** @param request with content */
    long of(Request request) {
        String text = request.text();
        long chatNumber = request.chatNumber();
        boolean chatIsNumber = chatNumber != 0 || request.isChatNumber();
        String action = request.actionName();
        Content content = text == null ? Objects.requireNonNull(request.content(), "content") : null;
        SipHash hash = text != null && chatIsNumber && action.equals(usualAction)
                ? new SipHash(usualStart)
                : start(action, chatIsNumber, content == null ? Content.TEXT : content.kind());
        if (chatIsNumber) {
            hash.add(chatNumber);
        } else {
            hash.add(Objects.requireNonNullElse(request.chat(), ""));
        }
        String topic = request.topic();
        if (topic != null) {
            hash.add(TOPIC).add(topic);
        }
        if (content == null) {
            add(hash, Objects.requireNonNull(text));
        } else {
            add(hash, content.values());
        }
        return hash.finish();
    }

    /** @param request a part of an album: the same for all parts in one chat with one action */
    long ofAlbum(Request request) {
        return new SipHash(key.k0(), key.k1())
                .add(ALBUM)
                .add(request.actionName())
                .add(Objects.requireNonNullElse(request.chat(), ""))
                .add(Objects.requireNonNull(request.album(), "album"))
                .finish();
    }

    private static void add(SipHash hash, List<String> values) {
        int count = values.size();
        if (count > MOST_VALUES) {
            hash.add(Long.MIN_VALUE + count);
            count = MOST_VALUES;
        }
        for (int i = 0; i < count; i++) {
            add(hash, values.get(i));
        }
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
