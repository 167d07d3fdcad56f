package dev.botsentinel.cli;

import dev.botsentinel.cli.worstcase.CallBound;
import dev.botsentinel.cli.worstcase.Deployment;
import dev.botsentinel.cli.worstcase.Deployment.Kind;
import dev.botsentinel.cli.worstcase.Population;
import dev.botsentinel.cli.worstcase.WorstCase;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.telegram.Telegram;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code explain} is asked: for whom, on how many instances, in which windows.
 *
 * @param users how many users
 * @param instances how many instances of the bot
 * @param asked the windows; empty for the usual ones and those of the limits
 */
record Explanation(PolicySet policy, int users, int instances, List<Duration> asked) {

    private static final List<Duration> USUAL =
            List.of(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1));

    /** A table wider than a terminal helps nobody. */
    private static final int MOST_WINDOWS = 8;

    /**
     * Under what circumstances handlers are called.
     *
     * @param albums whether later parts of albums, which are not charged, are counted too
     */
    record Row(String id, String label, Population population, Deployment deployment, boolean albums) {

        Row(String id, String label, Population population, Deployment deployment) {
            this(id, label, population, deployment, true);
        }

        /** The calls at most that this row tells of a bound. */
        long calls(CallBound bound) {
            return albums ? bound.calls() : bound.charged();
        }

        /** The bound for one action, or for all together. What is never dropped has none. */
        CallBound bound(PolicySet policy, @Nullable String action, Duration window) {
            if (action != null && Telegram.PLATFORM.isExempt(action)) {
                return CallBound.NONE;
            }
            WorstCase worstCase = new WorstCase(policy, population, deployment);
            long micros = window.toNanos() / 1000;
            return action == null ? worstCase.ofAll(micros) : worstCase.of(action, micros);
        }
    }

    List<Row> rows() {
        String many = Numbers.count(users, "user");
        String all = Numbers.count(instances, "instance");
        Population population = Population.anywhere(users);
        return List.of(
                new Row(
                        "user-in-chat-no-albums",
                        "1 user in 1 chat, no albums",
                        Population.of(1, 1),
                        Deployment.SHARED,
                        false),
                new Row("user-in-chat", "1 user in 1 chat", Population.of(1, 1), Deployment.SHARED),
                new Row("user", "1 user in any chats", Population.anywhere(1), Deployment.SHARED),
                new Row("users", many + " in any chats", population, Deployment.SHARED),
                new Row("outage", many + ", storage fails, " + all, population, new Deployment(instances, Kind.OUTAGE)),
                new Row(
                        "separate",
                        many + ", " + all + " with a memory each",
                        population,
                        new Deployment(instances, Kind.SEPARATE)));
    }

    /** The windows for one action, or for all together, from short to long. */
    List<Duration> windows(@Nullable String action) {
        if (!asked.isEmpty()) {
            return List.copyOf(new TreeSet<>(asked));
        }
        TreeSet<Duration> windows = new TreeSet<>(USUAL);
        Collection<EffectivePolicy> entries = action == null ? policy.effective() : List.of(policy.effective(action));
        for (EffectivePolicy entry : entries) {
            for (AppliedLimit limit : entry.limits()) {
                if (windows.size() < MOST_WINDOWS && limit.limit().calendar() == null) {
                    windows.add(limit.limit().per());
                }
            }
        }
        return List.copyOf(windows);
    }
}
