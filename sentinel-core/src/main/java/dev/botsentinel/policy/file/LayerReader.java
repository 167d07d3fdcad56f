package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a layer says: limits, debounce, requirements, and what counts as a violation. */
final class LayerReader {

    private static final List<String> KEYS = List.of("limits", "debounce", "requires", "escalates");

    private final ErrorReport report;
    private final ScalarReader scalars;
    private final CollectionReader collections;
    private final LimitReader limits;
    private final Set<String> rolesMet;

    /** @param rolesMet gets the names of the roles that the layers ask for */
    LayerReader(ErrorReport report, Set<String> rolesMet) {
        this.report = report;
        this.scalars = new ScalarReader(report);
        this.collections = new CollectionReader(report);
        this.limits = new LimitReader(report);
        this.rolesMet = rolesMet;
    }

    /** The layer, without what is at fault. */
    Policy layer(List<String> path, MappingFields fields) {
        List<RateLimit> own = fields.find("limits", (key, node) -> limits.limits(path, node));
        Debounce debounce = fields.find("debounce", (key, node) -> debounce(fields.keyAt(key), node));
        Requirement requires = fields.find("requires", (key, node) -> requires(path, fields.keyAt(key), node));
        Boolean escalates = fields.find("escalates", scalars::truth);
        KEYS.forEach(key -> report.mark(ErrorReport.path(path, key), fields.keyAt(key)));
        return new Policy(own, debounce, requires, escalates);
    }

    private @Nullable Debounce debounce(Position at, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return debounceOff(scalar);
        }
        MappingFields fields = collections.fields("debounce", MappingSchema.DEBOUNCE, at, node);
        if (fields == null) {
            return null;
        }
        Duration window = fields.require("window", scalars::duration, Duration.ofSeconds(1));
        Mode mode = fields.read("mode", scalars::mode, Mode.ENFORCE);
        return fields.isClean() ? new Debounce(window, mode) : null;
    }

    private @Nullable Debounce debounceOff(YamlNode.Scalar scalar) {
        if (YamlScalars.isFalse(scalar)
                || scalar.text().toLowerCase(Locale.ROOT).equals("off")) {
            return Debounce.OFF;
        }
        String text = scalar.text();
        boolean isDuration = !text.isEmpty() && Character.isDigit(text.charAt(0));
        report.add(
                scalar.at(),
                "debounce " + YamlScalars.of(scalar) + ", but must be a mapping"
                        + (isDuration ? "; write {window: " + Quote.bare(text) + "}" : ", as in {window: 2s}, or off"));
        return null;
    }

    private @Nullable Requirement requires(List<String> path, Position at, YamlNode node) {
        MappingFields fields = collections.fields("requires", MappingSchema.REQUIRES, at, node);
        if (fields == null) {
            return null;
        }
        boolean registered = fields.read("registered", scalars::truth, false);
        Set<String> roles =
                fields.read("roles", (key, list) -> roles(ErrorReport.path(path, "requires", key), list), Set.of());
        Set<String> permissions = fields.read("permissions", this::permissions, Set.of());
        Duration stepUp = fields.find("stepUp", scalars::duration);
        Mode mode = fields.read("mode", scalars::mode, Mode.ENFORCE);
        return new Requirement(registered, roles, permissions, stepUp, mode);
    }

    /** Names of roles; each is marked under the path. */
    @Nullable
    Set<String> roles(List<String> path, YamlNode list) {
        String key = path.get(path.size() - 1);
        Map<String, Position> names = collections.distinct(key, list, "[admin]", item -> scalars.name("a role", item));
        if (names == null) {
            return null;
        }
        report.markAll(path, names.values());
        rolesMet.addAll(names.keySet());
        return names.keySet();
    }

    @Nullable
    Set<String> permissions(String key, YamlNode list) {
        Map<String, Position> names =
                collections.distinct(key, list, "[read]", item -> scalars.name("a permission", item));
        return names == null ? null : new LinkedHashSet<>(names.keySet());
    }
}
