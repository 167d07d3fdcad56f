package dev.botsentinel.redis.client;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;

/** What Lettuce 7 does and Lettuce 6.6 doesn't; this client runs on both. */
final class MaintenanceNotifications {

    private MaintenanceNotifications() {}

    /**
     * Lettuce 7 asks servers to announce their maintenance, and then relaxes timeouts. Calls here have a deadline of their own, so it
     * is switched off. Lettuce 6 has no such thing.
     */
    static ClientOptions.Builder disable(ClientOptions.Builder options) {
        try {
            return SinceSeven.off(options);
        } catch (NoClassDefFoundError six) {
            return options;
        }
    }

    /** Linked when it is first used, and only then. */
    private static final class SinceSeven {

        private SinceSeven() {}

        static ClientOptions.Builder off(ClientOptions.Builder options) {
            return options.maintNotificationsConfig(MaintNotificationsConfig.disabled());
        }
    }
}
