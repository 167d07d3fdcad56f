package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.List;

/** A plan as {@code evaluate.lua} reads it. Immutable; its bytes are made once and never changed. */
final class PlanArgument {

    private final List<Scope> owners;
    private final List<Step.FirstSeen> seen;
    private final byte[] bytes;

    private PlanArgument(List<Scope> owners, List<Step.FirstSeen> seen, byte[] bytes) {
        this.owners = List.copyOf(owners);
        this.seen = List.copyOf(seen);
        this.bytes = bytes;
    }

    /** Whose values are the call's keys, in order. */
    List<Scope> owners() {
        return owners;
    }

    /** The steps for which a call brings a value, in order. */
    List<Step.FirstSeen> seen() {
        return seen;
    }

    /** The steps and the escalation. */
    byte[] bytes() {
        return bytes;
    }

    /** @throws IllegalArgumentException if the scripts can't count what the plan says */
    static PlanArgument of(Plan plan) {
        Writer writer = new Writer(plan);
        return new PlanArgument(writer.owners, writer.seen, writer.all());
    }

    /** Writes the steps, in order. */
    private static final class Writer implements Step.Cases<StructWriter> {

        private final Plan plan;
        private final List<Scope> owners = new ArrayList<>();
        private final List<Step.FirstSeen> seen = new ArrayList<>();
        private final StructWriter steps = new StructWriter();

        Writer(Plan plan) {
            this.plan = plan;
            if (plan.onDenied() != null) {
                int first = owner(Scope.USER);
                assert first == 1 : "the subject comes first";
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
            return begun('B', step);
        }

        @Override
        public StructWriter firstSeen(Step.FirstSeen step) {
            seen.add(step);
            return begun('S', step)
                    .small(1)
                    .letter(list(step))
                    .small(step.kind().capacity())
                    .number(step.windowMicros())
                    .small(hasSeveral(step) ? 1 : 0);
        }

        @Override
        public StructWriter takePermits(Step.TakePermits step) {
            return steps.raw(LimitArgument.of(step.applied(), owner(step.scope())));
        }

        /** Only interceptors of the application's own lead to that. */
        private boolean hasSeveral(Step.FirstSeen one) {
            int found = 0;
            for (Step step : plan.steps()) {
                if (step instanceof Step.FirstSeen other
                        && other.kind() == one.kind()
                        && other.scope() == one.scope()
                        && other.mode() == one.mode()) {
                    found++;
                }
            }
            return found > 1;
        }

        private StructWriter begun(char kind, Step step) {
            return steps.letter(kind).small(owner(step.scope())).small(shadow(step.mode()));
        }

        /** Which of the keys, counted from 1, is that of the scope's owner. */
        private int owner(Scope scope) {
            int known = owners.indexOf(scope);
            if (known >= 0) {
                return known + 1;
            }
            owners.add(scope);
            return owners.size();
        }
    }

    private static char list(Step.FirstSeen step) {
        boolean shadow = step.mode() == Mode.SHADOW;
        return switch (step.kind()) {
            case UPDATE_ID -> shadow ? 'v' : 'u';
            case FINGERPRINT -> shadow ? 'g' : 'f';
        };
    }

    private static int shadow(Mode mode) {
        return mode == Mode.SHADOW ? 1 : 0;
    }
}
