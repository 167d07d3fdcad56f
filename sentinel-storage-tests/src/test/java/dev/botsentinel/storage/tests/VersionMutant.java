package dev.botsentinel.storage.tests;

import dev.botsentinel.policy.AppliedLimit;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** References that are wrong about versions of a limit that are in use side by side; the contract's tests find each. */
enum VersionMutant {
    THE_OTHER_VERSION_IS_FORGOTTEN {
        @Override
        @Nullable
        OtherVersion otherAfter(@Nullable OtherVersion right, AppliedLimit applied, @Nullable OtherVersion before) {
            return null;
        }
    },
    THE_OTHER_VERSION_IS_NOT_CHARGED {
        @Override
        @Nullable
        OtherVersion otherAfter(@Nullable OtherVersion right, AppliedLimit applied, @Nullable OtherVersion before) {
            return right != null && before != null && before.sinceMicros() == right.sinceMicros() ? before : right;
        }
    },
    WHAT_WAS_SPENT_BEFORE_IS_NOT_CARRIED_OVER {
        @Override
        @Nullable
        OtherVersion otherAfter(@Nullable OtherVersion right, AppliedLimit applied, @Nullable OtherVersion before) {
            return right == null ? null : new OtherVersion(right.state(), right.sinceMicros(), 0);
        }
    },
    THE_OTHER_VERSION_IS_KEPT_WHILE_THE_LIMIT_IS_USED {
        @Override
        @Nullable
        OtherVersion otherAfter(@Nullable OtherVersion right, AppliedLimit applied, @Nullable OtherVersion before) {
            return right == null ? null : new OtherVersion(right.state(), Long.MAX_VALUE / 2, right.before());
        }
    },
    A_CHANGE_STARTS_WITH_WHAT_THE_OTHER_VERSION_HAS_SPENT {
        @Override
        @Nullable
        OtherVersion otherAfter(@Nullable OtherVersion right, AppliedLimit applied, @Nullable OtherVersion before) {
            return right;
        }

        @Override
        @Nullable
        LimitState limitState(@Nullable LimitState right, OwnerState state, AppliedLimit applied, long at) {
            LimitState latest = state.limits.get(applied.key());
            LimitState full = LimitLook.at(at, applied.limit().cost(1), null).after();
            return right == null && latest != null && full != null && !latest.isOf(applied.limit())
                    ? full.charged(latest.spentAt(at), at)
                    : right;
        }
    };

    abstract @Nullable OtherVersion otherAfter(
            @Nullable OtherVersion right, AppliedLimit applied, @Nullable OtherVersion before);

    @Nullable
    LimitState limitState(@Nullable LimitState right, OwnerState state, AppliedLimit applied, long at) {
        return right;
    }

    ReferenceStore open(InstantSource time) {
        return new ReferenceStore(time) {
            @Override
            @Nullable
            OtherVersion otherAfter(OwnerState state, AppliedLimit applied, long at) {
                return VersionMutant.this.otherAfter(
                        super.otherAfter(state, applied, at), applied, state.others.get(applied.key()));
            }

            @Override
            @Nullable
            LimitState limitState(OwnerState state, AppliedLimit applied, long at) {
                return VersionMutant.this.limitState(super.limitState(state, applied, at), state, applied, at);
            }
        };
    }
}
