package dev.botsentinel.redis;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts a plan into the keys and arguments that {@code evaluate.lua} names. Used once, by one thread. */
final class PlanCall implements Step.Cases<Packed> {

    /** Two owners and the index of blocks; a plan may have more. */
    private static final int SOME_KEYS = 4;

    private final Keys keys;
    private final Plan plan;
    private final Facts facts;
    private final boolean indexed;
    private final List<byte[]> keysOfPlan = new ArrayList<>(SOME_KEYS);
    private final Map<Scope, Integer> places = new EnumMap<>(Scope.class);
    private final Packed first = new Packed();
    private final Packed steps = new Packed();

    private PlanCall(Keys keys, Plan plan, Facts facts, boolean indexed) {
        this.keys = keys;
        this.plan = plan;
        this.facts = facts;
        this.indexed = indexed;
    }

    /** @param indexed whether the script is to write the index of blocks as well */
    static Call of(Keys keys, Plan plan, Facts facts, boolean indexed) {
        return new PlanCall(keys, plan, facts, indexed).call();
    }

    private Call call() {
        Escalation escalation = plan.onDenied();
        if (escalation != null) {
            place(Scope.USER);
        }
        for (Step step : plan.steps()) {
            Packed unused = step.match(this);
        }
        Packed all = new Packed()
                .small(keysOfPlan.size())
                .small(plan.probe() ? 1 : 0)
                .small(plan.steps().size())
                .raw(steps.bytes());
        if (escalation == null) {
            return new Call(Script.EVALUATE, keysOfPlan, first, List.of(all.bytes()));
        }
        pack(escalation, all);
        first.raw(IdText.bytes(Objects.requireNonNull(facts.subject())));
        if (indexed) {
            keysOfPlan.add(keys.blockedIds());
            keysOfPlan.add(keys.blockEnds());
        }
        return new Call(Script.EVALUATE, keysOfPlan, first, List.of(all.bytes(), keys.channel()));
    }

    /** Which of the keys, counted from 1, is that of the scope's owner. */
    private int place(Scope scope) {
        return places.computeIfAbsent(scope, missing -> {
            keysOfPlan.add(keys.owner(facts.owner(scope)));
            return keysOfPlan.size();
        });
    }

    private static void pack(Escalation escalation, Packed into) {
        into.small(shadow(escalation.mode()))
                .number(escalation.violations())
                .number(escalation.withinMicros())
                .number(escalation.forgetAfterMicros())
                .small(escalation.block().size());
        for (int rung = 0; rung < escalation.block().size(); rung++) {
            into.number(escalation.blockMicros(rung));
        }
    }

    @Override
    public Packed notBlocked(Step.NotBlocked step) {
        return begun('B', step);
    }

    @Override
    public Packed firstSeen(Step.FirstSeen step) {
        first.value(facts.value(step));
        return begun('S', step)
                .small(1)
                .letter(list(step))
                .small(step.kind().capacity())
                .number(step.windowMicros())
                .small(hasSeveral(step) ? 1 : 0);
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

    @Override
    public Packed takePermits(Step.TakePermits step) {
        return steps.raw(LimitArgument.of(step.applied(), place(step.scope())));
    }

    private Packed begun(char kind, Step step) {
        return steps.letter(kind).small(place(step.scope())).small(shadow(step.mode()));
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
