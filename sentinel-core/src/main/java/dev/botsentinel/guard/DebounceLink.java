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
        for (int i = 0; i < values.size(); i++) {
            hash.add(values.get(i));
        }
        return hash.finish();
    }
}
