package dev.botsentinel.cli.suggest;

import dev.botsentinel.cli.worstcase.LimitComparison;
import dev.botsentinel.cli.worstcase.Occurrences;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Suggests limits: the smallest that would have denied something to at most a share of the ordinary users. */
public final class Suggester {

    private static final List<Duration> WINDOWS =
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

    private final double falseDenials;
    private final int leastUsers;

    /**
     * @param falseDenials the share of ordinary users that may be denied something by an action's limits, 0 to 1
     * @param leastUsers an action with fewer users counts as {@code *}: too few say nothing, and anybody can invent actions
     */
    public Suggester(double falseDenials, int leastUsers) {
        this.falseDenials = falseDenials;
        this.leastUsers = leastUsers;
    }

    /** What the traffic suggests, the busiest action first, {@code *} last. */
    public List<Suggestion> suggest(RecordedTraffic traffic) {
        List<Duration> windows = windows(traffic.lastMicros() - traffic.firstMicros());
        Map<String, Occurrences> rest = new HashMap<>();
        List<Suggestion> suggestions = new ArrayList<>();
        traffic.byAction().forEach((action, byUser) -> {
            if (byUser.size() < leastUsers || action.equals(PolicySet.ANY)) {
                byUser.forEach((user, done) -> rest.merge(user, done, Occurrences::and));
            } else {
                suggestions.add(suggest(action, byUser, windows));
            }
        });
        suggestions.sort(
                Comparator.comparingLong(Suggestion::updates).reversed().thenComparing(Suggestion::action));
        if (rest.size() >= leastUsers) {
            suggestions.add(suggest(PolicySet.ANY, rest, windows));
        }
        return suggestions;
    }

    /** A recording says nothing of windows that are longer than it. */
    private static List<Duration> windows(long recordedMicros) {
        return WINDOWS.stream()
                .filter(window -> window.equals(WINDOWS.get(0)) || micros(window) <= recordedMicros)
                .toList();
    }

    private Suggestion suggest(String action, Map<String, Occurrences> byUser, List<Duration> windows) {
        Occurrences[] all = byUser.values().toArray(Occurrences[]::new);
        List<Peaks> peaks = new ArrayList<>();
        for (Duration window : windows) {
            peaks.add(new Peaks(Arrays.stream(all)
                    .mapToInt(done -> done.mostWithin(micros(window)))
                    .toArray()));
        }
        int[] ordinary = IntStream.range(0, all.length)
                .filter(user -> peaks.stream().noneMatch(window -> window.of(user) > window.floodLevel()))
                .toArray();
        int mayBeDenied = (int) (falseDenials * ordinary.length);
        int[] served = served(ordinary, peaks, mayBeDenied);
        List<SuggestedLimit> limits = limits(windows, peaks, ordinary, served);
        long updates = Arrays.stream(all).mapToLong(Occurrences::size).sum();
        return new Suggestion(
                action,
                updates,
                ordinary.length,
                all.length - ordinary.length,
                denied(ordinary, windows, peaks, limits),
                limits);
    }

    /** All but the busiest: those who are farthest above the 90th percentile in any window. */
    private static int[] served(int[] ordinary, List<Peaks> peaks, int denied) {
        return Arrays.stream(ordinary)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer user) -> busyness(user, peaks))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .skip(denied)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double busyness(int user, List<Peaks> peaks) {
        return peaks.stream()
                .mapToDouble(window -> (double) window.of(user) / window.quantile(0.9))
                .max()
                .orElse(0);
    }

    private static List<SuggestedLimit> limits(
            List<Duration> windows, List<Peaks> peaks, int[] ordinary, int[] served) {
        if (served.length == 0) {
            return List.of();
        }
        List<RateLimit> all = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            all.add(limit(peaks.get(i).only(served).max(), windows.get(i)));
        }
        List<SuggestedLimit> limits = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            RateLimit limit = all.get(i);
            if (all.stream()
                    .noneMatch(
                            other -> !other.per().equals(limit.per()) && LimitComparison.neverRefuses(limit, other))) {
                limits.add(suggested(limit, peaks.get(i).only(ordinary)));
            }
        }
        return limits;
    }

    private static SuggestedLimit suggested(RateLimit limit, Peaks peaks) {
        return new SuggestedLimit(
                limit.per(),
                limit.permits(),
                peaks.quantile(0.5),
                peaks.quantile(0.95),
                peaks.quantile(0.99),
                peaks.max());
    }

    /** The limit as a policy can have it: a sliding window as long as it may remember all permits, then a bucket. */
    static RateLimit limit(int permits, Duration per) {
        return permits <= RateLimit.MAX_SLIDING_PERMITS
                ? RateLimit.slidingWindow(permits, per)
                : RateLimit.tokenBucket(permits, per);
    }

    private static int denied(int[] ordinary, List<Duration> windows, List<Peaks> peaks, List<SuggestedLimit> limits) {
        return (int) Arrays.stream(ordinary)
                .filter(user -> limits.stream()
                        .anyMatch(
                                limit -> peaks.get(windows.indexOf(limit.per())).of(user) > limit.permits()))
                .count();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
