package dev.botsentinel.adapter.tests;

import dev.botsentinel.request.Content;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An adapter of {@link Note}, right or with one fault, and the rule that has to notice it. */
enum NoteFault {
    NONE(""),
    SUBJECT_IS_THE_CHAT("whoWritesIsTheSubject"),
    NO_CHAT("whereItIsWrittenIsTheChat"),
    TOPIC_IN_PLACE_OF_THE_CHAT("topicsAreToldApartWithinTheirChat"),
    ONE_SPACE("spacesAreToldApart"),
    TEXT_IS_THE_ACTION("theActionOfAMessageIsTheSameWhateverIsWritten"),
    COMMAND_LACKS_ITS_SLASH("aCommandIsItsAction"),
    BUTTONS_ARE_ALL_ONE("buttonsAreToldApartByTheirPaths"),
    PATH_OF_ANOTHER_ACTION("aPathContinuesItsAction"),
    NO_CONTENT("theSameTextAgainIsADuplicateAndAnotherIsNot"),
    CONTENT_IS_LOWERED("theSameTextAgainIsADuplicateAndAnotherIsNot"),
    NO_TOPIC("topicsAreToldApartWithinTheirChat"),
    ONE_UPDATE_ID("anUpdateThatComesAgainIsKnownByItsIdAndNewOnesAreNot"),
    EDITS_ARE_REQUESTS("whatNobodySendsAsARequestIsNoViolation"),
    NOTHING_IS_A_REQUEST("whatPeopleSendIsDeliberateAndNotExempt"),
    PAYMENTS_ARE_DROPPED("whatMustNotBeDroppedPassesEveryLimit"),
    EVERYTHING_IS_EXEMPT("whatPeopleSendIsDeliberateAndNotExempt"),
    BOTS_ARE_PEOPLE("botsAreKnown"),
    LONG_TEXTS_THROW("longTextsAreMapped"),
    COUNTS_ITS_CALLS("mappingIsTheSameOnEveryThread"),
    DENIED_UPDATES_ARE_HANDLED("aDeniedUpdateIsNeverHandledAndAcknowledged"),
    DENIED_UPDATES_ARE_NOT_ANSWERED("aDeniedUpdateIsNeverHandledAndAcknowledged"),
    HANDLED_TWICE("anAllowedUpdateIsHandledOnceAndAcknowledged"),
    EXCEPTIONS_END_THE_LOOP("whatAHandlerThrowsDoesNotEndTheLoop"),
    ONLY_EXCEPTIONS_ARE_CONTAINED("whatAHandlerThrowsDoesNotEndTheLoop"),
    FAILURES_ARE_HIDDEN("anUpdateThatFailedIsHandledWhenItComesAgain"),
    A_CLOSED_GUARD_IS_PASSED("aClosedGuardHandlesNothingAndEndsNoLoop");

    private static final AtomicInteger CALLS = new AtomicInteger();

    final String noticedBy;

    NoteFault(String noticedBy) {
        this.noticedBy = noticedBy;
    }

    private boolean is(NoteFault... faults) {
        for (NoteFault fault : faults) {
            if (this == fault) {
                return true;
            }
        }
        return false;
    }

    Request map(Note note) {
        if (is(LONG_TEXTS_THROW) && note.text().length() > 10_000) {
            throw new IllegalArgumentException("too long");
        }
        Request.Builder request = Request.builder(action(note))
                .path(path(note))
                .subject("p" + (is(SUBJECT_IS_THE_CHAT) ? note.chat() : note.person()))
                .chat(chat(note))
                .topic(note.topic() == null || is(NO_TOPIC) ? null : "t" + note.topic())
                .space(note.space() == null ? null : "s" + (is(ONE_SPACE) ? 1 : note.space()))
                .updateId(is(ONE_UPDATE_ID) ? 1 : is(COUNTS_ITS_CALLS) ? CALLS.incrementAndGet() : note.number())
                .deliberate(is(EDITS_ARE_REQUESTS)
                        || (!is(NOTHING_IS_A_REQUEST) && !note.kind().equals("edit")))
                .exemption(exemption(note))
                .bot(note.bot() && !is(BOTS_ARE_PEOPLE));
        if (!is(NO_CONTENT)) {
            request.content(Content.of(note.kind(), content(note)));
        }
        return request.build();
    }

    private String content(Note note) {
        return is(CONTENT_IS_LOWERED) ? note.text().toLowerCase(Locale.ROOT) : note.text();
    }

    private @Nullable String chat(Note note) {
        return is(NO_CHAT)
                ? null
                : is(TOPIC_IN_PLACE_OF_THE_CHAT) && note.topic() != null ? "t" + note.topic() : "c" + note.chat();
    }

    private String action(Note note) {
        return switch (note.kind()) {
            case "command" -> (is(COMMAND_LACKS_ITS_SLASH) ? "" : "/") + note.text();
            case "message" -> is(TEXT_IS_THE_ACTION) ? "message:" + note.text() : "message";
            default -> note.kind();
        };
    }

    private String path(Note note) {
        if (is(PATH_OF_ANOTHER_ACTION)) {
            return "other:" + note.number();
        }
        return note.kind().equals("button") && !is(BUTTONS_ARE_ALL_ONE) ? "button:" + note.text() : action(note);
    }

    private Exemption exemption(Note note) {
        return is(EVERYTHING_IS_EXEMPT) || (note.kind().equals("payment") && !is(PAYMENTS_ARE_DROPPED))
                ? Exemption.ALWAYS
                : Exemption.NONE;
    }

    /** A platform's loop, as this adapter runs it. */
    Delivery<Note> delivery() {
        return (sentinel, handler, note) -> {
            if (is(A_CLOSED_GUARD_IS_PASSED) && sentinel.request(note).isEmpty()) {
                handler.accept(note);
                return true;
            }
            boolean[] ran = new boolean[1];
            try {
                sentinel.guard(update -> run(handler, Objects.requireNonNull(update), ran))
                        .accept(note);
            } catch (RuntimeException failure) {
                if (is(EXCEPTIONS_END_THE_LOOP)) {
                    throw failure;
                }
            } catch (Error error) {
                if (is(ONLY_EXCEPTIONS_ARE_CONTAINED)) {
                    throw error;
                }
            }
            if (!ran[0] && is(DENIED_UPDATES_ARE_HANDLED)) {
                handler.accept(note);
            }
            return ran[0] || !is(DENIED_UPDATES_ARE_NOT_ANSWERED);
        };
    }

    private void run(Consumer<Note> handler, Note note, boolean[] ran) {
        ran[0] = true;
        try {
            handler.accept(note);
            if (is(HANDLED_TWICE)) {
                handler.accept(note);
            }
        } catch (RuntimeException failure) {
            if (!is(FAILURES_ARE_HIDDEN)) {
                throw failure;
            }
        }
    }
}
