package dev.botsentinel.policytest;

import dev.botsentinel.telegram.TelegramFormatException;
import dev.botsentinel.telegram.TelegramUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a test: {@code when} updates arrive, {@code then} this is decided. */
final class StepReader {

    private static final Set<String> STEP = Set.of("when", "then");
    private static final Set<String> WHEN = new LinkedHashSet<>(List.of(
            "user",
            "channel",
            "chat",
            "as",
            "topic",
            "text",
            "callback",
            "inline",
            "photo",
            "album",
            "edited",
            "ago",
            "updateId",
            "update",
            "at",
            "after",
            "repeat",
            "every"));
    private static final int MOST_REPEATS = 1_000_000;

    private final PolicyTest.Given given;

    StepReader(PolicyTest.Given given) {
        this.given = given;
    }

    TestStep step(FilePart part) {
        Map<String, FilePart> fields = part.fields("a step", STEP);
        FilePart when = fields.get("when");
        FilePart then = fields.get("then");
        if (when == null) {
            part.problem("a step has when: which update arrives, as in when: {user: 42, text: /pay 5}");
        }
        Map<String, FilePart> arrives = when == null ? Map.of() : when.fields("when", WHEN);
        Map<String, FilePart> expected =
                then == null ? new LinkedHashMap<>() : new LinkedHashMap<>(then.fields("then", thenKeys()));
        Long allowed = count(expected.remove("allowed"), "allowed");
        Long denied = count(expected.remove("denied"), "denied");
        return new TestStep(
                part.place(),
                at(arrives.get("at")),
                duration(arrives.get("after"), "after", Duration.ZERO),
                update(part, arrives),
                raw(arrives.get("update")),
                repeat(arrives.get("repeat")),
                duration(arrives.get("every"), "every", Duration.ofMillis(1)),
                Expectation.read(expected),
                allowed,
                denied);
    }

    private static Set<String> thenKeys() {
        Set<String> keys = new LinkedHashSet<>(Expectation.KEYS);
        keys.add("allowed");
        keys.add("denied");
        return keys;
    }

    /** {@code +3s} after the test's clock, or an instant. */
    private @Nullable Instant at(@Nullable FilePart part) {
        if (part == null) {
            return null;
        }
        String text = part.text("at");
        if (!text.startsWith("+")) {
            return part.instant("at");
        }
        return text.equals("+0s") ? given.clock() : given.clock().plus(part.durationOf("at", text.substring(1)));
    }

    private static Duration duration(@Nullable FilePart part, String key, Duration otherwise) {
        return part == null ? otherwise : part.duration(key);
    }

    private static @Nullable Long count(@Nullable FilePart part, String key) {
        return part == null ? null : Long.valueOf(part.whole(key));
    }

    private static int repeat(@Nullable FilePart part) {
        long repeat = part == null ? 1 : part.whole("repeat");
        if (part != null && (repeat < 1 || repeat > MOST_REPEATS)) {
            part.problem("repeat is " + repeat + ", but must be 1 to " + MOST_REPEATS);
            return 1;
        }
        return (int) repeat;
    }

    private static @Nullable SentUpdate update(FilePart step, Map<String, FilePart> fields) {
        FilePart user = fields.get("user");
        FilePart channel = fields.get("channel");
        if (fields.containsKey("update")) {
            return null;
        }
        if ((user == null) == (channel == null)) {
            step.problem("an update is by a user, or in a channel by nobody: write user: 42, or channel: -100, or"
                    + " update: and the whole update");
            return SentUpdate.from(1);
        }
        SentUpdate update = user != null
                ? SentUpdate.from(user.whole("user"))
                : SentUpdate.fromChannel(Objects.requireNonNull(channel).whole("channel"));
        for (Map.Entry<String, FilePart> field : fields.entrySet()) {
            update = with(update, field.getKey(), field.getValue());
        }
        return update;
    }

    private static SentUpdate with(SentUpdate update, String key, FilePart part) {
        return switch (key) {
            case "chat" -> update.in(part.whole(key));
            case "as" -> update.as(part.whole(key));
            case "topic" -> update.topic(part.whole(key));
            case "text" -> update.text(part.text(key));
            case "callback" -> update.callback(part.text(key));
            case "inline" -> update.inline(part.text(key));
            case "photo" -> update.photo(part.text(key));
            case "album" -> update.album(part.text(key));
            case "edited" -> part.truth(key) ? update.edited() : update;
            case "ago" -> update.ago(part.duration(key));
            case "updateId" -> update.updateId(part.whole(key));
            default -> update;
        };
    }

    /** A whole update as the Bot API delivers it, as JSON in a text. */
    private @Nullable TelegramUpdate raw(@Nullable FilePart part) {
        if (part == null) {
            return null;
        }
        try {
            return TelegramUpdate.parse(part.text("update"), given.names());
        } catch (TelegramFormatException e) {
            part.problem("update is no update of the Bot API, as JSON in quotes: " + e.getMessage());
            return null;
        }
    }
}
