package dev.botsentinel.plan;

/**
 * What was found of one subject when its cached principal was looked up. {@link Facts} carry it to the evaluation of the
 * plan: a local storage recognises its own object, and needs no second look-up.
 */
public interface SubjectState {}
