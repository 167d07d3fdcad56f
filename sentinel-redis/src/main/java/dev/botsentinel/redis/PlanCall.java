package dev.botsentinel.redis;

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
final class PlanCall {

    private static final byte[] NO_ESCALATION = {};

    private final Keys keys;
    private final Plan plan;
    private final List<byte[]> keysOfPlan = new ArrayList<>();
    private final List<byte[]> arguments = new ArrayList<>();
    private final Map<Scope, Integer> places = new EnumMap<>(Scope.class);

    private PlanCall(Keys keys, Plan plan) {
        this.keys = keys;
        this.plan = plan;
    }

    static Call of(Keys keys, Plan plan) {
        return new PlanCall(keys, plan).call();
    }

    private Call call() {
        Escalation escalation = plan.onDenied();
        if (escalation != null) {
            place(Scope.USER);
        }
        List<byte[]> steps = new ArrayList<>();
        for (Step step : plan.steps()) {
            steps.add(packed(step));
        }
        arguments.add(new Packed()
                .small(keysOfPlan.size())
                .small(plan.probe() ? 1 : 0)
                .bytes());
        arguments.add(escalation == null ? NO_ESCALATION : packed(escalation));
        arguments.addAll(steps);
        if (escalation != null) {
            keysOfPlan.add(keys.blockedIds());
            keysOfPlan.add(keys.blockEnds());
        }
        return new Call(Script.EVALUATE, keysOfPlan, arguments);
    }

    /** Which of the keys, counted from 1, is that of the scope's owner. */
    private int place(Scope scope) {
        return places.computeIfAbsent(scope, first -> {
            keysOfPlan.add(keys.owner(plan.owner(scope)));
            return keysOfPlan.size();
        });
    }

    private byte[] packed(Escalation escalation) {
        Packed packed = new Packed()
                .small(shadow(escalation.mode()))
                .number(escalation.violations())
                .number(escalation.withinMicros())
                .number(escalation.forgetAfterMicros())
                .small(escalation.block().size());
        for (int rung = 0; rung < escalation.block().size(); rung++) {
            packed.number(escalation.blockMicros(rung));
        }
        return packed.raw(IdText.bytes(Objects.requireNonNull(plan.subject()))).bytes();
    }

    private byte[] packed(Step step) {
        return Objects.requireNonNull(step.match(new Step.Cases<byte[]>() {
            @Override
            public byte[] notBlocked(Step.NotBlocked notBlocked) {
                return begun('B', notBlocked).bytes();
            }

            @Override
            public byte[] firstSeen(Step.FirstSeen firstSeen) {
                return begun('S', firstSeen)
                        .letter(list(firstSeen))
                        .small(firstSeen.kind().capacity())
                        .number(firstSeen.windowMicros())
                        .value(firstSeen.value())
                        .bytes();
            }

            @Override
            public byte[] takePermits(Step.TakePermits take) {
                return LimitArgument.of(take.applied(), place(take.scope()));
            }
        }));
    }

    private Packed begun(char kind, Step step) {
        return new Packed().letter(kind).small(place(step.scope())).small(shadow(step.mode()));
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
