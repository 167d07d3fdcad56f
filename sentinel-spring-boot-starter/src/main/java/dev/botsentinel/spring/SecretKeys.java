package dev.botsentinel.spring;

import dev.botsentinel.store.FingerprintKey;
import org.jspecify.annotations.Nullable;

/** Keys from properties. Errors name the property and never its value. */
final class SecretKeys {

    private SecretKeys() {}

    static FingerprintKey fingerprintKey(String property, @Nullable String hex) {
        if (hex == null || hex.isBlank()) {
            throw new SetupException(
                    "The property " + property + " isn't set.",
                    "Make a key with 'openssl rand -hex 16', keep it secret, and give it to all instances, for example"
                            + " by an environment variable.");
        }
        try {
            return FingerprintKey.ofHex(hex);
        } catch (IllegalArgumentException wrong) {
            throw new SetupException(
                    "The property " + property + " is no key.",
                    "It has 32 hexadecimal digits; 'openssl rand -hex 16' makes one.",
                    wrong);
        }
    }
}
