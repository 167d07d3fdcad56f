package dev.botsentinel.storage.tests.chain;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.chain.ChainEvent.Act;
import dev.botsentinel.storage.tests.chain.ChainEvent.Ask;
import dev.botsentinel.storage.tests.chain.ChainEvent.Edge;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes up a trace from a seed: updates of all kinds, policies that come and go, principals that change, and a clock
 * that stands, runs, and at times steps back by less than a second. Told of the decisions, it often asks again exactly
 * when a wait ends and one microsecond before. The same seed and decisions give the same trace. Not thread-safe.
 */
final class ChainTrace {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<String> SUBJECTS =
            List.of("42", "42", "42", "42", "7", "7", "7", "a:b", "a", "{42}", "4 2*", "\u0000", TracedPolicy.BLOCKED);
    private static final List<String> CHATS = List.of("-100", "-100", "42", "c", "b:c", "}{");
    private static final List<String> TOPICS = List.of("7", "7", "42", "c");
    private static final List<String> SPACES = List.of("9", "9", "-100", "b:c");
    private static final List<String> CONTENTS = List.of("one", "two", "three", "four");

    private static final Duration FARTHEST_RETRY = Duration.ofMinutes(2);
    private static final int MOST_RETRIES = 100;
    private static final int POLICY_LASTS = 120;
    private static final int KNOWLEDGE_LASTS = 25;

    /** A request to be asked again. */
    private record Retry(Instant at, long number, Edge edge, Request request) {}

    private final SplittableRandom random;
    private final TracedPolicy policies;
    private final PriorityQueue<Retry> retries =
            new PriorityQueue<>(Comparator.comparing(Retry::at).thenComparingLong(Retry::number));
    private final List<Act> prelude = new ArrayList<>();
    private @Nullable Request latest;
    private @Nullable Request album;
    private Instant now = START;
    private long numbers;

    ChainTrace(long seed) {
        random = new SplittableRandom(seed);
        policies = new TracedPolicy(random.split());
        prelude.add(new ChainEvent.Follow(policies.next()));
        Set.copyOf(SUBJECTS).stream().sorted().forEach(subject -> prelude.add(know(subject)));
    }

    /** The next event. */
    ChainEvent next() {
        if (!prelude.isEmpty()) {
            return new ChainEvent(now, prelude.remove(0));
        }
        turnTheClock();
        Retry due = retries.peek();
        if (due != null && due.at().equals(now)) {
            retries.remove();
            return new ChainEvent(now, new Ask(due.request(), due.edge()));
        }
        return new ChainEvent(now, act());
    }

    /** Tells the trace what was decided on its latest request. */
    void observed(Ask ask, Decision decision) {
        if (ask.edge() == Edge.ONE_MICROSECOND_BEFORE
                || !(decision instanceof Denied denied)
                || denied.retryAfter() == null
                || denied.retryAfter().compareTo(FARTHEST_RETRY) > 0
                || retries.size() >= MOST_RETRIES) {
            return;
        }
        Instant end = now.plus(denied.retryAfter());
        retries.add(new Retry(end.minus(1, ChronoUnit.MICROS), numbers++, Edge.ONE_MICROSECOND_BEFORE, ask.request()));
        retries.add(new Retry(end, numbers++, Edge.EXACTLY_AT, ask.request()));
    }

    private Act act() {
        if (random.nextInt(POLICY_LASTS) == 0) {
            return new ChainEvent.Follow(policies.next());
        }
        if (random.nextInt(KNOWLEDGE_LASTS) == 0) {
            return know(oneOf(SUBJECTS));
        }
        return switch (random.nextInt(120)) {
            case 0 -> new ChainEvent.Block(oneOf(SUBJECTS), duration(10_000_000));
            case 1 -> new ChainEvent.Unblock(oneOf(SUBJECTS));
            default -> new Ask(request(), Edge.NONE);
        };
    }

    private void turnTheClock() {
        Retry due = retries.peek();
        if (due != null && due.at().equals(now)) {
            return;
        }
        int how = random.nextInt(200);
        if (how < 2) {
            now = now.minus(duration(1_000_000));
        } else if (due != null && how >= 55) {
            now = due.at();
        } else {
            Instant target = now.plus(step(how));
            now = due == null || target.isBefore(due.at()) ? target : due.at();
        }
    }

    private Duration step(int how) {
        if (how < 75) {
            return Duration.ZERO;
        }
        if (how < 170) {
            return duration(50_000);
        }
        if (how < 192) {
            return duration(1_000_000);
        }
        return how < 198 ? duration(30_000_000) : duration(20 * 60_000_000L);
    }

    /** Up to so many microseconds, at least one. */
    private Duration duration(long micros) {
        return Duration.of(1 + random.nextLong(micros), ChronoUnit.MICROS);
    }

    private Request request() {
        Request before = latest;
        int how = random.nextInt(24);
        if (before != null && how < 2) {
            return before;
        }
        latest = before != null && how < 6 ? repeated(before) : how < 9 && album != null ? partOf(album) : fresh();
        return latest;
    }

    /** The same again, under a number of its own. */
    private Request repeated(Request request) {
        return request.toBuilder()
                .updateId(numbers++)
                .album(null)
                .exemption(Exemption.NONE)
                .build();
    }

    private Request fresh() {
        Request.Builder request = facts(oneOf(TracedPolicy.ACTIONS));
        boolean nowhere = random.nextInt(9) == 0;
        request.subject(nowhere || random.nextInt(7) == 0 ? null : new Subject(oneOf(SUBJECTS)));
        request.chat(nowhere || random.nextInt(5) == 0 ? null : oneOf(CHATS));
        request.topic(random.nextBoolean() ? null : oneOf(TOPICS));
        request.space(nowhere || random.nextBoolean() ? null : oneOf(SPACES));
        request.impersonal(random.nextInt(12) == 0);
        request.deliberate(random.nextInt(8) > 0);
        switch (random.nextInt(12)) {
            case 0 -> request.sentAt(now.minus(duration(120_000_000)));
            case 1, 2 -> request.sentAt(now);
            default -> {}
        }
        switch (random.nextInt(40)) {
            case 0 -> request.exemption(Exemption.ALWAYS);
            case 1 -> request.exemption(Exemption.UNLESS_BLOCKED);
            case 2, 3, 4, 5 -> request.album("album " + numbers);
            default -> {}
        }
        Request made = request.build();
        album = made.album() == null ? album : made;
        return made;
    }

    /** A later part of the latest album, now and then a command. */
    private Request partOf(Request first) {
        return facts(random.nextInt(6) == 0 ? "/pay" : first.action().name())
                .subject(first.subject())
                .chat(first.chat())
                .topic(first.topic())
                .space(first.space())
                .impersonal(first.impersonal())
                .album(first.album())
                .build();
    }

    private Request.Builder facts(String action) {
        Request.Builder request = Request.builder(action).updateId(numbers++);
        if (action.equals("callback:a") && random.nextBoolean()) {
            request.path("callback:a:b:" + numbers % 3);
        }
        if (action.equals("message") && random.nextBoolean()) {
            return request.pathWithText("message:text").text(oneOf(CONTENTS));
        }
        return random.nextInt(4) == 0 ? request : request.content(Content.text(oneOf(CONTENTS)));
    }

    private ChainEvent.Know know(String subject) {
        return new ChainEvent.Know(subject, resolution(), random.nextBoolean());
    }

    private @Nullable Resolution resolution() {
        int how = random.nextInt(20);
        if (how < 3) {
            return null;
        }
        if (how < 4) {
            return Resolution.veto();
        }
        Set<String> roles = oneOf(List.of(
                Set.of(),
                Set.of("user"),
                Set.of("user"),
                Set.of("admin"),
                Set.of("admin", "ghost"),
                Set.of(TracedPolicy.TRUSTED_ROLE)));
        Instant stepUp = switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> now.minus(duration(600_000_000));
            case 2 -> now.plus(duration(600_000_000));
            default -> now;
        };
        return Resolution.of(new Principal(random.nextInt(4) > 0, roles, stepUp));
    }

    private <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
