package dev.botsentinel.policy.file;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.LimitPeriod;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads limits. A value that can't be read doesn't hide that another is impossible: {@link RateLimit} judges the rest,
 * with harmless values standing in.
 */
final class LimitReader {

    private static final LimitPeriod ANY = new LimitPeriod(Duration.ofSeconds(1), null);

    private final ErrorReport report;
    private final ScalarReader scalars;
    private final CollectionReader collections;

    LimitReader(ErrorReport report) {
        this.report = report;
        this.scalars = new ScalarReader(report);
        this.collections = new CollectionReader(report);
    }

    /** The limits without fault, in order; null if it is no list. */
    @Nullable
    List<RateLimit> limits(List<String> path, YamlNode node) {
        List<YamlNode> items = collections.items("limits", node, "[{permits: 10, per: 60s}]");
        if (items == null) {
            return null;
        }
        List<RateLimit> limits = new ArrayList<>();
        for (YamlNode item : items) {
            MappingFields fields = collections.fields("a limit", MappingSchema.LIMIT, item.at(), item);
            RateLimit limit = fields == null ? null : limit(fields);
            if (fields != null && limit != null) {
                List<String> here = ErrorReport.path(path, "limits", Integer.toString(limits.size()));
                report.mark(here, item.at());
                report.mark(ErrorReport.path(here, "name"), fields.at("name"));
                limits.add(limit);
            }
        }
        return limits;
    }

    private @Nullable RateLimit limit(MappingFields fields) {
        int permits = fields.require("permits", scalars::integer, 1);
        String zone = fields.find("zone", scalars::name);
        LimitPeriod period =
                fields.require("per", (key, node) -> scalars.period(key, node, zone, fields.at("zone")), ANY);
        Algorithm algorithm = fields.read("algorithm", scalars::algorithm, Algorithm.SLIDING_WINDOW);
        boolean misplaced = burstIsMisplaced(fields, permits, algorithm);
        Integer burst = fields.find("burst", scalars::integer);
        boolean countable = !fields.failed("permits", "algorithm", "burst");
        RateLimit limit = judge(
                fields,
                fields.find("name", scalars::name),
                permits,
                countable ? period : ANY,
                countable ? algorithm : Algorithm.TOKEN_BUCKET,
                permits == 0 ? 0 : burst != null ? burst : capacity(fields, permits));
        return misplaced || !fields.isClean() ? null : limit;
    }

    private @Nullable RateLimit judge(
            MappingFields fields,
            @Nullable String name,
            int permits,
            LimitPeriod period,
            Algorithm algorithm,
            int burst) {
        Scope scope = fields.read("scope", scalars::scope, Scope.USER);
        int cost = fields.read("cost", scalars::integer, 1);
        Mode mode = fields.read("mode", scalars::mode, Mode.ENFORCE);
        boolean spareTrusted = fields.read("spareTrusted", scalars::truth, true);
        Duration lockout = fields.find("lockout", scalars::duration);
        try {
            return new RateLimit(
                    name,
                    permits,
                    period.per(),
                    algorithm,
                    burst,
                    scope,
                    cost,
                    mode,
                    spareTrusted,
                    period.calendar(),
                    lockout);
        } catch (PolicyException e) {
            e.problems().forEach(problem -> report.add(fields.at(problem.path().get(0)), problem.message()));
            return null;
        }
    }

    /** The capacity without burst; the largest if it isn't known, so that no cost is above it. */
    private static int capacity(MappingFields fields, int permits) {
        return fields.failed("permits", "burst") ? Integer.MAX_VALUE : permits;
    }

    /** Even a burst that says what holds anyway is misunderstood there. */
    private boolean burstIsMisplaced(MappingFields fields, int permits, Algorithm algorithm) {
        if (!fields.mentions("burst") || fields.failed("algorithm", "burst")) {
            return false;
        }
        boolean denies = permits == 0;
        if (!denies && algorithm == Algorithm.TOKEN_BUCKET) {
            return false;
        }
        report.add(
                fields.keyAt("burst"),
                denies
                        ? "burst does not go with permits: 0, which denies always; remove it"
                        : "burst goes with algorithm: token-bucket only; remove it, or say so");
        fields.remove("burst");
        return true;
    }
}
