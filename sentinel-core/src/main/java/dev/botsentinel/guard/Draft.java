package dev.botsentinel.guard;

import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.guard.Examination.LocalReport;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.request.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An examination under way: each link adds its steps and reports, until one refuses. Used once, by one thread. */
final class Draft {

    private Step[] steps;
    private int size;
    private List<LocalReport> reports = List.of();

    private Ruling.@Nullable Refusal refusal;

    /** @param usualSteps how many steps there is room for at once */
    Draft(int usualSteps) {
        steps = new Step[usualSteps];
    }

    void add(Step step) {
        if (size == steps.length) {
            steps = Arrays.copyOf(steps, size + 4);
        }
        steps[size++] = step;
    }

    void addAll(Step[] more) {
        for (Step step : more) {
            add(step);
        }
    }

    void report(ShadowDenial denial) {
        reports = reports.isEmpty() ? new ArrayList<>() : reports;
        reports.add(new LocalReport(size, denial));
    }

    void refuse(Ruling.Refusal refusal) {
        this.refusal = refusal;
    }

    boolean isRefused() {
        return refusal != null;
    }

    /** @param escalation what a violation by this request counts for */
    Examination done(Request request, @Nullable Escalation escalation) {
        List<Step> asked = List.of(size == steps.length ? steps : Arrays.copyOf(steps, size));
        return refusal != null
                ? new Examination(request, asked, refusal, List.of(), null)
                : new Examination(request, asked, null, List.copyOf(reports), escalation);
    }
}
