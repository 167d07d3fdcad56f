package dev.botsentinel.policy.file;

import dev.botsentinel.policy.ActionPolicy;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Platform;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.PolicyReview;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Stale;
import dev.botsentinel.policy.Trusted;
import dev.botsentinel.policy.UpdateReplay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole policy. What is at fault is reported and left out, but its name stays known: a policy with a fault is not
 * also unknown to those who use it. So the policy is always put together, and what only the whole shows is told too.
 */
final class PolicyReader {

    private static final Duration ANY = Duration.ofSeconds(1);

    private final ErrorReport report;
    private final @Nullable Platform platform;
    private final ScalarReader scalars;
    private final CollectionReader collections;
    private final LayerReader layers;
    private final LimitReader limits;
    private final PolicySet.Builder builder = PolicySet.builder();
    private final Set<String> policiesMet = new HashSet<>();
    private final Set<String> rolesMet = new HashSet<>();
    private final Set<String> policiesDeclared = new HashSet<>();
    private final Set<String> rolesDeclared = new HashSet<>();

    /**
     * @param platform on which all that is said should have an effect; null if it isn't known
     * @param origin where the policy is read
     */
    PolicyReader(ErrorReport report, @Nullable Platform platform, String origin) {
        builder.origin(origin);
        this.report = report;
        this.platform = platform;
        this.scalars = new ScalarReader(report);
        this.collections = new CollectionReader(report);
        this.layers = new LayerReader(report, rolesMet);
        this.limits = new LimitReader(report);
    }

    /** The policy; null if anything was reported. */
    @Nullable
    PolicySet read(YamlNode root) {
        if (YamlScalars.isNull(root)) {
            report.add(Position.START, "the file is empty; a policy has at least version: 1");
            return null;
        }
        MappingFields file = collections.fields("a policy file", MappingSchema.FILE, root.at(), root);
        if (file == null) {
            return null;
        }
        file.require("version", this::version, 1);
        file.find("defaults", (key, node) -> defaults(file.keyAt(key), node));
        file.find("policies", this::policies);
        file.find("actions", this::actions);
        file.find("global", (key, node) -> global(file.keyAt(key), node));
        file.find("roles", this::roles);
        file.find("escalation", (key, node) -> escalation(file.keyAt(key), node));
        file.find("updateReplay", (key, node) -> updateReplay(file.keyAt(key), node));
        file.find("stale", (key, node) -> stale(file.keyAt(key), node));
        file.find("trusted", (key, node) -> trusted(file.keyAt(key), node));
        file.find("blocked", this::blocked);
        return build(file);
    }

    private @Nullable PolicySet build(MappingFields file) {
        if (file.failed("policies")) {
            policiesMet.removeAll(policiesDeclared);
            policiesMet.forEach(name -> builder.policy(name, Policy.EMPTY));
        }
        if (file.failed("roles")) {
            rolesMet.removeAll(rolesDeclared);
            rolesMet.forEach(name -> builder.role(name, Role.of()));
        }
        if (platform != null) {
            PolicyReview review = builder.review(platform);
            review.errors().forEach(report::add);
            review.warnings().forEach(report::warn);
        }
        try {
            PolicySet policy = builder.build();
            return report.isClean() ? policy : null;
        } catch (PolicyException e) {
            e.problems().forEach(report::add);
            return null;
        }
    }

    private @Nullable Integer version(String key, YamlNode node) {
        Integer version = scalars.integer(key, node);
        if (version != null && version != 1) {
            report.add(node.at(), "version is " + version + ", but only 1 is known; write version: 1");
            return null;
        }
        return version;
    }

    private @Nullable Policy defaults(Position at, YamlNode node) {
        MappingFields fields = collections.fields("defaults", MappingSchema.DEFAULTS, at, node);
        if (fields == null) {
            return null;
        }
        Policy defaults = layers.layer(List.of("defaults"), fields);
        builder.defaults(defaults);
        return defaults;
    }

    private @Nullable Object policies(String key, YamlNode node) {
        Map<String, CollectionReader.Declared> names =
                collections.names(key, "a policy", node, "{money: {limits: [{permits: 3, per: 30s}]}}");
        if (names != null) {
            policiesDeclared.addAll(names.keySet());
            names.forEach((name, declared) -> {
                MappingFields fields =
                        collections.fields("a policy", MappingSchema.POLICY, declared.at(), declared.value());
                builder.policy(name, fields == null ? Policy.EMPTY : layers.layer(List.of(key, name), fields));
            });
        }
        return names;
    }

    private @Nullable Object actions(String key, YamlNode node) {
        Map<String, CollectionReader.Declared> entries =
                collections.names(key, "an action", node, "{/pay: {limits: [{permits: 3, per: 30s}]}}");
        if (entries != null) {
            report.mark(List.of(key), node.at());
            entries.forEach((entry, declared) -> {
                report.mark(List.of(key, entry), declared.at());
                builder.action(entry, action(List.of(key, entry), declared));
            });
        }
        return entries;
    }

    private ActionPolicy action(List<String> path, CollectionReader.Declared declared) {
        MappingFields fields = collections.fields("an action", MappingSchema.ACTION, declared.at(), declared.value());
        if (fields == null) {
            return new ActionPolicy(null, Policy.EMPTY);
        }
        String use = fields.find("use", scalars::name);
        if (use != null) {
            policiesMet.add(use);
            report.mark(ErrorReport.path(path, "use"), fields.at("use"));
        }
        return new ActionPolicy(use, layers.layer(path, fields));
    }

    private @Nullable Object global(Position at, YamlNode node) {
        MappingFields fields = collections.fields("global", MappingSchema.GLOBAL, at, node);
        if (fields != null) {
            List<RateLimit> all =
                    fields.read("limits", (key, list) -> limits.limits(List.of("global"), list), List.of());
            builder.global(all.toArray(RateLimit[]::new));
        }
        return fields;
    }

    private @Nullable Object roles(String key, YamlNode node) {
        Map<String, CollectionReader.Declared> names =
                collections.names(key, "a role", node, "{admin: {permissions: [read]}}");
        if (names != null) {
            rolesDeclared.addAll(names.keySet());
            names.forEach((name, declared) -> {
                report.mark(List.of(key, name), declared.at());
                builder.role(name, role(List.of(key, name), declared));
            });
        }
        return names;
    }

    private Role role(List<String> path, CollectionReader.Declared declared) {
        MappingFields fields = collections.fields("a role", MappingSchema.ROLE, declared.at(), declared.value());
        if (fields == null) {
            return Role.of();
        }
        return new Role(
                fields.read("inherits", (key, list) -> layers.roles(ErrorReport.path(path, key), list), Set.of()),
                fields.read("permissions", layers::permissions, Set.of()));
    }

    private @Nullable Escalation escalation(Position at, YamlNode node) {
        MappingFields fields = collections.fields("escalation", MappingSchema.ESCALATION, at, node);
        if (fields == null) {
            return null;
        }
        int violations = fields.require("violations", scalars::integer, 1);
        Duration within = fields.require("within", scalars::duration, ANY);
        List<Duration> block = fields.require("block", this::ladder, List.of(ANY));
        Duration forgetAfter = fields.require("forgetAfter", scalars::duration, ANY);
        Mode mode = fields.read("mode", scalars::mode, Mode.ENFORCE);
        int jitter = fields.read("jitter", scalars::percent, 0);
        try {
            Escalation escalation = new Escalation(violations, within, block, forgetAfter, mode, jitter);
            builder.escalation(escalation);
            return escalation;
        } catch (PolicyException e) {
            e.problems().forEach(problem -> report.add(fields.at(problem.path().get(0)), problem.message()));
            return null;
        }
    }

    private @Nullable List<Duration> ladder(String key, YamlNode list) {
        List<YamlNode> items = collections.items(key, list, "[1m, 10m, 1h]");
        if (items == null) {
            return null;
        }
        List<Duration> ladder = new ArrayList<>();
        for (YamlNode item : items) {
            Duration rung = item instanceof YamlNode.Unusable ? null : scalars.duration("a block", item);
            ladder.add(rung == null ? ANY : rung);
        }
        return ladder;
    }

    private @Nullable UpdateReplay updateReplay(Position at, YamlNode node) {
        MappingFields fields = collections.fields("updateReplay", MappingSchema.UPDATE_REPLAY, at, node);
        if (fields == null) {
            return null;
        }
        UpdateReplay replay = new UpdateReplay(fields.require("window", scalars::duration, ANY));
        builder.updateReplay(replay);
        return replay;
    }

    private @Nullable Stale stale(Position at, YamlNode node) {
        MappingFields fields = collections.fields("stale", MappingSchema.STALE, at, node);
        if (fields == null) {
            return null;
        }
        Stale stale = new Stale(fields.require("after", scalars::duration, ANY));
        builder.stale(stale);
        return stale;
    }

    private @Nullable Object trusted(Position at, YamlNode node) {
        MappingFields fields = collections.fields("trusted", MappingSchema.TRUSTED, at, node);
        if (fields != null) {
            Set<String> subjects = fields.read("subjects", this::trustedIds, Set.of());
            Set<String> roles =
                    fields.read("roles", (key, list) -> layers.roles(List.of("trusted", key), list), Set.of());
            builder.trusted(new Trusted(subjects, roles));
        }
        return fields;
    }

    private @Nullable Set<String> trustedIds(String key, YamlNode node) {
        Map<String, Position> ids = collections.repeatable(key, node, "[\"42\"]", scalars::id);
        if (ids == null) {
            return null;
        }
        report.markAll(List.of("trusted", key), ids.values());
        return ids.keySet();
    }

    private @Nullable Object blocked(String key, YamlNode node) {
        Map<String, Position> ids = collections.repeatable(key, node, "[\"666\"]", scalars::id);
        if (ids != null) {
            report.markAll(List.of(key), ids.values());
            builder.blocked(ids.keySet().toArray(String[]::new));
        }
        return ids;
    }
}
