package dev.botsentinel.cli.attack;

/**
 * Somebody who tries to have more handled than he should.
 *
 * @param name what he is called in reports and options
 * @param does what he does, in a line
 * @param takesAim whether he attacks the arena's target; else he has actions of his own
 * @param play plays until the arena says that it is over
 */
record Attacker(String name, String does, boolean takesAim, Play play) {

    /** What an attacker does. */
    interface Play {
        void in(Arena arena);
    }
}
