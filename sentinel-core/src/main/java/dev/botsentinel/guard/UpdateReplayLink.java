package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Request;

/** Has the storage refuse an update id that the subject sent before. */
record UpdateReplayLink(UpdateReplay replay) implements Link {

    @Override
    public void examine(Request request, Resolution resolution, Draft draft) {
        Long updateId = request.updateId();
        if (updateId != null && request.subject() != null) {
            draft.add(
                    new FirstSeen(FirstSeen.Kind.UPDATE_ID, Scope.USER, updateId, replay.windowMicros(), Mode.ENFORCE));
        }
    }
}
