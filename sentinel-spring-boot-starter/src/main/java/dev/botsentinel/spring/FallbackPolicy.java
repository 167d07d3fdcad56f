package dev.botsentinel.spring;

import dev.botsentinel.policy.PolicySet;

/**
 * What a platform's guard begins with if the application says no policy.
 *
 * @param name for people
 */
record FallbackPolicy(String name, PolicySet policy) {}
