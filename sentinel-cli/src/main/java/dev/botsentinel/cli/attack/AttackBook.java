package dev.botsentinel.cli.attack;

import dev.botsentinel.cli.worstcase.EntryKinds;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.policy.Algorithm;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The attackers. Each sends until its budget is spent; none knows more than a user can: what was denied, and for how long. */
final class AttackBook {

    static final List<Attacker> ATTACKERS = List.of(
            new Attacker("flooder", "one user, as fast as he can", true, AttackBook::flood),
            new Attacker("many-accounts", "a hundred users take turns", true, AttackBook::manyAccounts),
            new Attacker("hopper", "one user takes another action each time", false, AttackBook::hop),
            new Attacker(
                    "double-tapper",
                    "everything is sent twice, the second time at once or a little later",
                    true,
                    AttackBook::doubleTap),
            new Attacker(
                    "album-smuggler",
                    "albums of ten, begun as often as it goes, continued later",
                    true,
                    AttackBook::smuggle),
            new Attacker("edit-storm", "one message, edited all the time", false, AttackBook::edit),
            new Attacker("block-evader", "from chat to chat, and in the name of channels", true, AttackBook::evade),
            new Attacker("topic-hopper", "another topic of the group each time", true, AttackBook::hopTopics),
            new Attacker("slow-drip", "as often as the limits allow, for ever", true, AttackBook::drip),
            new Attacker("retrier", "again at the very instant that a denial names", true, AttackBook::retry),
            new Attacker("edge-runner", "bursts before and behind the edges of windows", true, AttackBook::runEdges),
            new Attacker("inventor", "commands and buttons that nobody knows", false, AttackBook::invent),
            new Attacker(
                    "crowd", "exhausts a limit, then thousands of invented users, then again", true, AttackBook::crowd),
            new Attacker("redeliverer", "old updates again, by their ids", true, AttackBook::redeliver),
            new Attacker("anonymous", "channel posts by nobody, in many channels", false, AttackBook::postAnonymously));

    private static final long USER = 7_000_666;
    private static final long CHANNEL = -2000;
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration LONGEST_WAIT = Duration.ofDays(40);
    private static final int ACCOUNTS = 100;
    private static final int ALBUM_PARTS = 10;
    private static final int ALBUMS_AT_ONCE = 8;

    private AttackBook() {}

    /** The attacker's usual update: with a content and an id of its own. */
    private static Request.Builder update(Arena arena, AttackTarget target) {
        return target.request()
                .subject(USER)
                .chat(Arena.GROUP)
                .updateId(arena.sent())
                .text("n" + arena.sent());
    }

    private static Request.Builder update(Arena arena) {
        return update(arena, arena.target());
    }

    private static void flood(Arena arena) {
        while (!arena.isOver()) {
            arena.send(update(arena).build());
            arena.pass(TICK);
        }
    }

    private static void manyAccounts(Arena arena) {
        while (!arena.isOver()) {
            arena.send(update(arena).subject(USER + arena.sent() % ACCOUNTS).build());
            arena.pass(TICK);
        }
    }

    private static void hop(Arena arena) {
        List<AttackTarget> targets = arena.targets();
        while (!arena.isOver()) {
            arena.send(update(arena, targets.get(arena.sent() % targets.size())).build());
            arena.pass(TICK);
        }
    }

    private static void doubleTap(Arena arena) {
        for (int n = 0; !arena.isOver(); n++) {
            Request tap = update(arena).text("tap " + n).build();
            arena.send(tap);
            arena.passMicros(n % 2 == 0 ? 0 : 50_000);
            arena.send(tap.toBuilder().updateId(arena.sent()).build());
            arena.pass(Duration.ofMillis(200));
        }
    }

    /** The first parts of eight albums, then their others; in the middle of it the next minute may begin. */
    private static void smuggle(Arena arena) {
        if (!EntryKinds.canBeAlbums(arena.target().entry().entry())) {
            flood(arena); // only messages are parts of albums
            return;
        }
        for (int round = 0; !arena.isOver(); round++) {
            for (int part = 0; part < ALBUM_PARTS && !arena.isOver(); part++) {
                for (int album = 0; album < ALBUMS_AT_ONCE; album++) {
                    arena.send(update(arena).album("a" + round + "." + album).build());
                }
                arena.pass(round % 3 == 0 ? TICK : Duration.ofSeconds(6));
            }
        }
    }

    private static void edit(Arena arena) {
        while (!arena.isOver()) {
            arena.send(Request.builder("edited_message")
                    .subject(USER)
                    .chat(Arena.GROUP)
                    .deliberate(false)
                    .updateId(arena.sent())
                    .text("n" + arena.sent())
                    .build());
            arena.pass(TICK);
        }
    }

    private static void evade(Arena arena) {
        while (!arena.isOver()) {
            long n = arena.sent() % 60;
            Request.Builder update = update(arena).chat(CHANNEL - n / 2);
            arena.send(n % 2 == 0 ? update.build() : update.subject(CHANNEL - n).build());
            arena.pass(TICK);
        }
    }

    private static void hopTopics(Arena arena) {
        while (!arena.isOver()) {
            arena.send(update(arena).topic("t" + arena.sent() % 50).build());
            arena.pass(TICK);
        }
    }

    /** As often as the strictest of his limits allows in the long run. */
    private static void drip(Arena arena) {
        long pauseMicros = 1000;
        for (AppliedLimit applied : arena.target().entry().limits()) {
            RateLimit limit = applied.limit();
            if (limit.permits() > 0 && !applied.isShadow()) {
                long each = limit.perMicros() / Math.max(1, limit.permits() / limit.cost());
                pauseMicros = Math.max(pauseMicros, each);
            }
        }
        while (!arena.isOver()) {
            arena.send(update(arena).build());
            arena.passMicros(pauseMicros);
        }
    }

    private static void retry(Arena arena) {
        while (!arena.isOver()) {
            Decision decision = arena.send(update(arena).build());
            if (decision instanceof Denied denied) {
                Duration wait = denied.retryAfter();
                arena.pass(wait == null || wait.compareTo(LONGEST_WAIT) > 0 ? Duration.ofSeconds(1) : wait);
            }
        }
    }

    /** For each limit in turn: a burst at the last instant of a window of it, and one at the first of the next. */
    private static void runEdges(Arena arena) {
        List<AppliedLimit> limits = arena.target().entry().limits();
        for (int i = 0; !arena.isOver(); i++) {
            if (limits.isEmpty()) {
                arena.send(update(arena).build());
                arena.pass(TICK);
                continue;
            }
            RateLimit limit = limits.get(i % limits.size()).limit();
            passToEdge(arena, limit);
            burst(arena, limit);
            arena.passMicros(1);
            burst(arena, limit);
            if (limit.algorithm() != Algorithm.FIXED_WINDOW) {
                arena.passMicros(Math.min(limit.perMicros(), LONGEST_WAIT.toNanos() / 1000));
            }
        }
    }

    private static void passToEdge(Arena arena, RateLimit limit) {
        Instant now = arena.now();
        long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        long edge = limit.windowEndMicros(micros);
        if (edge - micros - 1 > 0 && edge - micros < LONGEST_WAIT.toNanos() / 1000) {
            arena.passMicros(edge - micros - 1);
        }
    }

    /** Two more than the limit holds. */
    private static void burst(Arena arena, RateLimit limit) {
        int size = Math.min(limit.burst(), arena.budget()) / limit.cost() + 2;
        for (int n = 0; n < size && !arena.isOver(); n++) {
            arena.send(update(arena).build());
        }
    }

    private static void invent(Arena arena) {
        while (!arena.isOver()) {
            int n = arena.sent();
            String action = n % 2 == 0 ? "/zz" + n : "callback:zz" + n;
            arena.send(Request.builder(action)
                    .subject(USER)
                    .chat(Arena.GROUP)
                    .updateId(n)
                    .text("n" + n)
                    .build());
            arena.pass(TICK);
        }
    }

    /** Whoever is forgotten begins with full budgets. */
    private static void crowd(Arena arena) {
        int own = Math.min(200, arena.budget() / 10);
        while (!arena.isOver()) {
            for (int n = 0; n < own; n++) {
                arena.send(update(arena).build());
            }
            for (int n = 0; n < 8 * own && !arena.isOver(); n++) {
                arena.send(update(arena).subject(1_000_000L + arena.sent()).build());
                arena.passMicros(1000);
            }
        }
    }

    private static void redeliver(Arena arena) {
        while (!arena.isOver()) {
            Request first = update(arena).build();
            arena.send(first);
            for (int again = 0; again < 3; again++) {
                arena.pass(Duration.ofSeconds(again * 20L));
                arena.send(first);
            }
        }
    }

    private static void postAnonymously(Arena arena) {
        while (!arena.isOver()) {
            arena.send(Request.builder("channel_post")
                    .chat(CHANNEL - arena.sent() % 20)
                    .updateId(arena.sent())
                    .text("n" + arena.sent())
                    .build());
            arena.pass(TICK);
        }
    }
}
