package dev.botsentinel;

import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.event.SecurityListener;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.DenialHistory;
import dev.botsentinel.store.RecentDenial;

/** Has the storage keep each denial of a subject. An allowed update costs nothing. */
record DenialRecorder(DenialHistory history) implements SecurityListener {

    @Override
    public void on(SecurityEvent event) {
        if (event instanceof SecurityEvent.Denial denial) {
            Subject subject = denial.request().subject();
            if (subject != null) {
                history.record(
                        subject,
                        RecentDenial.of(
                                denial.at(),
                                denial.request().actionName(),
                                denial.decision().reason().label(),
                                denial.decision().rule()));
            }
        }
    }
}
