package dev.botsentinel.engine;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.engine.Check.LocalReport;
import dev.botsentinel.guard.Call;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through own and built-in stages: the steps so far, in order of rank, the reports, and the first
 * refusal, after which no stage is asked. Used once, by one thread.
 */
final class Examination {

    private final List<Step> steps = new ArrayList<>();
    private final List<LocalReport> reports = new ArrayList<>(0);
    private @Nullable Denied refusal;
    private boolean ownSteps;

    /** Asks the interceptors in turn. */
    void ask(List<Interceptor> interceptors, Call call) {
        for (int i = 0; i < interceptors.size() && refusal == null; i++) {
            Ruling ruling = Objects.requireNonNull(interceptors.get(i).examine(call), "an interceptor answered null");
            if (ruling instanceof Ruling.Steps added) {
                steps.addAll(added.steps());
                ownSteps |= !added.steps().isEmpty();
            } else if (ruling instanceof Ruling.Refusal refused) {
                refusal = Denied.of(refused.reason(), refused.rule());
            } else if (ruling instanceof Ruling.Report reported) {
                reports.add(new LocalReport(steps.size(), reported.denial()));
            }
        }
    }

    void add(List<? extends Step> more) {
        if (refusal == null) {
            steps.addAll(more);
        }
    }

    void report(LocalReport report) {
        reports.add(report);
    }

    void refuse(Denied denied) {
        if (refusal == null) {
            refusal = denied;
        }
    }

    @Nullable
    Denied refusal() {
        return refusal;
    }

    boolean isRefused() {
        return refusal != null;
    }

    int size() {
        return steps.size();
    }

    List<LocalReport> reports() {
        return reports;
    }

    /** Whether an interceptor has added steps. */
    boolean hasOwnSteps() {
        return ownSteps;
    }

    List<Step> steps(Predicate<Step> wanted) {
        return steps.stream().filter(wanted).toList();
    }
}
