package dev.botsentinel.telegrambots;

import java.util.ArrayList;
import java.util.Objects;
import java.util.function.Function;
import org.telegram.telegrambots.longpolling.util.DefaultGetUpdatesGenerator;
import org.telegram.telegrambots.meta.api.methods.updates.GetUpdates;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/**
 * Asks for updates such that one that the library can't read is passed over. Without this, such an update fails the whole
 * answer that it is in; as none of it gets confirmed, the same comes again for ever, and anybody who finds out what to send
 * makes the bot deaf to all.
 *
 * <pre>{@code
 * application.registerBot(token, () -> TelegramUrl.DEFAULT_URL, new LenientUpdates(), ContainedPolling.of(handler));
 * }</pre>
 *
 * <p>An update that is passed over is handed on with its number alone, as one of a kind that the library doesn't know, so that
 * it is confirmed; it is counted and logged, without its content. An update without even a number can't be confirmed and
 * remains a failure; Telegram sends none. An answer is parsed once; only one that the library can't read is parsed again,
 * update by update. Thread-safe.
 */
public final class LenientUpdates implements Function<Integer, GetUpdates> {

    private final Function<Integer, GetUpdates> requests;
    private final LenientAnswers answers = new LenientAnswers();

    /** The requests that the library makes by itself: up to 100 updates, of all kinds but those that have to be asked for. */
    public LenientUpdates() {
        this(new DefaultGetUpdatesGenerator());
    }

    /** Requests made otherwise, as for other kinds of updates. */
    public LenientUpdates(Function<Integer, GetUpdates> requests) {
        this.requests = Objects.requireNonNull(requests, "requests");
    }

    /** The request for what follows the last update received. */
    @Override
    public GetUpdates apply(Integer lastReceived) {
        return new LenientGetUpdates(requests.apply(lastReceived), answers);
    }

    /** How many updates were passed over. One that failed to be confirmed counts each time it comes. */
    public long unreadable() {
        return answers.unreadable();
    }

    /** The library's request, which reads its own answer. */
    private static final class LenientGetUpdates extends GetUpdates {

        private static final long serialVersionUID = 1L;

        private final transient LenientAnswers answers;

        LenientGetUpdates(GetUpdates like, LenientAnswers answers) {
            super(like.getOffset(), like.getLimit(), like.getTimeout(), like.getAllowedUpdates());
            this.answers = answers;
        }

        @Override
        @SuppressWarnings("NonApiType") // declared by the library
        public ArrayList<Update> deserializeResponse(String answer) throws TelegramApiRequestException {
            return answers.read(answer);
        }
    }
}
