package dev.botsentinel.storage.tests;

import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.CalendarPeriod;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A policy that is made up and then changes, a number at a time, while its limits keep their identities. */
final class RandomPolicy {

    private static final List<String> ENTRIES = List.of("/pay", "/pay*", "callback:a", "a:b {}#*", "*");
    private static final String FREE = "/free";
    private static final List<String> NAMES = List.of("money", "everyone", "a:b", "{x}");
    private static final long[] SPANS = {
        250_000,
        999_983,
        3_000_000,
        7_000_000,
        10_000_000,
        10_000_000,
        30_000_000,
        60_000_000,
        60_000_000,
        1_000,
        3_600_000_000L
    };
    private static final int ROOMY = 100;
    private static final int MAX_COST = 3;
    /** Those that fall back most often: every policy has two of them that hold for all actions. */
    private static final List<Scope> RARE = List.of(Scope.TOPIC, Scope.SPACE, Scope.SPACE_MEMBER);

    private static final List<Algorithm> ALGORITHMS = List.of(Algorithm.values());

    /** Whose ends come at different hours of the day. */
    private static final List<CalendarPeriod> PERIODS = List.of(
            CalendarPeriod.day(CalendarPeriod.DEFAULT_ZONE),
            CalendarPeriod.day(ZoneId.of("Europe/Berlin")),
            CalendarPeriod.day(ZoneId.of("Asia/Kathmandu")),
            CalendarPeriod.week(ZoneId.of("America/New_York")),
            CalendarPeriod.month(ZoneId.of("Pacific/Auckland")));

    private static final Duration LONG_WINDOW = Duration.ofDays(7);

    private final SplittableRandom random;
    private final boolean goesBack;

    /** Whether this one lets so much through that full lists of seen values are met. */
    private final boolean longMemory;

    private final Map<String, List<RateLimit>> limits = new LinkedHashMap<>();
    private final Map<String, RateLimit> named = new LinkedHashMap<>();
    private final List<RateLimit> global = new ArrayList<>();
    private final Map<String, Debounce> debounces = new LinkedHashMap<>();
    private @Nullable Escalation escalation;
    private @Nullable UpdateReplay updateReplay;

    /** The limits before the last change, so that two versions of them are in use side by side. */
    private @Nullable Limits before;

    private record Limits(Map<String, List<RateLimit>> own, Map<String, RateLimit> named, List<RateLimit> global) {}

    /** @param goesBack whether changes are often undone and made again */
    RandomPolicy(SplittableRandom random, boolean goesBack) {
        this.goesBack = goesBack;
        this.random = random;
        longMemory = random.nextInt(4) == 0;
        NAMES.forEach(name -> named.put(name, limit(scope()).named(name)));
        limits.put(FREE, List.of());
        for (String entry : ENTRIES) {
            List<RateLimit> own = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                own.add(limit(scope()));
            }
            if (random.nextInt(3) > 0) {
                own.add(named.get(NAMES.get(random.nextInt(NAMES.size()))));
            }
            limits.put(entry, own);
            debounces.put(entry, debounce());
        }
        int rare = random.nextInt(RARE.size());
        global.add(limit(RARE.get(rare)));
        global.add(limit(RARE.get((rare + 1) % RARE.size())));
        global.add(RateLimit.tokenBucket(40, Duration.ofSeconds(1), 60).scope(Scope.GLOBAL));
        escalation = escalation();
        updateReplay = longMemory || random.nextBoolean() ? updateReplay() : null;
    }

    /** Names of actions: every entry is met, and some actions that none of them names. */
    static List<String> actions() {
        return List.of("/pay", "/payment", "/pay*", "callback:a", "a:b {}#*", FREE, FREE, "invented", "message", "*");
    }

    PolicySet current() {
        PolicySet.Builder builder = PolicySet.builder()
                .escalation(escalation)
                .updateReplay(updateReplay)
                .global(global.toArray(RateLimit[]::new));
        limits.forEach((entry, own) -> {
            List<RateLimit> inEffect = own.stream().map(this::byName).toList();
            builder.action(entry, new Policy(inEffect, debounces.getOrDefault(entry, Debounce.OFF), null, null));
        });
        return builder.build();
    }

    private RateLimit byName(RateLimit limit) {
        return limit.name() == null ? limit : named.getOrDefault(limit.name(), limit);
    }

    /** Changes one thing; or, if it goes back, all limits to what they were before the last change. */
    void change() {
        Limits now = new Limits(Map.copyOf(limits), Map.copyOf(named), List.copyOf(global));
        if (goesBack && before != null && random.nextInt(5) > 1) {
            limits.putAll(before.own);
            named.putAll(before.named);
            Collections.copy(global, before.global);
            before = now;
            return;
        }
        before = now;
        String entry = ENTRIES.get(random.nextInt(ENTRIES.size()));
        switch (random.nextInt(10)) {
            case 0 -> escalation = escalation();
            case 1 -> updateReplay = random.nextBoolean() ? updateReplay() : null;
            case 2 -> debounces.put(entry, debounce());
            case 3 -> global.set(0, changed(global.get(0)));
            case 4, 5 ->
                named.computeIfPresent(
                        NAMES.get(random.nextInt(NAMES.size())),
                        (name, limit) -> changed(limit).named(name));
            default ->
                limits.computeIfPresent(entry, (any, own) -> {
                    List<RateLimit> after = new ArrayList<>(own);
                    int index = random.nextInt(after.size());
                    after.set(index, changed(after.get(index)));
                    return after;
                });
        }
    }

    /** The limit with one number changed, so far as that makes a limit; else a new one. */
    private RateLimit changed(RateLimit limit) {
        RateLimit other = limit(limit.scope());
        RateLimit changed = switch (random.nextInt(5)) {
            case 0 -> of(limit.algorithm(), other.permits(), limit.per(), other.permits());
            case 1 -> of(limit.algorithm(), limit.permits(), other.per(), limit.burst());
            case 2 -> of(other.algorithm(), limit.permits(), limit.per(), limit.permits());
            case 3 -> of(limit.algorithm(), limit.permits(), limit.per(), limit.burst() + random.nextInt(3));
            default -> other;
        };
        return mode(changed.scope(limit.scope()), limit.mode());
    }

    private static RateLimit mode(RateLimit limit, Mode mode) {
        return mode == Mode.SHADOW ? limit.shadow() : limit;
    }

    private RateLimit limit(Scope scope) {
        boolean shared = !scope.needsSubject();
        int permits = random.nextInt(90) == 0 ? 0 : 1 + random.nextInt(longMemory ? ROOMY : shared ? 10 : 4);
        Algorithm algorithm = ALGORITHMS.get(random.nextInt(ALGORITHMS.size()));
        RateLimit limit = algorithm == Algorithm.FIXED_WINDOW && random.nextInt(3) == 0
                ? RateLimit.fixedWindow(permits, PERIODS.get(random.nextInt(PERIODS.size())))
                : of(algorithm, permits, span(), 1 + random.nextInt(permits + 2));
        int cost = random.nextInt(4) == 0 ? 1 + random.nextInt(MAX_COST) : 1;
        limit = limit.permits() == 0 || cost <= limit.burst() ? limit.cost(cost) : limit;
        limit = limit.permits() > 0 && random.nextInt(3) == 0 ? limit.lockout(span()) : limit;
        return mode(limit.scope(scope), random.nextInt(6) == 0 ? Mode.SHADOW : Mode.ENFORCE);
    }

    private static RateLimit of(Algorithm algorithm, int permits, Duration per, int burst) {
        return switch (algorithm) {
            case SLIDING_WINDOW -> RateLimit.slidingWindow(permits, per);
            case FIXED_WINDOW -> RateLimit.fixedWindow(permits, per);
            case TOKEN_BUCKET -> RateLimit.tokenBucket(permits, per, permits == 0 ? 0 : burst);
        };
    }

    private Scope scope() {
        int at = random.nextInt(15);
        if (at < RARE.size()) {
            return RARE.get(at);
        }
        return at < 7 ? Scope.USER : at < 10 ? Scope.CHAT : at < 14 ? Scope.MEMBER : Scope.GLOBAL;
    }

    private Debounce debounce() {
        if (longMemory) {
            return Debounce.window(LONG_WINDOW);
        }
        return switch (random.nextInt(6)) {
            case 0 -> Debounce.OFF;
            case 1, 2 -> Debounce.window(span()).shadow();
            default -> Debounce.window(span());
        };
    }

    private UpdateReplay updateReplay() {
        return new UpdateReplay(longMemory ? LONG_WINDOW : span());
    }

    private @Nullable Escalation escalation() {
        int at = random.nextInt(10);
        if (at == 0 || longMemory) {
            return null;
        }
        List<Duration> ladder = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            ladder.add(span());
        }
        Escalation escalation = Escalation.of(2 + random.nextInt(5), span(), ladder, span())
                .jitter(random.nextBoolean() ? 0 : random.nextInt(101));
        return at < 3 ? escalation.shadow() : escalation;
    }

    private Duration span() {
        int longest = random.nextInt(8) == 0 ? SPANS.length : SPANS.length - 2;
        return TraceMicros.duration(SPANS[random.nextInt(longest)]);
    }
}
