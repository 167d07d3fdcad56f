package dev.botsentinel.redis;

import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.redis.client.Script;
import dev.botsentinel.redis.client.ScriptClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scripts made for single plans. Equal plans share one. There are at most {@value #MAX_SCRIPTS}, for the first plans
 * prepared, since Redis caches each until it restarts. Thread-safe.
 */
final class PlanScripts {

    /** Enough for the entries of most policies; each takes about 100 kB on the server. */
    static final int MAX_SCRIPTS = 64;

    private final ScriptClient client;
    private final Map<ScriptKey, Script> scripts = new HashMap<>();

    PlanScripts(ScriptClient client) {
        this.client = client;
    }

    /** Everything that determines a plan's script. */
    private record ScriptKey(List<Step> steps, @Nullable Escalation onDenied) {}

    /** The script of a plan; null if it has to use the general one. */
    synchronized @Nullable Script of(Plan plan, PlanArgument argument) {
        if (!PlanScript.hasFastPath(plan, argument)) {
            return null;
        }
        ScriptKey key = new ScriptKey(plan.steps(), plan.onDenied());
        Script known = scripts.get(key);
        if (known != null || scripts.size() >= MAX_SCRIPTS) {
            return known;
        }
        Script script = new Script(PlanScript.text(plan, argument));
        scripts.put(key, script);
        client.load(script);
        return script;
    }
}
