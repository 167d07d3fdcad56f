package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that are made for plans: one for all equal plans, at most {@value #MOST}, for the plans that come first; Redis
 * keeps each until it is restarted. Thread-safe.
 */
final class PlanScripts {

    /** As many as most policies have entries; each takes some 100 kB of the server. */
    static final int MOST = 64;

    private final ScriptClient client;
    private final Map<Content, Script> made = new HashMap<>();

    PlanScripts(ScriptClient client) {
        this.client = client;
    }

    /** What the script of a plan depends on. */
    private record Content(List<Step> steps, @Nullable Escalation onDenied) {}

    /** Null if the general script is the plan's. */
    synchronized @Nullable Script of(Plan plan, PlanArgument argument) {
        if (!PlanScript.isUsual(plan, argument)) {
            return null;
        }
        Content content = new Content(plan.steps(), plan.onDenied());
        Script known = made.get(content);
        if (known != null || made.size() >= MOST) {
            return known;
        }
        Script script = new Script(PlanScript.text(plan, argument));
        made.put(content, script);
        client.load(script);
        return script;
    }
}
