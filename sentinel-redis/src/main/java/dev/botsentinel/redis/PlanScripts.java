package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import java.util.HashMap;
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
    private final Map<String, Script> made = new HashMap<>();

    PlanScripts(ScriptClient client) {
        this.client = client;
    }

    /** Null if the general script is the plan's. */
    synchronized @Nullable Script of(Plan plan, PlanArgument argument) {
        String text = PlanScript.text(plan, argument);
        if (text == null) {
            return null;
        }
        Script known = made.get(text);
        if (known != null || made.size() >= MOST) {
            return known;
        }
        Script script = new Script(text);
        made.put(text, script);
        client.load(script);
        return script;
    }
}
