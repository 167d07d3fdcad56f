package dev.botsentinel.examples;

import dev.botsentinel.Sentinel;
import dev.botsentinel.event.ErrorKind;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.request.Content;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;
import dev.botsentinel.response.Responder;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * No Telegram in here: a pipeline of door terminals, whose updates are a type of its own, behind the guard. All it takes is
 * a mapper; who is denied is told why, once, and who meets an error gets an incident's id instead of an exception.
 */
public final class OwnUpdateType {

    /** Somebody held a card to a terminal. */
    record Swipe(String card, String building, String door) {}

    private final PrintStream out;
    private final InstantSource clock;

    OwnUpdateType(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Swipes a few cards; takes no arguments. */
    public static void main(String[] args) {
        new OwnUpdateType(new PrintStream(System.out, true, StandardCharsets.UTF_8), InstantSource.system()).run();
    }

    void run() {
        try (MemoryStore store = MemoryStore.builder().time(clock).build();
                Sentinel<Swipe> sentinel = guard(store)) {
            Consumer<Swipe> terminals = sentinel.guard(this::open);
            terminals.accept(new Swipe("4711", "north", "lab"));
            terminals.accept(new Swipe("4711", "north", "lab"));
            terminals.accept(new Swipe("4711", "north", "archive"));
            terminals.accept(new Swipe("4711", "south", "archive"));
            terminals.accept(new Swipe("4711", "north", "archive"));
            terminals.accept(new Swipe("0815", "north", "lab"));
            try {
                terminals.accept(new Swipe("0815", "north", "cellar"));
            } catch (IllegalStateException stuck) {
                out.println("log      " + stuck.getMessage());
            }
            while (sentinel.responses().sent() < 3) {
                Thread.onSpinWait(); // a bot runs on; this one would be gone before its last answers
            }
        }
    }

    /** The twenty lines that an update type of one's own takes. */
    private Sentinel<Swipe> guard(MemoryStore store) {
        RequestMapper<Swipe> mapper = swipe -> Request.builder(swipe.door())
                .subject(swipe.card())
                .chat(swipe.building())
                .content(Content.of("swipe", swipe.door()))
                .build();
        PolicySet policy = PolicySet.builder()
                .defaults(Policy.limits(RateLimit.perMinute(10)).debounce(Debounce.window(Duration.ofSeconds(30))))
                .action("archive", Policy.limits(RateLimit.perMinute(1)))
                .build();
        return Sentinel.builder(mapper)
                .policy(policy)
                .store(store)
                .time(clock)
                .onDenied(Responder.blocking(denied -> show(denied.update(), denied.safeText())))
                .errorClassifier((failure, request) -> ErrorKind.TRANSIENT)
                .onHandlerError(Responder.blocking(
                        failed -> show(failed.update(), failed.safeText().replace(failed.incident(), "its number"))))
                .build();
    }

    private void open(Swipe swipe) {
        if (swipe.door().equals("cellar")) {
            throw new IllegalStateException("the bolt of the cellar is stuck");
        }
        show(swipe, "open");
    }

    private void show(Swipe swipe, String text) {
        out.printf("%-8s %s %s: %s%n", swipe.door(), swipe.card(), swipe.building(), text);
    }
}
