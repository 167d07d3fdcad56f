package dev.botsentinel.cli;

/**
 * What another policy makes of the same updates.
 *
 * @param policy the other policy
 * @param summary what it comes to
 * @param changes what it decides otherwise
 */
record Compared(PolicySource policy, Summary summary, Changes changes) {

    String name() {
        return policy.name();
    }
}
