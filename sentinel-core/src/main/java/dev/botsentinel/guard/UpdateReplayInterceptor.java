package dev.botsentinel.guard;

import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Request;

/** Has the storage refuse an update id that the subject sent before. */
final class UpdateReplayInterceptor implements Interceptor {

    private final long windowMicros;

    UpdateReplayInterceptor(PolicySet policy) {
        UpdateReplay replay = policy.updateReplay();
        this.windowMicros = replay == null ? 0 : replay.windowMicros();
    }

    @Override
    public Ruling examine(Call call) {
        Request request = call.request();
        Long updateId = request.updateId();
        if (windowMicros == 0 || request.subject() == null || updateId == null) {
            return Ruling.PASS;
        }
        return Ruling.steps(new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.USER, updateId, windowMicros, Mode.ENFORCE));
    }
}
