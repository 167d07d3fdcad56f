package dev.botsentinel;

import dev.botsentinel.policy.Platform;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.PolicyReview;
import dev.botsentinel.policy.PolicySet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what of a guard's policy can never have an effect on its platform, and refuses what would fail open. */
final class PolicyWarnings {

    private static final Logger log = LoggerFactory.getLogger(Sentinel.class);

    /** A log is no place for thousands of lines; {@code sentinel validate} has them all. */
    private static final int MOST_LOGGED = 100;

    private final @Nullable Platform platform;

    /** @param platform null if it isn't known; then nothing is said */
    PolicyWarnings(@Nullable Platform platform) {
        this.platform = platform;
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

    /** Logs what has no effect in a policy that is followed from now on. */
    void log(PolicySet policy) {
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
