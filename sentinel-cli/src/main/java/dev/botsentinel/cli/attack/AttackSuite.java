package dev.botsentinel.cli.attack;

import dev.botsentinel.access.Principal;
import dev.botsentinel.cli.worstcase.CallBound;
import dev.botsentinel.cli.worstcase.Deployment;
import dev.botsentinel.cli.worstcase.Occurrences;
import dev.botsentinel.cli.worstcase.WorstCase;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * All attackers of the book against one policy. Each plays against several actions, with a part of the budget each; all that
 * was handled is held against the worst case, in windows of every length that the policy's limits have.
 */
public final class AttackSuite {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_TARGETS = 8;
    private static final int MOST_EXCESSES = 3;

    private final PolicySet policy;
    private final int budget;
    private final long entries;
    private final Principal principal;
    private final List<AttackTarget> targets;
    private final Set<Duration> windows = new TreeSet<>(List.of(Duration.ofSeconds(1), MINUTE, Duration.ofHours(1)));

    /**
     * A suite.
     *
     * @param budget how many updates each attacker sends, 100 or more
     * @param entries how many users and chats the storage remembers
     * @param insider whether attackers meet every requirement; else they are registered, without roles
     */
    public AttackSuite(PolicySet policy, int budget, long entries, boolean insider) {
        this.policy = policy;
        this.budget = budget;
        this.entries = entries;
        this.principal = insider ? insider(policy) : Principal.REGISTERED;
        this.targets = AttackTarget.of(policy);
        policy.limits().forEach(limit -> windows.add(limit.limit().per()));
    }

    /** Who holds all roles but the trusted ones: those who are trusted are not limited. */
    private static Principal insider(PolicySet policy) {
        Set<String> trusted = new HashSet<>(policy.trusted().roles());
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<String, Role> role : policy.roles().entrySet()) {
                boolean heir = role.getValue().inherits().stream().anyMatch(trusted::contains);
                grown |= heir && trusted.add(role.getKey());
            }
        }
        Set<String> roles = new HashSet<>(policy.roles().keySet());
        roles.removeAll(trusted);
        return new Principal(true, roles, Instant.EPOCH.plus(Duration.ofDays(365_000)));
    }

    /** The names of the attackers. */
    public static List<String> attackers() {
        return AttackBook.ATTACKERS.stream().map(Attacker::name).toList();
    }

    /** Has all attackers play, one after another. */
    public List<AttackOutcome> play() {
        return AttackBook.ATTACKERS.stream().map(this::play).toList();
    }

    private AttackOutcome play(Attacker attacker) {
        List<AttackTarget> attacked = attacker.takesAim() ? attacked() : targets.subList(0, 1);
        AttackOutcome worst = null;
        List<String> excesses = new ArrayList<>();
        for (AttackTarget target : attacked) {
            AttackOutcome outcome = play(attacker, target, Math.max(1, budget / attacked.size()));
            excesses.addAll(outcome.excesses());
            if (worst == null || outcome.calls() > worst.calls()) {
                worst = outcome;
            }
        }
        AttackOutcome most = Objects.requireNonNull(worst, "every policy has a target: *");
        return new AttackOutcome(
                most.attacker(),
                most.does(),
                most.path(),
                most.sent(),
                most.calls(),
                most.took(),
                most.stoppedBy(),
                most.mostInAMinute(),
                most.boundInAMinute(),
                most.bystandersSent(),
                most.bystandersDenied(),
                most.forgotten(),
                excesses.subList(0, Math.min(excesses.size(), MOST_EXCESSES)));
    }

    /** All, or of many some from the beginning to the end of the policy. */
    private List<AttackTarget> attacked() {
        if (targets.size() <= MOST_TARGETS) {
            return targets;
        }
        List<AttackTarget> some = new ArrayList<>();
        for (int i = 0; i < MOST_TARGETS; i++) {
            some.add(targets.get(i * (targets.size() - 1) / (MOST_TARGETS - 1)));
        }
        return some;
    }

    private AttackOutcome play(Attacker attacker, AttackTarget target, int updates) {
        try (Arena arena = new Arena(policy, principal, targets, target, updates, entries);
                Arena calm = new Arena(policy, principal, targets, target, updates, entries)) {
            attacker.play().in(arena);
            calm.onlyBystanders(arena.took());
            WorstCase worstCase = new WorstCase(policy, arena.population(), Deployment.SHARED);
            Bystanders.Suffering suffering = arena.suffering();
            return new AttackOutcome(
                    attacker.name(),
                    attacker.does(),
                    attacker.takesAim() ? target.path() : "",
                    arena.sent(),
                    arena.calls().size(),
                    arena.took(),
                    arena.denials().entrySet().stream()
                            .map(denied -> Map.entry(denied.getKey(), denied.getValue()))
                            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                    .thenComparing(Map.Entry.comparingByKey()))
                            .toList(),
                    arena.calls().mostWithin(micros(MINUTE)),
                    bound(arena, worstCase).calls(),
                    suffering.sent(),
                    Math.max(0, suffering.denied() - calm.suffering().denied()),
                    arena.forgotten(),
                    arena.forgotten() > 0
                            ? List.of()
                            : excesses(arena, worstCase, attacker.name() + " on " + target.path()));
        }
    }

    /** The bound for what he took: for one entry, or for all together. */
    private CallBound bound(Arena arena, WorstCase worstCase) {
        Set<String> taken = arena.callsByEntry().keySet();
        return taken.size() == 1
                ? worstCase.of(pathUnder(taken.iterator().next()), micros(MINUTE))
                : worstCase.ofAll(micros(MINUTE));
    }

    private List<String> excesses(Arena arena, WorstCase worstCase, String run) {
        List<String> excesses = new ArrayList<>();
        for (Duration window : windows) {
            long micros = micros(window);
            add(excesses, run + ", all actions", arena.calls(), worstCase.ofAll(micros), window);
            arena.callsByEntry()
                    .forEach((entry, calls) -> add(
                            excesses, run + ", entry " + entry, calls, worstCase.of(pathUnder(entry), micros), window));
        }
        return excesses;
    }

    private String pathUnder(String entry) {
        return targets.stream()
                .filter(target -> target.entry().entry().equals(entry))
                .findFirst()
                .map(AttackTarget::path)
                .orElse(entry);
    }

    private static void add(List<String> excesses, String what, Occurrences calls, CallBound bound, Duration window) {
        int most = calls.mostWithin(micros(window));
        if (most > bound.calls()) {
            excesses.add(Quote.bare(what) + ": " + most + " handler calls in " + Durations.text(window)
                    + ", but the worst case is " + bound.calls());
        }
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }
}
