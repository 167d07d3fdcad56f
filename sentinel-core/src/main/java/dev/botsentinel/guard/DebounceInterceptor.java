package dev.botsentinel.guard;

import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;

/** Has the storage refuse content that its owner sent before, in the same chat and for the same action. */
final class DebounceInterceptor implements Interceptor {

    private final FingerprintKey key;

    DebounceInterceptor(FingerprintKey key) {
        this.key = key;
    }

    @Override
    public Ruling examine(Call call) {
        Debounce debounce = call.policy().debounce();
        Content content = call.request().content();
        if (debounce.isOff() || content == null) {
            return Ruling.PASS;
        }
        Scope scope = Scope.USER.inEffect(
                call.request().subject() != null, call.request().chat() != null);
        long fingerprint = fingerprint(call.request(), content);
        return Ruling.steps(new FirstSeen(
                FirstSeen.Kind.FINGERPRINT, scope, fingerprint, debounce.windowMicros(), debounce.mode()));
    }

    private long fingerprint(Request request, Content content) {
        SipHash hash = new SipHash(key.k0(), key.k1());
        hash.add(request.action().name());
        String chat = request.chat();
        hash.add(chat == null ? "" : chat);
        hash.add(content.kind());
        for (String value : content.values()) {
            hash.add(value);
        }
        return hash.finish();
    }
}
