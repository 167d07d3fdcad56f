package dev.botsentinel.plan;

import java.util.concurrent.CompletionException;

/** Unwraps {@link CompletionException}. */
public final class Stages {

    private Stages() {}

    /** What a stage failed with, without the {@link CompletionException} that stages after it put around it. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
