package dev.botsentinel.policy.annotation;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;

/** What {@link ThreeWaysTest} has annotations say, a handler for each row. */
final class Said {

    private Said() {}

    interface Nothing {
        @Guarded("/x")
        void handle();
    }

    interface Using {
        @Guarded("/x")
        @Use("money")
        void handle();
    }

    interface UsingBeside {
        @Guarded("/x")
        @Use("money")
        @NoDebounce
        void handle();
    }

    interface Permits {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m")
        void handle();
    }

    interface NoPermits {
        @Guarded("/x")
        @Limit(permits = 0, per = "1m")
        void handle();
    }

    interface WithAlgorithm {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m", algorithm = Algorithm.FIXED_WINDOW)
        void handle();
    }

    interface Bucket {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m", algorithm = Algorithm.TOKEN_BUCKET)
        void handle();
    }

    interface WithBurst {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m", algorithm = Algorithm.TOKEN_BUCKET, burst = 5)
        void handle();
    }

    interface WithScope {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m", scope = Scope.MEMBER)
        void handle();
    }

    interface WithCost {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m", cost = 2)
        void handle();
    }

    interface WithName {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m", name = "shared")
        void handle();
    }

    interface WithLockout {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m", lockout = "15m")
        void handle();
    }

    interface Daily {
        @Guarded("/x")
        @Limit(permits = 10, per = "day", algorithm = Algorithm.FIXED_WINDOW)
        void handle();
    }

    interface Monthly {
        @Guarded("/x")
        @Limit(permits = 10, per = "month", algorithm = Algorithm.FIXED_WINDOW, zone = "Europe/Berlin")
        void handle();
    }

    interface ForTrusted {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m", spareTrusted = false)
        void handle();
    }

    interface Escalating {
        @Guarded("/x")
        @Escalates
        void handle();
    }

    interface NotEscalating {
        @Guarded("/x")
        @Escalates(false)
        void handle();
    }

    interface WithMode {
        @Guarded("/x")
        @Limit(permits = 10, per = "1m", mode = Mode.SHADOW)
        void handle();
    }

    interface Several {
        @Guarded("/x")
        @Limit(permits = 1, per = "1s")
        @Limit(permits = 20, per = "1m")
        void handle();
    }

    interface None {
        @Guarded("/x")
        @NoLimits
        void handle();
    }

    interface Window {
        @Guarded("/x")
        @Debounced("250ms")
        void handle();
    }

    interface ShadowWindow {
        @Guarded("/x")
        @Debounced(value = "2s", mode = Mode.SHADOW)
        void handle();
    }

    interface Off {
        @Guarded("/x")
        @NoDebounce
        void handle();
    }

    interface Registered {
        @Guarded("/x")
        @Requires(registered = true)
        void handle();
    }

    interface Roles {
        @Guarded("/x")
        @Requires(roles = {"user", "admin"})
        void handle();
    }

    interface Permissions {
        @Guarded("/x")
        @Requires(permissions = {"read", "write"})
        void handle();
    }

    interface StepUp {
        @Guarded("/x")
        @Requires(stepUp = "5m")
        void handle();
    }

    interface ShadowRequires {
        @Guarded("/x")
        @Requires(roles = "admin", mode = Mode.SHADOW)
        void handle();
    }

    interface NoRequires {
        @Guarded("/x")
        @Requires
        void handle();
    }

    interface AllRequires {
        @Guarded("/x")
        @Requires(registered = true, roles = "user", permissions = "read", stepUp = "7d")
        void handle();
    }

    interface Entries {
        @Guarded({"callback:buy", "/admin*"})
        @Limit(permits = 1, per = "1s")
        void handle();
    }
}
