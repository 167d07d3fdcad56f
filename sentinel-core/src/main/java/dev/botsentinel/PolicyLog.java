package dev.botsentinel;

import dev.botsentinel.policy.Platform;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.PolicyReview;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.store.SentinelStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Says which policy a guard follows and what of it can never have an effect on its platform, and refuses what would fail open.
 */
final class PolicyLog {

    /** A log is no place for thousands of lines; {@code sentinel validate} has them all. */
    private static final int MOST_LOGGED = 100;

    private final @Nullable Platform platform;
    private final Logger log;

    /** @param platform null if it isn't known; then nothing is said of what has no effect */
    PolicyLog(@Nullable Platform platform, Logger log) {
        this.platform = platform;
        this.log = log;
    }

    /** @throws PolicyException if an entry has requirements that would never be asked */
    void refuse(PolicySet policy) {
        if (platform != null) {
            PolicyReview review = policy.review(platform);
            if (!review.errors().isEmpty()) {
                throw new PolicyException(review.errors());
            }
        }
    }

    /** The guard starts with this policy. */
    void starts(PolicySet policy, SentinelStore store) {
        if (log.isInfoEnabled()) {
            log.info(
                    "The guard starts; policy {}, storage {}",
                    describe(policy),
                    store.health().storage());
        }
        logWarnings(policy);
    }

    /** The guard follows this policy from now on. */
    void changes(PolicySet from, PolicySet to) {
        if (log.isInfoEnabled()) {
            log.info("The policy changes to {}, from {}", describe(to), describe(from));
        }
        logWarnings(to);
    }

    /** The guard ends, and denies everything from now on. */
    void ends(PolicySet policy) {
        if (log.isInfoEnabled()) {
            log.info("The guard ends; policy {}", describe(policy));
        }
    }

    private static String describe(PolicySet policy) {
        return Quote.bare(policy.origin()) + " (" + policy.fingerprint() + ", "
                + policy.actions().size() + " actions, " + policy.limits().size() + " limits)";
    }

    private void logWarnings(PolicySet policy) {
        if (platform == null) {
            return;
        }
        PolicyReview review = policy.review(platform);
        review.warnings().stream().limit(MOST_LOGGED).forEach(warning -> log.warn("policy: {}", warning));
        if (review.warnings().size() > MOST_LOGGED) {
            log.warn("policy: and {} more warnings", review.warnings().size() - MOST_LOGGED);
        }
    }
}
