package dev.botsentinel.engine;

import dev.botsentinel.plan.Stages;

/** The storage could not prepare or evaluate a plan. Has no stack trace of its own: the reason has one. */
final class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Throwable reason;

    /** @param failure what the storage threw, or what its stage failed with */
    StoreFailure(Throwable failure) {
        super(null, null, false, false);
        this.reason = Stages.cause(failure);
    }

    /** What the storage failed with. */
    Throwable reason() {
        return reason;
    }
}
