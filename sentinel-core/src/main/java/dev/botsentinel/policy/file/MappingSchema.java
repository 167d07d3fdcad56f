package dev.botsentinel.policy.file;

import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.Quote;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which keys a mapping may have, and what to say to those who try another.
 *
 * @param what what the mapping is called in messages
 * @param keys its keys, in the order in which one writes them
 * @param example how it is written
 * @param none how to say that there is nothing to say
 * @param advice what to say of keys that belong elsewhere
 */
record MappingSchema(String what, List<String> keys, String example, String none, Map<String, String> advice) {

    /** How to declare nothing in a mapping. */
    static final String NOTHING = ", or {} for nothing";

    private static final String REMOVE = "; for none, remove it";

    private static final String TO_LIMITS = "put it into a limit, as in limits: [{permits: 10, per: 60s}]";
    private static final String TO_DEBOUNCE = "put it into debounce, as in debounce: {window: 2s}";
    private static final String TO_REQUIRES = "put it into requires, as in requires: {registered: true}";
    private static final String TO_LAYERS = "put it under defaults, a policy or an action";
    private static final String TO_ESCALATION = "put it into escalation";
    private static final String MODES = "mode goes on a limit, on debounce, on requires or on escalation";

    private static final List<String> LAYER_KEYS = List.of("limits", "debounce", "requires", "escalates");

    private static final Map<String, String> LAYER_ADVICE = Map.ofEntries(
            Map.entry("permits", TO_LIMITS),
            Map.entry("per", TO_LIMITS),
            Map.entry("algorithm", TO_LIMITS),
            Map.entry("burst", TO_LIMITS),
            Map.entry("scope", TO_LIMITS),
            Map.entry("cost", TO_LIMITS),
            Map.entry("zone", TO_LIMITS),
            Map.entry("lockout", TO_LIMITS),
            Map.entry("window", TO_DEBOUNCE),
            Map.entry("registered", TO_REQUIRES),
            Map.entry("roles", TO_REQUIRES),
            Map.entry("permissions", TO_REQUIRES),
            Map.entry("stepUp", TO_REQUIRES),
            Map.entry("mode", MODES),
            Map.entry("use", "only an action uses a policy; write out here what is meant"),
            Map.entry("escalation", "escalation is one for all and stands at the top of the file"),
            Map.entry("updateReplay", "updateReplay is one for all and stands at the top of the file"));

    static final MappingSchema FILE = new MappingSchema(
            "a policy file",
            List.of(
                    "version",
                    "defaults",
                    "policies",
                    "actions",
                    "global",
                    "roles",
                    "escalation",
                    "updateReplay",
                    "trusted",
                    "stale",
                    "blocked"),
            "version: 1",
            "",
            Map.ofEntries(
                    Map.entry("limits", TO_LAYERS + ", or under global"),
                    Map.entry("debounce", TO_LAYERS),
                    Map.entry("requires", TO_LAYERS),
                    Map.entry("permissions", "put it under requires or into a role"),
                    Map.entry("violations", TO_ESCALATION),
                    Map.entry("within", TO_ESCALATION),
                    Map.entry("block", TO_ESCALATION + ", or write blocked to block ids"),
                    Map.entry("forgetAfter", TO_ESCALATION),
                    Map.entry("jitter", TO_ESCALATION),
                    Map.entry("mode", MODES)));

    static final MappingSchema DEFAULTS = layer("defaults", LAYER_KEYS);

    static final MappingSchema POLICY = layer("a policy", LAYER_KEYS);

    static final MappingSchema ACTION =
            layer("an action", List.of("use", "limits", "debounce", "requires", "escalates"));

    static final MappingSchema GLOBAL = new MappingSchema(
            "global",
            List.of("limits"),
            "{limits: [{permits: 1000, per: 1s, scope: global, algorithm: token-bucket}]}",
            NOTHING,
            Map.ofEntries(
                    Map.entry("debounce", "global has limits only; put debounce under defaults"),
                    Map.entry("requires", "global has limits only; put requires under defaults"),
                    Map.entry("use", "global has limits only; write them out"),
                    Map.entry("permits", TO_LIMITS),
                    Map.entry("per", TO_LIMITS),
                    Map.entry("mode", MODES)));

    static final MappingSchema LIMIT = new MappingSchema(
            "a limit",
            List.of(
                    "name",
                    "permits",
                    "per",
                    "zone",
                    "algorithm",
                    "burst",
                    "scope",
                    "cost",
                    "mode",
                    "spareTrusted",
                    "lockout"),
            "{permits: 10, per: 60s}",
            "",
            Map.of(
                    "limit", "write permits for how many",
                    "capacity", "write burst for a bucket's capacity",
                    "window", "write per for the duration of a limit",
                    "timezone", "write zone for the time zone of a calendar's period",
                    "block", "write lockout for how long a refusal lasts at least"));

    static final MappingSchema DEBOUNCE = new MappingSchema(
            "debounce",
            List.of("window", "mode"),
            "{window: 2s}",
            ", or off",
            Map.of("per", "write window for how long"));

    static final MappingSchema REQUIRES = new MappingSchema(
            "requires",
            List.of("registered", "roles", "permissions", "stepUp", "mode"),
            "{registered: true}",
            NOTHING,
            Map.of("role", "write roles: [name], any of which will do", "permission", "write permissions: [name]"));

    static final MappingSchema ROLE = new MappingSchema(
            "a role",
            List.of("inherits", "permissions"),
            "{permissions: [read]}",
            NOTHING,
            Map.of("roles", "write inherits for the roles it includes"));

    static final MappingSchema ESCALATION = new MappingSchema(
            "escalation",
            List.of("violations", "within", "block", "forgetAfter", "jitter", "mode"),
            "{violations: 5, within: 10m, block: [1m, 10m, 1h], forgetAfter: 24h}",
            REMOVE,
            Map.of());

    static final MappingSchema UPDATE_REPLAY = new MappingSchema(
            "updateReplay",
            List.of("window"),
            "{window: 10m}",
            REMOVE,
            Map.of("mode", "updateReplay has no shadow mode; remove it"));

    static final MappingSchema STALE = new MappingSchema(
            "stale",
            List.of("after"),
            "{after: 2m}",
            REMOVE,
            Map.of("mode", "stale has no shadow mode; remove it", "window", "write after for the age"));

    static final MappingSchema TRUSTED = new MappingSchema(
            "trusted",
            List.of("subjects", "roles"),
            "{subjects: [\"42\"], roles: [admin]}",
            REMOVE,
            Map.of("users", "write subjects for ids", "role", "write roles: [name]"));

    private static MappingSchema layer(String what, List<String> keys) {
        return new MappingSchema(what, keys, "{limits: [{permits: 10, per: 60s}]}", NOTHING, LAYER_ADVICE);
    }

    /** What to say of a key that the mapping doesn't have. */
    String unknown(String key) {
        String elsewhere = advice.get(key);
        return "unknown key " + Quote.of(key) + " in " + what + "; "
                + (elsewhere != null ? elsewhere : DidYouMean.hint(key, keys));
    }

    /** The key that was meant by an unknown one, if one can tell. */
    Optional<String> meant(String key) {
        return advice.containsKey(key) ? Optional.empty() : DidYouMean.nearest(key, keys);
    }
}
