package dev.botsentinel.guard;

import dev.botsentinel.access.Resolution;
import dev.botsentinel.request.Request;

/** A stage, compiled for one entry of the policy. Writes what it makes of a request into the draft. Thread-safe. */
interface Link {

    void examine(Request request, Resolution resolution, Draft draft);
}
