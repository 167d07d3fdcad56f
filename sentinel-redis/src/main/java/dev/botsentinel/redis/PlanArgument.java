package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.List;

/** A plan as {@code evaluate.lua} reads it. Immutable; callers don't change its bytes. */
final class PlanArgument {

    private final List<Scope> owners;
    private final List<Step.FirstSeen> seen;
    private final byte[] bytes;

    private PlanArgument(List<Scope> owners, List<Step.FirstSeen> seen, byte[] bytes) {
        this.owners = List.copyOf(owners);
        this.seen = List.copyOf(seen);
        this.bytes = bytes;
    }

    /** The owners whose keys a call has, in order. */
    List<Scope> owners() {
        return owners;
    }

    /** The steps that need a value from each call, in order. */
    List<Step.FirstSeen> seen() {
        return seen;
    }

    /** The steps and the escalation. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * A plan.
     *
     * @param nowMicros about when the call runs, see {@link LimitArgument}
     * @throws IllegalArgumentException if a number in the plan exceeds 2^53
     */
    static PlanArgument of(Plan plan, long nowMicros) {
        Writer writer = new Writer(plan, nowMicros);
        return new PlanArgument(writer.owners, writer.seen, writer.all());
    }

    /** Writes the steps, in order. */
    private static final class Writer implements Step.Cases<StructWriter> {

        private final Plan plan;
        private final long nowMicros;
        private final List<StepTraits> traits;
        private final List<Scope> owners = new ArrayList<>();
        private final List<Step.FirstSeen> seen = new ArrayList<>();
        private final StructWriter steps = new StructWriter();

        Writer(Plan plan, long nowMicros) {
            this.plan = plan;
            this.nowMicros = nowMicros;
            this.traits = StepTraits.of(plan);
            if (plan.onDenied() != null) {
                int first = owner(Scope.USER);
                assert first == 1 : "consequences.lua expects the subject first";
            }
            for (Step step : plan.steps()) {
                StructWriter unused = step.match(this);
            }
        }

        byte[] all() {
            StructWriter all = new StructWriter()
                    .small(owners.size())
                    .small(plan.probe() ? 1 : 0)
                    .small(plan.steps().size())
                    .raw(steps.bytes());
            Escalation escalation = plan.onDenied();
            if (escalation != null) {
                all.small(shadow(escalation.mode()))
                        .number(escalation.violations())
                        .number(escalation.withinMicros())
                        .number(escalation.forgetAfterMicros())
                        .small(escalation.block().size());
                for (int rung = 0; rung < escalation.block().size(); rung++) {
                    all.number(escalation.blockMicros(rung));
                }
            }
            return all.bytes();
        }

        @Override
        public StructWriter notBlocked(Step.NotBlocked step) {
            return head('B', step);
        }

        @Override
        public StructWriter firstSeen(Step.FirstSeen step) {
            seen.add(step);
            return head('S', step)
                    .small(1)
                    .letter(list(step.kind(), step.mode()))
                    .small(step.kind().capacity())
                    .number(step.windowMicros())
                    .small(sharesList(step) ? 1 : 0);
        }

        @Override
        public StructWriter takePermits(Step.TakePermits step) {
            return steps.raw(LimitArgument.of(step.applied(), owner(step.scope()), nowMicros));
        }

        /** Whether several steps use the same list, which only an application's interceptors can cause. */
        private boolean sharesList(Step.FirstSeen step) {
            return traits.stream()
                            .map(StepTraits::seen)
                            .filter(other -> other != null
                                    && other.kind() == step.kind()
                                    && other.scope() == step.scope()
                                    && other.mode() == step.mode())
                            .count()
                    > 1;
        }

        private StructWriter head(char kind, Step step) {
            return steps.letter(kind).small(owner(step.scope())).small(shadow(step.mode()));
        }

        /** The number of the key of the scope's owner, from 1. */
        private int owner(Scope scope) {
            int known = owners.indexOf(scope);
            if (known >= 0) {
                return known + 1;
            }
            owners.add(scope);
            return owners.size();
        }
    }

    /** The name of the part that has the values of this kind and mode. */
    static char list(Step.FirstSeen.Kind kind, Mode mode) {
        boolean shadow = mode == Mode.SHADOW;
        return switch (kind) {
            case UPDATE_ID -> shadow ? 'v' : 'u';
            case FINGERPRINT -> shadow ? 'g' : 'f';
        };
    }

    private static int shadow(Mode mode) {
        return mode == Mode.SHADOW ? 1 : 0;
    }
}
