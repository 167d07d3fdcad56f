package dev.botsentinel.cli.attack;

import dev.botsentinel.policy.CalendarPeriod;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Policies of all that can be said, in small numbers, so that attackers of a few hundred updates reach every bound. */
public final class RandomPolicies {

    private static final List<String> ENTRIES = List.of(
            "/pay",
            "/admin*",
            "callback:*",
            "callback:buy:17",
            "message:photo",
            "message",
            "message:text:*",
            "edited_*",
            "inline_query",
            "channel_post",
            "*");

    private static final List<Duration> PERIODS = List.of(
            Duration.ofMillis(50),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(7),
            Duration.ofMinutes(1),
            Duration.ofHours(1));

    private static final List<Scope> SCOPES = List.of(Scope.values());

    private final Random random;

    public RandomPolicies(Random random) {
        this.random = random;
    }

    public PolicySet next() {
        PolicySet.Builder builder = PolicySet.builder();
        List<RateLimit> named = new ArrayList<>();
        for (int i = 0; i < random.nextInt(3); i++) {
            named.add(limit().named("named" + i));
        }
        List<String> entries = new ArrayList<>(ENTRIES);
        Collections.shuffle(entries, random);
        for (String entry : entries.subList(0, 1 + random.nextInt(entries.size()))) {
            builder.action(entry, policy(named));
        }
        if (random.nextInt(3) > 0) {
            builder.defaults(policy(named).requires(Requirement.NONE));
        }
        if (random.nextBoolean()) {
            builder.global(limit().scope(random.nextBoolean() ? Scope.GLOBAL : Scope.USER));
        }
        if (random.nextInt(3) == 0) {
            builder.escalation(Escalation.of(
                    5 + random.nextInt(20),
                    Duration.ofMinutes(1),
                    List.of(Duration.ofMillis(200), Duration.ofSeconds(5)),
                    Duration.ofMinutes(10)));
        }
        if (random.nextInt(3) == 0) {
            builder.updateReplay(new UpdateReplay(Duration.ofMinutes(1)));
        }
        return builder.role("admin", Role.of("all")).build();
    }

    private Policy policy(List<RateLimit> named) {
        List<RateLimit> limits = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            RateLimit shared = named.isEmpty() ? null : named.get(random.nextInt(named.size()));
            limits.add(shared != null && random.nextInt(3) == 0 && !limits.contains(shared) ? shared : limit());
        }
        Policy policy = new Policy(limits, null, null, random.nextInt(4) == 0 ? random.nextBoolean() : null);
        if (random.nextInt(3) == 0) {
            policy = policy.debounce(Debounce.window(PERIODS.get(random.nextInt(PERIODS.size()))));
        }
        return random.nextInt(5) == 0 ? policy.requires(Requirement.role("admin")) : policy;
    }

    private RateLimit limit() {
        int permits = 1 + random.nextInt(12);
        int cost = 1 + random.nextInt(Math.min(permits, 2));
        Duration per = PERIODS.get(random.nextInt(PERIODS.size()));
        RateLimit limit = switch (random.nextInt(7)) {
            case 0, 1 -> RateLimit.fixedWindow(permits, per);
            case 2, 3 -> RateLimit.tokenBucket(permits, per, cost + random.nextInt(9));
            case 4 ->
                RateLimit.fixedWindow(
                        permits, new CalendarPeriod(CalendarPeriod.Unit.DAY, CalendarPeriod.DEFAULT_ZONE));
            default -> RateLimit.slidingWindow(permits, per);
        };
        limit = limit.cost(cost).scope(SCOPES.get(random.nextInt(SCOPES.size())));
        if (random.nextInt(6) == 0) {
            limit = limit.shadow();
        }
        return random.nextInt(6) == 0 ? limit.lockout(Duration.ofSeconds(2)) : limit;
    }
}
