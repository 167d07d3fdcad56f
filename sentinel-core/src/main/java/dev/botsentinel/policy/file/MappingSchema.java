package dev.botsentinel.policy.file;

import dev.botsentinel.policy.BuiltInRule;
import dev.botsentinel.policy.DidYouMean;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which keys a mapping may have, what they mean and what can stand for them, and what to say to those who try another. The
 * {@link PolicySchema} is made of these.
 *
 * @param what what the mapping is called in messages
 * @param fields its keys, in the order in which one writes them
 * @param example how it is written
 * @param none how to say that there is nothing to say
 * @param advice what to say of keys that belong elsewhere
 */
record MappingSchema(
        String what, List<MappingSchema.Field> fields, String example, String none, Map<String, String> advice) {

    /**
     * A key.
     *
     * @param shape what can stand for it
     * @param required whether it must be there
     * @param meaning what it means, in a line
     */
    record Field(String key, ValueShape shape, boolean required, String meaning) {

        static Field of(String key, ValueShape shape, String meaning) {
            return new Field(key, shape, false, meaning);
        }

        static Field required(String key, ValueShape shape, String meaning) {
            return new Field(key, shape, true, meaning);
        }
    }

    /** How to declare nothing in a mapping. */
    static final String NOTHING = ", or {} for nothing";

    private static final String REMOVE = "; for none, remove it";

    private static final String TO_LIMITS = "put it into a limit, as in limits: [{permits: 10, per: 60s}]";
    private static final String TO_DEBOUNCE = "put it into debounce, as in debounce: {window: 2s}";
    private static final String TO_REQUIRES = "put it into requires, as in requires: {registered: true}";
    private static final String TO_LAYERS = "put it under defaults, a policy or an action";
    private static final String TO_ESCALATION = "put it into escalation";
    private static final String MODES = "mode goes on a limit, on debounce, on requires or on escalation";

    private static final String ANY_NAME = "\\S";
    private static final String ENTRY_NAME = "^(?=.*\\S)[^*]*\\*?$";

    private static final ValueShape LIMITS = ValueShape.list(ValueShape.one("limit"), "");
    private static final Field MODE =
            Field.of("mode", ValueShape.MODE, "enforce, the default, or shadow: counted, never enforced.");

    private static final List<Field> LAYER_FIELDS = List.of(
            Field.of("limits", LIMITS, "The limits; [] for none. Taken whole from the first layer that has them."),
            Field.of(
                    "debounce",
                    ValueShape.either(ValueShape.one("debounce"), ValueShape.OFF),
                    "How long a repeat is dropped, or off."),
            Field.of("requires", ValueShape.one("requires"), "What the principal needs; {} for nothing."),
            Field.of(
                    "escalates",
                    ValueShape.TRUTH,
                    "Whether denials are violations; by default if the update was sent as a request."));

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
                    Field.required("version", new ValueShape("{\"const\": 1}"), "The version of this format: 1."),
                    Field.of(
                            "defaults", ValueShape.one("layer"), "What holds for actions that say nothing themselves."),
                    Field.of(
                            "policies",
                            ValueShape.named(ANY_NAME, ValueShape.one("layer")),
                            "Named policies, for use: in actions."),
                    Field.of(
                            "actions",
                            ValueShape.named(ENTRY_NAME, ValueShape.one("action")),
                            "What holds for an action, for all that begin with prefix*, or for the rest (*)."),
                    Field.of("global", ValueShape.one("global"), "Limits on top of every action."),
                    Field.of("roles", ValueShape.named(ANY_NAME, ValueShape.one("role")), "What a role gives."),
                    Field.of("escalation", ValueShape.one("escalation"), "How denials lead to timed blocks."),
                    Field.of("updateReplay", ValueShape.one("updateReplay"), "How long update ids are remembered."),
                    Field.of("trusted", ValueShape.one("trusted"), "Whom limits and debounce spare."),
                    Field.of("stale", ValueShape.one("stale"), "How old an update may be."),
                    Field.of("blocked", ValueShape.IDS, "Subjects and chats that are always blocked.")),
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

    static final MappingSchema DEFAULTS = layer("defaults", LAYER_FIELDS);

    static final MappingSchema POLICY = layer("a policy", LAYER_FIELDS);

    static final MappingSchema ACTION = layer(
            "an action",
            Stream.concat(
                            Stream.of(Field.of("use", ValueShape.NAME, "A named policy below what is said here.")),
                            LAYER_FIELDS.stream())
                    .toList());

    static final MappingSchema GLOBAL = new MappingSchema(
            "global",
            List.of(Field.of("limits", LIMITS, "The limits; their scope is user unless said.")),
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
                    Field.of(
                            "name",
                            ValueShape.nameOtherThan(
                                    "^(?=.*\\S)[^#]*$", RateLimit.MAX_NAME_LENGTH, BuiltInRule.notForLimits()),
                            "One budget for all actions with a limit of this name."),
                    Field.required("permits", ValueShape.whole(0, Integer.MAX_VALUE), "How many; 0 always denies."),
                    Field.required("per", ValueShape.PERIOD, "The duration that they are for, or day, week or month."),
                    Field.of("zone", ValueShape.NAME, "The time zone of day, week or month; UTC by default."),
                    Field.of("algorithm", ValueShape.ALGORITHM, "How it counts; sliding-window by default."),
                    Field.of(
                            "burst",
                            ValueShape.whole(1, Integer.MAX_VALUE),
                            "A token bucket's capacity; permits by default."),
                    Field.of("scope", ValueShape.SCOPE, "Whose budget; user by default."),
                    Field.of(
                            "cost",
                            ValueShape.whole(1, Integer.MAX_VALUE),
                            "How many permits an update spends; 1 by default."),
                    MODE,
                    Field.of("spareTrusted", ValueShape.TRUTH, "false applies it to trusted subjects as well."),
                    Field.of(
                            "lockout",
                            ValueShape.DURATION,
                            "How long it refuses from its first refusal on, at least.")),
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
            List.of(
                    Field.required(
                            "window", ValueShape.DURATION, "How long a repeat is a duplicate, from the first one on."),
                    MODE),
            "{window: 2s}",
            ", or off",
            Map.of("per", "write window for how long"));

    static final MappingSchema REQUIRES = new MappingSchema(
            "requires",
            List.of(
                    Field.of("registered", ValueShape.TRUTH, "Whether the principal must be registered."),
                    Field.of("roles", ValueShape.NAMES, "One of these roles."),
                    Field.of("permissions", ValueShape.NAMES, "All of these permissions."),
                    Field.of("stepUp", ValueShape.DURATION, "A second factor at most this long ago."),
                    MODE),
            "{registered: true}",
            NOTHING,
            Map.of("role", "write roles: [name], any of which will do", "permission", "write permissions: [name]"));

    static final MappingSchema ROLE = new MappingSchema(
            "a role",
            List.of(
                    Field.of("inherits", ValueShape.NAMES, "The roles that it includes."),
                    Field.of("permissions", ValueShape.NAMES, "The permissions that it gives.")),
            "{permissions: [read]}",
            NOTHING,
            Map.of("roles", "write inherits for the roles it includes"));

    static final MappingSchema ESCALATION = new MappingSchema(
            "escalation",
            List.of(
                    Field.required(
                            "violations",
                            ValueShape.whole(1, Escalation.MAX_VIOLATIONS),
                            "How many violations lead to a block."),
                    Field.required("within", ValueShape.DURATION, "The sliding window in which they count."),
                    Field.required(
                            "block",
                            ValueShape.list(
                                    ValueShape.DURATION, ", \"minItems\": 1, \"maxItems\": " + Escalation.MAX_RUNGS),
                            "How long the first block lasts, the second, …; the last one repeats."),
                    Field.required("forgetAfter", ValueShape.DURATION, "After how long the ladder starts again."),
                    Field.of("jitter", ValueShape.PERCENT, "Up to how much longer a block lasts, by chance."),
                    MODE),
            "{violations: 5, within: 10m, block: [1m, 10m, 1h], forgetAfter: 24h}",
            REMOVE,
            Map.of());

    static final MappingSchema UPDATE_REPLAY = new MappingSchema(
            "updateReplay",
            List.of(Field.required("window", ValueShape.DURATION, "How long update ids are remembered.")),
            "{window: 10m}",
            REMOVE,
            Map.of("mode", "updateReplay has no shadow mode; remove it"));

    static final MappingSchema STALE = new MappingSchema(
            "stale",
            List.of(Field.required("after", ValueShape.DURATION, "From which age on an update is denied.")),
            "{after: 2m}",
            REMOVE,
            Map.of("mode", "stale has no shadow mode; remove it", "window", "write after for the age"));

    static final MappingSchema TRUSTED = new MappingSchema(
            "trusted",
            List.of(
                    Field.of("subjects", ValueShape.IDS, "Subjects with these ids."),
                    Field.of("roles", ValueShape.NAMES, "Subjects with one of these roles.")),
            "{subjects: [\"42\"], roles: [admin]}",
            REMOVE,
            Map.of("users", "write subjects for ids", "role", "write roles: [name]"));

    private static MappingSchema layer(String what, List<Field> fields) {
        return new MappingSchema(what, fields, "{limits: [{permits: 10, per: 60s}]}", NOTHING, LAYER_ADVICE);
    }

    /** Its keys, in their order. */
    List<String> keys() {
        return fields.stream().map(Field::key).toList();
    }

    /** What to say of a key that the mapping doesn't have. */
    String unknown(String key) {
        String elsewhere = advice.get(key);
        return "unknown key " + Quote.of(key) + " in " + what + "; "
                + (elsewhere != null ? elsewhere : DidYouMean.hint(key, keys()));
    }

    /** The key that was meant by an unknown one, if one can tell. */
    Optional<String> meant(String key) {
        return advice.containsKey(key) ? Optional.empty() : DidYouMean.nearest(key, keys());
    }
}
