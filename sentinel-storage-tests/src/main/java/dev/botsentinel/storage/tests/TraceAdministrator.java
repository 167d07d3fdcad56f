package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step.FirstSeen.Kind;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.storage.tests.TraceEvent.Act;
import dev.botsentinel.storage.tests.TraceEvent.AskBlock;
import dev.botsentinel.storage.tests.TraceEvent.BlockSubject;
import dev.botsentinel.storage.tests.TraceEvent.CoolDown;
import dev.botsentinel.storage.tests.TraceEvent.Inspect;
import dev.botsentinel.storage.tests.TraceEvent.ListBlocks;
import dev.botsentinel.storage.tests.TraceEvent.RefundPermits;
import dev.botsentinel.storage.tests.TraceEvent.ReleaseValues;
import dev.botsentinel.storage.tests.TraceEvent.ResetBudget;
import dev.botsentinel.storage.tests.TraceEvent.ResetOwner;
import dev.botsentinel.storage.tests.TraceEvent.TracedRequest;
import dev.botsentinel.storage.tests.TraceEvent.UnblockSubject;
import dev.botsentinel.store.Budget;
import dev.botsentinel.store.SeenValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes up what administrators do in a trace: they block and lift, and inspect, reset, refund and cool down the budgets
 * that requests just met, and release what was seen of them. Not thread-safe.
 */
final class TraceAdministrator {

    private static final int REFUND_IDS = 3;

    private final SplittableRandom random;
    private final List<String> blockedByHand = new ArrayList<>();

    TraceAdministrator(SplittableRandom random) {
        this.random = random;
    }

    /**
     * The next thing that an administrator does.
     *
     * @param subject whom to block, if it is that
     * @param busy whom to lift a block of, if nobody is blocked
     * @param request whose budgets it is about, if it is about budgets
     */
    Act next(String subject, String busy, TracedRequest request, PolicySet policy) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> blocks(subject, busy);
            case 2 -> release(request, policy);
            default -> budgets(request, policy);
        };
    }

    private static Act release(TracedRequest request, PolicySet policy) {
        Facts ids = request.ids();
        List<SeenValue> values = new ArrayList<>();
        values.add(new SeenValue(Kind.UPDATE_ID, Mode.ENFORCE, request.updateId()));
        if (request.fingerprint() != null) {
            Mode mode = policy.effective(request.action()).debounce().mode();
            values.add(new SeenValue(Kind.FINGERPRINT, mode, request.fingerprint()));
        }
        return new ReleaseValues(ids.owner(Scope.USER.inEffect(ids.ids())), values);
    }

    private Act blocks(String subject, String busy) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> new ListBlocks(1 + random.nextInt(3));
            case 2 -> new AskBlock(subject);
            case 3, 4 -> block(subject, TraceMicros.duration(1 + random.nextLong(40 * TraceMicros.SECOND)));
            case 5 -> block(subject, null);
            default ->
                new UnblockSubject(blockedByHand.isEmpty() ? busy : blockedByHand.remove(blockedByHand.size() - 1));
        };
    }

    private Act block(String subject, @Nullable Duration duration) {
        blockedByHand.add(subject);
        return new BlockSubject(subject, duration);
    }

    private Act budgets(TracedRequest request, PolicySet policy) {
        List<Budget> budgets = budgetsOf(request, policy);
        if (budgets.isEmpty()) {
            return new ResetOwner(request.subject() == null ? Owner.GLOBAL : Owner.user(request.subject()));
        }
        Budget budget = budgets.get(random.nextInt(budgets.size()));
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> inspect(budget.owner(), budgets);
            case 3, 4 -> new ResetBudget(budget);
            case 5 -> new ResetOwner(budget.owner());
            case 6, 7, 8, 9 -> new RefundPermits(budget, 1 + random.nextInt(3), random.nextInt(REFUND_IDS));
            default -> new CoolDown(budget, TraceMicros.duration(1 + random.nextLong(10 * TraceMicros.SECOND)));
        };
    }

    private static Inspect inspect(Owner owner, List<Budget> budgets) {
        return new Inspect(
                owner,
                budgets.stream()
                        .filter(budget -> budget.owner().equals(owner))
                        .map(Budget::limit)
                        .toList());
    }

    private static List<Budget> budgetsOf(TracedRequest request, PolicySet policy) {
        List<Budget> budgets = new ArrayList<>();
        for (AppliedLimit limit : policy.effective(request.action()).limits()) {
            AppliedLimit applied = limit.inEffect(request.ids().ids());
            budgets.add(new Budget(request.ids().owner(applied.scope()), applied));
        }
        return budgets;
    }
}
