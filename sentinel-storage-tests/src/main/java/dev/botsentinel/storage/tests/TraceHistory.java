package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.storage.tests.TraceEvent.Ask;
import dev.botsentinel.storage.tests.TraceEvent.AskBlock;
import dev.botsentinel.storage.tests.TraceEvent.BlockSubject;
import dev.botsentinel.storage.tests.TraceEvent.CoolDown;
import dev.botsentinel.storage.tests.TraceEvent.Inspect;
import dev.botsentinel.storage.tests.TraceEvent.RefundPermits;
import dev.botsentinel.storage.tests.TraceEvent.ReleaseValues;
import dev.botsentinel.storage.tests.TraceEvent.ResetBudget;
import dev.botsentinel.storage.tests.TraceEvent.ResetOwner;
import dev.botsentinel.storage.tests.TraceEvent.UnblockSubject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The latest events of a trace, from which the first difference is told. Not thread-safe. */
final class TraceHistory {

    private static final int REMEMBERED = 2000;
    private static final int TOLD = 15;

    private record Told(int number, TraceEvent event, Object answer) {}

    private final long seed;
    private final int plans;
    private final List<Told> events = new ArrayList<>();
    private int numbers;

    TraceHistory(long seed, int plans) {
        this.seed = seed;
        this.plans = plans;
    }

    void add(TraceEvent event, Object expected) {
        if (events.size() >= 2 * REMEMBERED) {
            events.subList(0, REMEMBERED).clear();
        }
        events.add(new Told(++numbers, event, expected));
    }

    /** The difference at the latest event, and the latest events before it that touched the same owners. */
    String difference(Object expected, Object actual) {
        Told last = events.get(events.size() - 1);
        StringBuilder text = new StringBuilder("the storages differ at event ")
                .append(last.number())
                .append(" of Differential.of(")
                .append(seed)
                .append("L, ")
                .append(plans)
                .append(")\n  expected: ")
                .append(expected)
                .append("\n  actual:   ")
                .append(actual)
                .append("\nwhat led to it, as expected, for the same owners:");
        for (Told told : leadingTo(last)) {
            text.append("\n  ")
                    .append(told.number())
                    .append(" at ")
                    .append(TraceMicros.instant(told.event().atMicros()));
            text.append(' ').append(describe(told.event().act()));
            text.append("\n      -> ").append(told.answer());
        }
        return text.toString();
    }

    private List<Told> leadingTo(Told last) {
        Set<Owner> owners = owners(last.event().act());
        List<Told> leading = new ArrayList<>();
        for (int i = events.size() - 1; i >= 0 && leading.size() < TOLD; i--) {
            Told told = events.get(i);
            if (told.number() == last.number()
                    || !Collections.disjoint(owners(told.event().act()), owners)) {
                leading.add(told);
            }
        }
        Collections.reverse(leading);
        return leading;
    }

    private static Set<Owner> owners(TraceEvent.Act act) {
        Set<Owner> owners = new HashSet<>();
        if (act instanceof Ask ask) {
            ask.plan().steps().forEach(step -> owners.add(ask.plan().owner(step.scope())));
            owners.remove(Owner.GLOBAL);
        } else if (act instanceof BlockSubject block) {
            owners.add(Owner.user(block.subject()));
        } else if (act instanceof UnblockSubject unblock) {
            owners.add(Owner.user(unblock.subject()));
        } else if (act instanceof AskBlock ask) {
            owners.add(Owner.user(ask.subject()));
        } else if (act instanceof Inspect inspect) {
            owners.add(inspect.owner());
        } else if (act instanceof ResetOwner reset) {
            owners.add(reset.owner());
        } else if (act instanceof ResetBudget reset) {
            owners.add(reset.budget().owner());
        } else if (act instanceof RefundPermits refund) {
            owners.add(refund.budget().owner());
        } else if (act instanceof ReleaseValues release) {
            owners.add(release.owner());
        } else if (act instanceof CoolDown coolDown) {
            owners.add(coolDown.budget().owner());
        }
        return owners;
    }

    private static String describe(TraceEvent.Act act) {
        if (!(act instanceof Ask ask)) {
            return act.toString();
        }
        StringBuilder text = new StringBuilder(ask.plan().probe() ? "probe" : "ask");
        text.append(' ').append(ask.plan().facts());
        for (Step step : ask.plan().steps()) {
            text.append("\n      ").append(describe(step));
        }
        return text.append("\n      on denied ").append(ask.plan().onDenied()).toString();
    }

    private static String describe(Step step) {
        if (step instanceof Step.TakePermits take) {
            return take.applied().key() + " for " + take.scope().label() + ": "
                    + take.applied().limit().describe();
        }
        return step.toString();
    }
}
