package dev.botsentinel.policy;

import java.util.List;

/**
 * Tells where an entry was declared, when that is a place that messages can name better than by the entry: a method and
 * its annotations, for example.
 */
@FunctionalInterface
public interface Source {

    /**
     * The place of a part of the entry, from the outside in, as {@link PolicyProblem#path()} gives it.
     *
     * @param keys the part, as in the policy file ({@code limits, 0, name}); empty for the entry itself
     */
    List<String> place(List<String> keys);
}
