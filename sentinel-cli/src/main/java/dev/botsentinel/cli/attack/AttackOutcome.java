package dev.botsentinel.cli.attack;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one attacker came to: of the runs against several actions the one in which most was handled, and what was wrong in any.
 *
 * @param attacker his name
 * @param does what he does
 * @param path the action that he attacked in that run; empty if he has actions of his own
 * @param sent how many updates he sent in it
 * @param calls how often a handler was called for him
 * @param took how long that was on the virtual clock
 * @param stoppedBy what denied him something, and how often, most often first
 * @param mostInAMinute how often a handler was called in the worst minute
 * @param boundInAMinute how often it is called at most, by the worst case; {@link Long#MAX_VALUE} for no bound
 * @param bystandersSent how many updates the bystanders sent
 * @param bystandersDenied how many of these were denied, and wouldn't have been without him
 * @param forgotten how many blocked or exhausted owners the storage had to forget: then the worst case doesn't hold
 * @param excesses what was above the worst case, in words; empty as it should be
 */
public record AttackOutcome(
        String attacker,
        String does,
        String path,
        int sent,
        int calls,
        Duration took,
        List<Map.Entry<String, Long>> stoppedBy,
        int mostInAMinute,
        long boundInAMinute,
        long bystandersSent,
        long bystandersDenied,
        long forgotten,
        List<String> excesses) {

    public AttackOutcome {
        stoppedBy = List.copyOf(stoppedBy);
        excesses = List.copyOf(excesses);
    }
}
