package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import java.util.List;

/**
 * Has the storage refuse content that its owner sent before, in the same chat and for the same action.
 *
 * @param debounce is not off
 */
record DebounceLink(Debounce debounce, FingerprintKey key) implements Link {

    /** Four times the longest text of any platform. A longer value is known by its length and its ends. */
    static final int LONGEST_VALUE = 16_384;

    /** More than a poll has options. Of more values the first are looked at, and how many there are. */
    static final int MOST_VALUES = 128;

    @Override
    public void examine(Request request, Resolution resolution, Draft draft) {
        Content content = request.content();
        if (content != null) {
            Scope scope = Scope.USER.inEffect(request.subject() != null, request.chat() != null);
            draft.add(new FirstSeen(
                    FirstSeen.Kind.FINGERPRINT,
                    scope,
                    fingerprint(request, content),
                    debounce.windowMicros(),
                    debounce.mode()));
        }
    }

    private long fingerprint(Request request, Content content) {
        String chat = request.chat();
        SipHash hash = new SipHash(key.k0(), key.k1())
                .add(request.action().name())
                .add(chat == null ? "" : chat)
                .add(content.kind());
        List<String> values = content.values();
        int count = values.size();
        if (count > MOST_VALUES) {
            hash.add(Long.MIN_VALUE + count);
            count = MOST_VALUES;
        }
        for (int i = 0; i < count; i++) {
            add(hash, values.get(i));
        }
        return hash.finish();
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
