package dev.botsentinel.plan;

/**
 * A local storage's own object for one subject's state. {@link Facts} carry it from the look-up of the cached principal to
 * the evaluation of the plan. The storage that made it alone knows what is in it.
 */
public interface SubjectState {}
