package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.PresentIds;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.storage.tests.TraceEvent.Act;
import dev.botsentinel.storage.tests.TraceEvent.Ask;
import dev.botsentinel.storage.tests.TraceEvent.TracedRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes up a trace from a seed: a policy that changes in flight, subjects and chats (some missing, some with hostile
 * ids), bursts, pauses, a clock that at times steps back by less than a minute, and administrators at work. Told of the
 * verdicts, it often asks again exactly when a denial ends and one microsecond before. The same seed and verdicts give
 * the same trace. Not thread-safe.
 *
 * <p>The clock never shows a time that is a minute or more before the latest it has shown: a storage that keeps what has
 * ended for another minute answers as one that keeps everything.
 */
public final class TraceGenerator {

    private static final long START = TraceMicros.of(StoreLaw.START);
    private static final long LONGEST_STEP_BACK = TraceMicros.MINUTE - 1;
    private static final long FARTHEST_RETRY = 2 * TraceMicros.HOUR;
    private static final int MOST_RETRIES = 100;
    private static final int FEW_CONTENTS = 3;
    private static final int MANY_CONTENTS = 60;

    /** How many albums are sent at a time: some owners send more than are remembered. */
    private static final int ALBUMS = 10;

    /** Enough admitted requests to look behind the longest list of seen values. */
    private static final int REMEMBERED = 72;

    /** After so many events, on average, there is a new policy, and after so many one number of it changes. */
    private static final int POLICY_LASTS = 400;

    private static final int POLICY_STANDS = 40;

    private static final int ADMINISTRATORS_ONE_IN = 20;

    private static final List<String> SUBJECTS =
            List.of("42", "7", "a:b", "a", "{42}", "4 2*", "\u0000", "\ud83d", "я".repeat(128));
    private static final List<Step.FirstSeen.Kind> KINDS = List.of(Step.FirstSeen.Kind.values());
    private static final List<String> CHATS = List.of("-100", "-100", "42", "c", "b:c", "}{", "\ude00");

    private static final List<String> TOPICS = List.of("7", "7", "42", "c", "}t:7");
    private static final List<String> SPACES = List.of("9", "9", "-100", "c", "b:c", "\u0000");

    /** With the subject these are one text, if ids are joined by a colon. */
    private static final Map<String, String> SUSPICIOUS_CHATS = Map.of("a:b", "c", "a", "b:c");

    /** A request to be asked again. */
    private record Retry(long atMicros, long number, long endMicros, TracedRequest request) {}

    /** Whose list of seen values. */
    private record Remembering(@Nullable String subject, Step.FirstSeen.Kind kind) {}

    private final long longestStepBack;
    private final SplittableRandom random;
    private final boolean goesBack;
    private RandomPolicy changing;
    private final PriorityQueue<Retry> retries =
            new PriorityQueue<>(Comparator.comparingLong(Retry::atMicros).thenComparingLong(Retry::number));
    private final TraceAdministrator administrator;
    private final Map<Remembering, List<TracedRequest>> remembered = new HashMap<>();
    private final List<TracedRequest> albums = new ArrayList<>();
    private PolicySet policy;
    private String busy = SUBJECTS.get(0);
    private long now = START;
    private long latest = START;
    private long numbers;

    /** A trace from this seed. */
    public TraceGenerator(long seed) {
        this(seed, LONGEST_STEP_BACK, false);
    }

    /** A trace whose clock steps back by less than a second, so that none is taken for corrected. */
    static TraceGenerator withWaveringClock(long seed) {
        return new TraceGenerator(seed, TraceMicros.SECOND - 1, false);
    }

    /** A trace whose policies often go back to the limits they had, and forth again. */
    static TraceGenerator withVersionsSideBySide(long seed) {
        return new TraceGenerator(seed, LONGEST_STEP_BACK, true);
    }

    private TraceGenerator(long seed, long longestStepBack, boolean goesBack) {
        this.longestStepBack = longestStepBack;
        this.goesBack = goesBack;
        random = new SplittableRandom(seed);
        changing = new RandomPolicy(random.split(), goesBack);
        administrator = new TraceAdministrator(random.split());
        policy = changing.current();
    }

    /** The next event. */
    public TraceEvent next() {
        changePolicy();
        turnTheClock();
        int instance = random.nextInt(2);
        Retry due = retries.peek();
        if (due != null && due.atMicros() == now) {
            retries.remove();
            return new TraceEvent(now, instance, ask(due.request(), due.endMicros()));
        }
        Act act = random.nextInt(ADMINISTRATORS_ONE_IN) == 0 ? administer() : ask(request(), -1);
        return new TraceEvent(now, instance, act);
    }

    /** Tells the generator what a storage answered to the event, which must be its latest one. */
    public void observed(TraceEvent event, Verdict verdict) {
        if (!(event.act() instanceof Ask ask)
                || ask.retryOfMicros() >= 0
                || ask.plan().probe()) {
            return;
        }
        if (verdict instanceof Verdict.Refused refused) {
            comeBackAt(refused.untilMicros(), ask.request());
        } else {
            ask.plan().steps().forEach(step -> remember(step, ask.request()));
        }
    }

    private void remember(Step step, TracedRequest request) {
        if (step instanceof Step.FirstSeen seen && seen.mode() == Mode.ENFORCE) {
            Remembering list = new Remembering(request.subject(), seen.kind());
            List<TracedRequest> own = remembered.computeIfAbsent(list, any -> new ArrayList<>());
            own.add(request);
            if (own.size() > REMEMBERED) {
                own.remove(0);
            }
        }
    }

    private void comeBackAt(long end, TracedRequest request) {
        if (end == Verdict.NEVER || end - now > FARTHEST_RETRY || retries.size() >= MOST_RETRIES) {
            return;
        }
        if (end - 1 >= now) {
            retries.add(new Retry(end - 1, numbers++, end, request));
        }
        retries.add(new Retry(end, numbers++, end, request));
    }

    private void changePolicy() {
        int how = random.nextInt(POLICY_LASTS);
        if (how == 0) {
            changing = new RandomPolicy(random.split(), goesBack);
            busy = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
        } else if (how < POLICY_LASTS / POLICY_STANDS) {
            changing.change();
        } else {
            return;
        }
        policy = changing.current();
    }

    private void turnTheClock() {
        Retry due = retries.peek();
        if (due != null && due.atMicros() == now) {
            return;
        }
        int how = random.nextInt(200);
        if (how < 5) {
            long earliest = latest - longestStepBack;
            now = Math.max(earliest, now - 1 - random.nextLong(longestStepBack));
            return;
        }
        if (due != null && how >= 60) {
            now = due.atMicros();
        } else {
            long target = now + step(how);
            now = due == null ? target : Math.min(target, due.atMicros());
        }
        latest = Math.max(latest, now);
    }

    private long step(int how) {
        if (how < 125) {
            return 0;
        }
        if (how < 175) {
            return random.nextLong(50_000);
        }
        if (how < 195) {
            return random.nextLong(TraceMicros.SECOND);
        }
        if (how < 198) {
            return random.nextLong(30 * TraceMicros.SECOND);
        }
        return random.nextInt(8) > 0 ? random.nextLong(20 * TraceMicros.MINUTE) : random.nextLong(2 * TraceMicros.DAY);
    }

    private TracedRequest request() {
        List<String> actions = RandomPolicy.actions();
        String action = actions.get(random.nextInt(actions.size()));
        String subject = subject();
        Step.FirstSeen.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        List<TracedRequest> before = remembered.getOrDefault(new Remembering(subject, kind), List.of());
        if (!before.isEmpty() && random.nextInt(8) == 0) {
            return repeated(before, kind);
        }
        if (!albums.isEmpty() && random.nextInt(6) == 0) {
            return anotherPart(albums.get(random.nextInt(albums.size())));
        }
        Long fingerprint = random.nextInt(8) == 0 ? null : fingerprint(action);
        String chat = chat(subject);
        Long album = random.nextInt(20) == 0 ? numbers++ * 0x9E3779B97F4A7C15L : null;
        TracedRequest request = new TracedRequest(
                action,
                subject,
                chat,
                topic(chat),
                space(chat),
                fingerprint,
                numbers++,
                random.nextInt(12) == 0,
                album);
        if (album != null) {
            albums.add(request);
            if (albums.size() > ALBUMS) {
                albums.remove(0);
            }
        }
        return request;
    }

    /** Mostly with a content of its own. */
    private TracedRequest anotherPart(TracedRequest part) {
        Long fingerprint = random.nextInt(4) == 0 ? part.fingerprint() : Long.valueOf(fingerprint(part.action()));
        return new TracedRequest(
                part.action(),
                part.subject(),
                part.chat(),
                part.topic(),
                part.space(),
                fingerprint,
                random.nextInt(8) == 0 ? part.updateId() : numbers++,
                part.impersonal(),
                part.album());
    }

    private @Nullable String subject() {
        if (random.nextInt(4) == 0) {
            return null;
        }
        return random.nextInt(4) > 0 ? busy : SUBJECTS.get(random.nextInt(SUBJECTS.size()));
    }

    private @Nullable String chat(@Nullable String subject) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        String suspicious = SUSPICIOUS_CHATS.get(subject == null ? "" : subject);
        return suspicious != null && random.nextBoolean() ? suspicious : CHATS.get(random.nextInt(CHATS.size()));
    }

    /** Of some chat: without one it is nowhere, and limits ignore it. */
    private @Nullable String topic(@Nullable String chat) {
        return random.nextBoolean() ? null : chat == null ? "7" : TOPICS.get(random.nextInt(TOPICS.size()));
    }

    private @Nullable String space(@Nullable String chat) {
        return random.nextInt(chat == null ? 4 : 2) > 0 ? null : SPACES.get(random.nextInt(SPACES.size()));
    }

    /** An earlier request, redelivered or sent anew; often one just before or behind the end of a full list. */
    private TracedRequest repeated(List<TracedRequest> before, Step.FirstSeen.Kind kind) {
        int back = random.nextBoolean() ? kind.capacity() - 1 + random.nextInt(3) : random.nextInt(before.size());
        TracedRequest old = before.get(Math.max(0, before.size() - 1 - back));
        long updateId = kind == Step.FirstSeen.Kind.UPDATE_ID ? old.updateId() : numbers++;
        return new TracedRequest(
                old.action(),
                old.subject(),
                old.chat(),
                old.topic(),
                old.space(),
                old.fingerprint(),
                updateId,
                old.impersonal(),
                old.album());
    }

    private long fingerprint(String action) {
        int contents = random.nextBoolean() ? MANY_CONTENTS : FEW_CONTENTS;
        return (action.hashCode() * 31L + random.nextInt(contents)) * 0x9E3779B97F4A7C15L;
    }

    private Ask ask(TracedRequest request, long retryOf) {
        boolean probe = retryOf < 0 && random.nextInt(20) == 0;
        boolean asksForBlocks = random.nextInt(40) != 0;
        return new Ask(request, policy, plan(request, probe, asksForBlocks), retryOf);
    }

    private BoundPlan plan(TracedRequest request, boolean probe, boolean asksForBlocks) {
        EffectivePolicy effective = policy.effective(request.action());
        boolean hasSubject = request.subject() != null;
        PresentIds ids = request.ids().ids();
        List<Step> steps = new ArrayList<>();
        if (request.chat() != null && asksForBlocks) {
            steps.add(Step.NotBlocked.CHAT);
        }
        if (hasSubject && asksForBlocks) {
            steps.add(Step.NotBlocked.ENFORCE);
            steps.add(Step.NotBlocked.SHADOW);
        }
        UpdateReplay replay = policy.updateReplay();
        if (hasSubject && replay != null) {
            steps.add(new Step.FirstSeen(
                    Step.FirstSeen.Kind.UPDATE_ID,
                    Scope.USER,
                    request.updateId(),
                    replay.windowMicros(),
                    Mode.ENFORCE));
        }
        if (request.album() != null) {
            steps.add(new Step.Album(Scope.USER.inEffect(ids)));
        }
        if (request.fingerprint() != null && !effective.debounce().isOff()) {
            steps.add(new Step.FirstSeen(
                    Step.FirstSeen.Kind.FINGERPRINT,
                    Scope.USER.inEffect(ids),
                    request.fingerprint(),
                    effective.debounce().windowMicros(),
                    effective.debounce().mode()));
        }
        for (AppliedLimit limit : effective.limits()) {
            steps.add(new Step.TakePermits(limit.inEffect(ids)));
        }
        boolean counts = hasSubject && !request.impersonal();
        Facts facts = request.ids().withJitterDraw(random.nextInt(Escalation.MAX_DRAW + 1));
        return BoundPlan.of(steps, facts, counts ? policy.escalation() : null, probe);
    }

    private Act administer() {
        return administrator.next(blockable(), busy, request(), policy);
    }

    /** The busiest chat, any chat, or a subject. */
    private String blockable() {
        return switch (random.nextInt(3)) {
            case 0 -> CHATS.get(0);
            case 1 -> CHATS.get(random.nextInt(CHATS.size()));
            default -> SUBJECTS.get(random.nextInt(SUBJECTS.size()));
        };
    }
}
