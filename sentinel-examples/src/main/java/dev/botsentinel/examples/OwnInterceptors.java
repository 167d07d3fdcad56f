package dev.botsentinel.examples;

import dev.botsentinel.Sentinel;
import dev.botsentinel.guard.Call;
import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Ruling;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Two interceptors of one's own: one refuses outside of opening hours, with a reason of its own; the other charges long
 * texts to a limit of its own. Prints what they decide, and how {@code explain()} shows them.
 */
public final class OwnInterceptors {

    /** Refuses all but {@code /help} while the shop is closed. */
    record OpeningHours(LocalTime from, LocalTime to, InstantSource clock) implements Interceptor {

        @Override
        public Ruling examine(Call call) {
            LocalTime now = LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC);
            boolean open = !now.isBefore(from) && now.isBefore(to);
            return open || call.request().action().name().equals("/help") ? Ruling.PASS : Ruling.veto("closed");
        }

        @Override
        public String describe() {
            return "opening hours, " + from + " to " + to;
        }
    }

    /** Has texts of more than so many characters spend a permit of a limit that short ones don't know. */
    record LongTexts(int longest, AppliedLimit limit) implements Interceptor {

        @Override
        public Ruling examine(Call call) {
            Request request = call.request();
            Content content = request.content();
            if (content == null || content.values().get(0).length() <= longest) {
                return Ruling.PASS;
            }
            return Ruling.steps(new Step.TakePermits(limit.inEffect(call.ids())));
        }

        @Override
        public String describe() {
            return "texts longer than " + longest + ": " + limit.limit().describe();
        }
    }

    private final PrintStream out;
    private Instant now = Instant.parse("2026-01-01T08:59:00Z");

    OwnInterceptors(PrintStream out) {
        this.out = out;
    }

    /** Sends a few messages; takes no arguments. */
    public static void main(String[] args) {
        new OwnInterceptors(new PrintStream(System.out, true, StandardCharsets.UTF_8)).run();
    }

    void run() {
        InstantSource clock = () -> now;
        RateLimit seldom = RateLimit.slidingWindow(1, Duration.ofMinutes(10));
        // The key is the identity of the budget; those of a policy begin with = or ~.
        AppliedLimit ofLongTexts = new AppliedLimit("long-texts", "own:long-texts", seldom.scope(), seldom);
        try (MemoryStore store = MemoryStore.builder().time(clock).build();
                Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                        .policy(PolicySet.builder()
                                .defaults(Policy.limits(RateLimit.perMinute(20)))
                                .build())
                        .store(store)
                        .time(clock)
                        .after(Stage.BLOCKLIST, new OpeningHours(LocalTime.of(9, 0), LocalTime.of(18, 0), clock))
                        .before(Stage.LIMITS, new LongTexts(100, ofLongTexts))
                        .build()) {
            out.print(sentinel.explain("/order"));
            send(sentinel, "/order", "a cup");
            send(sentinel, "/help", "when do you open?");
            now = now.plus(Duration.ofMinutes(1));
            send(sentinel, "/order", "a cup");
            send(sentinel, "/order", "a cup ".repeat(50));
            send(sentinel, "/order", "a spoon ".repeat(50));
            send(sentinel, "/order", "a spoon");
        }
    }

    private void send(Sentinel<Request> sentinel, String action, String text) {
        Request request = Request.builder(action)
                .subject("42")
                .chat("42")
                .content(Content.text(text))
                .build();
        String shown = text.length() <= 20 ? text : text.substring(0, 20) + "…";
        out.printf(
                "%s  %-6s  %-21s  %s%n",
                now, action, shown, sentinel.check(request).explain());
    }
}
