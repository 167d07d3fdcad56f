package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Step.FirstSeen.Kind;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.storage.tests.OwnerState.Seen;
import dev.botsentinel.storage.tests.OwnerState.SeenList;
import dev.botsentinel.store.SeenValue;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** References that release too little or too much; the contract's tests of releases find each, and no others notice. */
enum ReleaseMutant {
    NOTHING_IS_RELEASED {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {}
    },
    ONLY_THE_FIRST_VALUE_IS_RELEASED {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            right.release(state, values.stream().limit(1).toList(), degraded);
        }
    },
    THE_WHOLE_LIST_IS_FORGOTTEN {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            values.forEach(value -> state.seen.remove(new SeenList(value.kind(), value.mode())));
        }
    },
    A_VALUE_IS_RELEASED_FROM_BOTH_KINDS {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            right.release(
                    state,
                    values.stream()
                            .flatMap(value -> Stream.of(Kind.values())
                                    .map(kind -> new SeenValue(kind, value.mode(), value.value())))
                            .toList(),
                    degraded);
        }
    },
    A_VALUE_IS_RELEASED_FROM_BOTH_MODES {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            right.release(
                    state,
                    values.stream()
                            .flatMap(value -> Stream.of(Mode.values())
                                    .map(mode -> new SeenValue(value.kind(), mode, value.value())))
                            .toList(),
                    degraded);
        }
    },
    THE_OTHERS_ARE_SEEN_ANEW {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            right.release(state, values, degraded);
            state.seen
                    .values()
                    .forEach(list -> list.replaceAll(seen -> new Seen(seen.value(), seen.untilMicros() + 1)));
        }
    },
    PERMITS_COME_BACK {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            right.release(state, values, degraded);
            state.limits.clear();
        }
    },
    VIOLATIONS_ARE_FORGIVEN {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            right.release(state, values, degraded);
            state.offences.clear();
        }
    },
    BLOCKS_ARE_LIFTED {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            right.release(state, values, degraded);
            state.blocks.clear();
        }
    },
    THE_TIME_IS_FORGOTTEN {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            right.release(state, values, degraded);
            state.latestMicros = Long.MIN_VALUE;
        }
    },
    WHAT_A_DEGRADED_DECISION_REMEMBERED_IS_TAKEN_FOR_SHARED {
        @Override
        void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded) {
            right.release(state, values, false);
        }
    };

    abstract void release(ReferenceBudgets right, OwnerState state, List<SeenValue> values, boolean degraded);

    ReferenceStore open(InstantSource time) {
        return new ReferenceStore(time) {
            @Override
            ReferenceBudgets budgets() {
                ReferenceBudgets right = super.budgets();
                return new ReferenceBudgets(this) {
                    @Override
                    void release(OwnerState state, List<SeenValue> values, boolean degraded) {
                        ReleaseMutant.this.release(right, state, values, degraded);
                    }
                };
            }
        };
    }
}
