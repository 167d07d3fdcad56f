package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** A plan as {@code evaluate.lua} reads it. Immutable; callers don't change its bytes. */
final class PlanArgument {

    private static final byte[] NO_RULE = {0};

    /** How many a byte can count. */
    private static final int MOST_RULES = 255;

    private final List<Scope> owners;
    private final List<ToLongFunction<Facts>> values;
    private final byte[] bytes;

    private PlanArgument(List<Scope> owners, List<ToLongFunction<Facts>> values, byte[] bytes) {
        this.owners = List.copyOf(owners);
        this.values = List.copyOf(values);
        this.bytes = bytes;
    }

    /** The owners whose keys a call has, in order. */
    List<Scope> owners() {
        return owners;
    }

    /** The values that each call brings, in the order of the steps that need them. */
    List<ToLongFunction<Facts>> values() {
        return values;
    }

    /** The steps and the escalation. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * A plan, or a part of one.
     *
     * @param whole the plan that it is a part of, whose steps an album's refusals are known by
     * @param newsSuffix what the name of the news channel ends in, see {@link Keys}
     * @param nowMicros about when the call runs, see {@link LimitArgument}
     * @throws IllegalArgumentException if a number in the plan exceeds 2^53
     */
    static PlanArgument of(Plan plan, Plan whole, byte[] newsSuffix, long nowMicros) {
        Writer writer = new Writer(plan, whole, newsSuffix, nowMicros);
        return new PlanArgument(writer.owners, writer.values, writer.all());
    }

    /** A whole plan of which no news comes, or none of another database than 0. */
    static PlanArgument of(Plan plan, long nowMicros) {
        return of(plan, plan, new byte[0], nowMicros);
    }

    /** Writes the steps, in order. */
    private static final class Writer implements Step.Cases<StructWriter> {

        private final Plan plan;
        private final Plan whole;
        private final byte[] newsSuffix;
        private final long nowMicros;
        private final List<StepTraits> traits;
        private final List<Scope> owners = new ArrayList<>();
        private final List<ToLongFunction<Facts>> values = new ArrayList<>();
        private final StructWriter steps = new StructWriter();

        Writer(Plan plan, Plan whole, byte[] newsSuffix, long nowMicros) {
            this.plan = plan;
            this.whole = whole;
            this.newsSuffix = newsSuffix;
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
                    .small((plan.probe() ? 1 : 0) + (concernsFirstOwner() ? 0 : 2))
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
                all.raw(newsSuffix);
            }
            return all.bytes();
        }

        @Override
        public StructWriter notBlocked(Step.NotBlocked step) {
            return head('B', step);
        }

        @Override
        public StructWriter firstSeen(Step.FirstSeen step) {
            values.add(facts -> facts.value(step));
            return head('S', step)
                    .small(1)
                    .letter(list(step.kind(), step.mode()))
                    .small(step.kind().capacity())
                    .number(step.windowMicros())
                    .small(sharesList(step) ? 1 : 0);
        }

        @Override
        public StructWriter album(Step.Album step) {
            values.add(Facts::album);
            int elsewhere =
                    Math.min(step.elsewhere().size(), MOST_RULES - whole.steps().size());
            StructWriter all = head('A', step).small(whole.steps().size() + elsewhere);
            boolean before = true;
            for (Step other : whole.steps()) {
                before &= other != step;
                all.raw(before ? NO_RULE : rule(other));
            }
            step.elsewhere().stream().limit(elsewhere).forEach(other -> all.raw(rule(other)));
            return all;
        }

        @Override
        public StructWriter takePermits(Step.TakePermits step) {
            return steps.raw(LimitArgument.of(step.applied(), owner(step.scope()), nowMicros));
        }

        /** If not, nothing but a violation concerns the subject. */
        private boolean concernsFirstOwner() {
            return owners.isEmpty() || plan.steps().stream().anyMatch(step -> step.scope() == owners.get(0));
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

    /** The frame of what can refuse the first part of an album; empty for all other steps. */
    static byte[] rule(Step step) {
        StepTraits traits = StepTraits.of(step);
        Step.FirstSeen seen = traits.seen();
        if (step.mode() == Mode.SHADOW) {
            return NO_RULE;
        }
        if (seen != null) {
            return new StructWriter()
                    .small(1)
                    .letter(list(seen.kind(), seen.mode()))
                    .bytes();
        }
        return traits.key() == null ? NO_RULE : LimitArgument.frame(traits.key());
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
