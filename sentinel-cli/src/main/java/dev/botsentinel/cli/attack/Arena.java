package dev.botsentinel.cli.attack;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.Principal;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.cli.worstcase.Occurrences;
import dev.botsentinel.cli.worstcase.Population;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.request.Request;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Where one attacker plays against a fresh guard, while bystanders use the bot as usual. Time stands until the attacker lets it
 * pass. Not thread-safe.
 */
final class Arena implements AutoCloseable {

    /** The chat in which the attacker is unless he says otherwise; half of the bystanders are in it too. */
    static final long GROUP = -100;

    /** A block has half of the policy's jitter: a run is the same each time. */
    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final int PRINCIPALS_KEPT = 1000;

    private final ManualTime time = new ManualTime(START);
    private final MemoryStore store;
    private final Sentinel<Request> sentinel;
    private final List<AttackTarget> targets;
    private final AttackTarget target;
    private final Bystanders bystanders;
    private final int budget;

    private final Occurrences calls = new Occurrences();
    private final Map<String, Occurrences> callsByEntry = new HashMap<>();
    private final Map<String, Long> denials = new HashMap<>();
    private final Set<String> subjects = new HashSet<>();
    private final Set<String> chats = new HashSet<>();
    private final Set<String> topics = new HashSet<>();
    private boolean nobody;
    private int sent;

    /**
     * @param attacker who all that isn't a bystander is to the guard
     * @param target what is attacked first of all
     * @param budget how many updates the attacker may send
     * @param entries how many users and chats the storage remembers
     */
    Arena(
            PolicySet policy,
            Principal attacker,
            List<AttackTarget> targets,
            AttackTarget target,
            int budget,
            long entries) {
        this.store = MemoryStore.builder().time(time).maximumEntries(entries).build();
        this.targets = targets;
        this.target = target;
        this.budget = budget;
        this.sentinel = Sentinel.<Request>builder(request -> request)
                .policy(policy)
                .store(store)
                .resolver(PrincipalResolver.immediate(request -> attacker))
                .principalCache(FOR_EVER, PRINCIPALS_KEPT)
                .time(time)
                .random(MIDDLE)
                .executor(Runnable::run)
                .build();
        this.bystanders = new Bystanders(targets, budget);
    }

    List<AttackTarget> targets() {
        return targets;
    }

    AttackTarget target() {
        return target;
    }

    /** Whether the attacker has sent all that he may. */
    boolean isOver() {
        return sent >= budget;
    }

    int sent() {
        return sent;
    }

    int budget() {
        return budget;
    }

    Instant now() {
        return time.instant();
    }

    /** Lets time pass. Bystanders send meanwhile what they would have sent anyway. */
    void pass(Duration duration) {
        Instant end = time.instant().plus(duration);
        bystanders.sendUntil(end, time, sentinel);
        time.set(end);
    }

    void passMicros(long micros) {
        pass(Duration.ofNanos(micros * 1000));
    }

    /** The attacker's update; null, and nothing sent, if his budget is spent. */
    @Nullable
    Decision send(Request request) {
        if (isOver()) {
            return null;
        }
        sent++;
        note(request);
        Decision decision = sentinel.check(request);
        if (decision instanceof Denied denied) {
            denials.merge(denied.rule(), 1L, Long::sum);
        } else {
            long micros = Duration.between(START, time.instant()).toNanos() / 1000;
            calls.add(micros);
            callsByEntry
                    .computeIfAbsent(sentinel.policy().effective(request.path()).entry(), any -> new Occurrences())
                    .add(micros);
        }
        return decision;
    }

    private void note(Request request) {
        String subject = request.subjectId();
        String chat = request.chat();
        nobody |= subject == null;
        if (subject != null) {
            subjects.add(subject);
        }
        if (chat != null) {
            chats.add(chat);
            if (request.topic() != null) {
                topics.add(chat + "/" + request.topic());
            }
        }
    }

    Occurrences calls() {
        return calls;
    }

    Map<String, Occurrences> callsByEntry() {
        return callsByEntry;
    }

    /** How often each rule denied the attacker something. */
    Map<String, Long> denials() {
        return denials;
    }

    /** As whom, and from where, the attacker has sent. */
    Population population() {
        return new Population(Math.max(1, subjects.size()), chats.size(), topics.size(), nobody);
    }

    /** How many updates bystanders sent, and how many of them were denied that would not have been without the attacker. */
    Bystanders.Suffering suffering() {
        return bystanders.suffering();
    }

    Duration took() {
        return Duration.between(START, time.instant());
    }

    /** How many owners the storage had to forget while they were blocked or exhausted. */
    long forgotten() {
        return store.stats().evictions();
    }

    /** The same bystanders for as long, without an attacker. */
    void onlyBystanders(Duration duration) {
        pass(duration);
    }

    @Override
    public void close() {
        sentinel.close();
        store.close();
    }
}
