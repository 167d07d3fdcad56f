package dev.botsentinel.guard;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.request.Request;
import java.util.Map;

/**
 * Has the storage take the permits of whichever limits the application chooses for the principal.
 *
 * @param own the action's own limits
 * @param byPolicy those that can be chosen
 */
record ChosenLimitsLink(ChosenLimits chosen, Link own, Map<String, Link> byPolicy) implements Link {

    @Override
    public void examine(Request request, Resolution resolution, Draft draft) {
        Principal principal =
                resolution instanceof Resolution.Resolved resolved ? resolved.principal() : Principal.ANONYMOUS;
        String name = chosen.chooser().choose(request, principal);
        Link limits = name == null ? own : byPolicy.get(name);
        if (limits == null) {
            throw chosen.unknown(String.valueOf(name));
        }
        limits.examine(request, resolution, draft);
    }
}
