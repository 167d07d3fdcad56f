package dev.botsentinel.cli.suggest;

import java.util.List;

/**
 * What was found for one action.
 *
 * @param action the action, or {@code *} for all that too few users took
 * @param updates how many updates
 * @param users how many ordinary users took it
 * @param floods how many users were left out, because what they did is nothing that ordinary users do
 * @param denied how many ordinary users would have been denied something
 * @param limits the limits, from short to long; one that another one makes pointless is left out
 */
public record Suggestion(String action, long updates, int users, int floods, int denied, List<SuggestedLimit> limits) {

    public Suggestion {
        limits = List.copyOf(limits);
    }
}
