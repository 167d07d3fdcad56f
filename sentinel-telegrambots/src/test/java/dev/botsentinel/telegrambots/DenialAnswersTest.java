package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.response.DeniedUpdate;
import dev.botsentinel.response.Responder;
import dev.botsentinel.testing.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.telegram.telegrambots.meta.api.methods.AnswerInlineQuery;
import org.telegram.telegrambots.meta.api.methods.AnswerPreCheckoutQuery;
import org.telegram.telegrambots.meta.api.methods.AnswerShippingQuery;
import org.telegram.telegrambots.meta.api.methods.groupadministration.AnswerChatJoinRequestQuery;
import org.telegram.telegrambots.meta.api.methods.send.SendMessage;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.exceptions.TelegramApiRequestException;

/** What a denied user is answered, and what the API can do about it. */
class DenialAnswersTest {

    private static final String FLOOD =
            "{'ok':false,'error_code':429,'description':'Too Many Requests'," + "'parameters':{'retry_after':30}}";
    private static final String LIMITED = "That was too much; try again in 12 s.";

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeClient api = new FakeClient();
    private final Reachability reachability = Reachability.create();
    private final DenialAnswers answers = DenialAnswers.builder(api.client())
            .time(time)
            .reachability(reachability)
            .build();

    private static Denied denied(Reason reason) {
        Duration wait = Duration.ofSeconds(12);
        return reason == Reason.RATE_LIMITED
                ? new Denied(reason, "money", null, null, 0L, wait, Instant.EPOCH.plus(wait), null)
                : Denied.of(reason, "internal");
    }

    private CompletionStage<?> explain(Update update, Reason reason) {
        return answer(answers.explaining(), update, reason);
    }

    private static CompletionStage<?> answer(Responder<DeniedUpdate<Update>> by, Update update, Reason reason) {
        return by.respond(new DeniedUpdate<>(update, TelegramBots.request(update), denied(reason)));
    }

    private static Update inGroup(String more) {
        return Updates.of(
                1,
                "message",
                "'message_id':1,'from':{'id':42,'is_bot':false,'first_name':'Zo'},"
                        + "'chat':{'id':-100,'type':'supergroup'},'date':1,'text':'hi'" + more);
    }

    @Test
    void aCallbackIsAnsweredAlwaysAndExplainedOnce() {
        explain(Updates.callback(1, 42, "buy"), Reason.RATE_LIMITED);
        answer(answers.acknowledging(), Updates.callback(2, 42, "buy"), Reason.RATE_LIMITED);
        explain(Updates.callback(3, 42, "buy"), Reason.DUPLICATE);
        assertThat(api.notes()).containsExactly(LIMITED, "", "");
        assertThat(api.texts()).isEmpty();
    }

    @Test
    void aPrivateMessageIsExplainedAndNoOther() {
        explain(Updates.text(1, 42, "hi"), Reason.RATE_LIMITED);
        answer(answers.acknowledging(), Updates.text(2, 42, "hi"), Reason.RATE_LIMITED);
        explain(Updates.text(3, 42, "hi"), Reason.DUPLICATE);
        explain(inGroup(""), Reason.RATE_LIMITED);
        explain(Updates.of(4, "edited_message", "'message_id':1,'chat':{'id':42,'type':'private'}"), Reason.BLOCKED);
        explain(Updates.of(5, "poll_answer", ""), Reason.BLOCKED);
        assertThat(api.texts()).containsExactly(LIMITED);
        assertThat(((SendMessage) api.called.get(0)).getChatId()).isEqualTo("42");
    }

    private static Update query(String kind) {
        return Updates.of(
                1,
                kind,
                "'id':'q','query':'pizza','offset':'','invoice_payload':'7','from':{'id':42,"
                        + "'is_bot':false,'first_name':'Zo','language_code':'de'}");
    }

    @Test
    void aDeniedInlineQueryFindsNothingForThisUserAndNotForLong() {
        explain(query("inline_query"), Reason.RATE_LIMITED);
        answer(answers.acknowledging(), query("inline_query"), Reason.DUPLICATE);
        assertThat(api.called).hasSize(2).allSatisfy(method -> {
            AnswerInlineQuery answer = (AnswerInlineQuery) method;
            assertThat(answer.getInlineQueryId()).isEqualTo("q");
            assertThat(answer.getResults()).isEmpty();
            assertThat(answer.getIsPersonal()).isTrue();
            assertThat(answer.getCacheTime()).isEqualTo(1);
            answer.validate();
        });
    }

    @Test
    void aDeniedPaymentIsRefusedWithTheReasonEachTime() {
        explain(query("pre_checkout_query"), Reason.BLOCKED);
        answer(answers.acknowledging(), query("pre_checkout_query"), Reason.BLOCKED);
        assertThat(api.called).hasSize(2).allSatisfy(method -> {
            AnswerPreCheckoutQuery answer = (AnswerPreCheckoutQuery) method;
            assertThat(answer.getPreCheckoutQueryId()).isEqualTo("q");
            assertThat(answer.getOk()).isFalse();
            assertThat(answer.getErrorMessage()).isEqualTo("Du bist gesperrt.");
            answer.validate();
        });
    }

    @Test
    void aDeniedShippingIsRefusedWithTheReason() {
        answer(answers.acknowledging(), query("shipping_query"), Reason.BLOCKED);
        AnswerShippingQuery answer = (AnswerShippingQuery) api.called.get(0);
        assertThat(answer.getShippingQueryId()).isEqualTo("q");
        assertThat(answer.getOk()).isFalse();
        assertThat(answer.getErrorMessage()).isEqualTo("Du bist gesperrt.");
    }

    /** It is the query that the handler has got already: to refuse it now would undo a payment. */
    @ParameterizedTest
    @ValueSource(strings = {"inline_query", "pre_checkout_query", "shipping_query"})
    void aQueryThatIsDeliveredAgainIsLeftToTheHandler(String kind) {
        Update update = query(kind);
        Denied again = Denied.of(Reason.DUPLICATE, "update-id");
        answers.explaining().respond(new DeniedUpdate<>(update, TelegramBots.request(update), again));
        assertThat(api.called).isEmpty();
    }

    @Test
    void groupsAreAnsweredInTheirTopicIfAskedFor() {
        DenialAnswers everywhere =
                DenialAnswers.builder(api.client()).inGroups().build();
        answer(everywhere.explaining(), inGroup(",'is_topic_message':true,'message_thread_id':7"), Reason.FORBIDDEN);
        SendMessage message = (SendMessage) api.called.get(0);
        assertThat(message.getChatId()).isEqualTo("-100");
        assertThat(message.getMessageThreadId()).isEqualTo(7);
    }

    @Test
    void aDeniedRequestToJoinWaitsForAnAdministrator() {
        String request = "'chat':{'id':-100,'type':'supergroup'},'from':{'id':42,'is_bot':false,'first_name':'Zo'},"
                + "'user_chat_id':42,'date':1";
        explain(Updates.of(1, "chat_join_request", request + ",'query_id':'j'"), Reason.RATE_LIMITED);
        explain(Updates.of(2, "chat_join_request", request), Reason.RATE_LIMITED);
        assertThat(api.called).hasSize(1);
        AnswerChatJoinRequestQuery answer = (AnswerChatJoinRequestQuery) api.called.get(0);
        assertThat(answer.getChatJoinRequestQueryId()).isEqualTo("j");
        assertThat(answer.getResult()).isEqualTo("queue");
    }

    @Test
    void whoWritesToAChannelIsAnsweredInTheirTopic() {
        DenialAnswers everywhere =
                DenialAnswers.builder(api.client()).inGroups().build();
        answer(everywhere.explaining(), inGroup(",'direct_messages_topic':{'topic_id':7}"), Reason.FORBIDDEN);
        answer(everywhere.explaining(), inGroup(",'direct_messages_topic':{'topic_id':7000000000}"), Reason.FORBIDDEN);
        assertThat(api.called).as("the library can't address the second").hasSize(1);
        assertThat(((SendMessage) api.called.get(0)).getDirectMessagesTopicId()).isEqualTo(7);
    }

    @Test
    void botsAreNeverAnswered() {
        Update message = Updates.of(
                1,
                "message",
                "'message_id':1,'from':{'id':42,'is_bot':true,'first_name':'Zo'},'chat':{'id':42,'type':'private'},"
                        + "'date':1,'text':'hi'");
        explain(message, Reason.RATE_LIMITED);
        assertThat(api.called).isEmpty();
    }

    @Test
    void aRetryAfterKeepsMessagesFromThatChatAloneUntilItHasPassed() {
        api.refuse(FLOOD);
        assertThat(explain(Updates.text(1, 42, "a"), Reason.RATE_LIMITED)).isCompletedExceptionally();
        assertThat(explain(Updates.text(2, 42, "a"), Reason.RATE_LIMITED).thenApply(Responder.NOTHING::equals))
                .isCompletedWithValue(true);
        explain(Updates.callback(3, 42, "buy"), Reason.RATE_LIMITED);
        assertThat(api.called).as("one message, and the callback all the same").hasSize(2);
        assertThat(answers.withheld()).isEqualTo(1);
        explain(Updates.text(4, 43, "a"), Reason.RATE_LIMITED);
        assertThat(api.texts()).as("another chat").hasSize(2);

        time.advance(Duration.ofSeconds(30));
        explain(Updates.text(5, 42, "a"), Reason.RATE_LIMITED);
        assertThat(api.texts()).hasSize(3);
    }

    @Test
    void whoHasBlockedTheBotIsFoundOutAndLeftAlone() {
        api.refuse("{'ok':false,'error_code':403,'description':'Forbidden: bot was blocked by the user'}");
        assertThat(explain(Updates.text(1, 42, "a"), Reason.RATE_LIMITED)).isCompletedExceptionally();
        assertThat(reachability.isUnreachable(42)).isTrue();
        explain(Updates.text(2, 42, "a"), Reason.BLOCKED);
        assertThat(api.called).hasSize(1);
        assertThat(answers.withheld()).isEqualTo(1);
    }

    @Test
    void aRefusalInAGroupSaysNothingOfTheUser() {
        api.refuse("{'ok':false,'error_code':403,'description':'Forbidden: bot was kicked from the group'}");
        DenialAnswers everywhere = DenialAnswers.builder(api.client())
                .reachability(reachability)
                .inGroups()
                .build();
        answer(everywhere.explaining(), inGroup(""), Reason.FORBIDDEN);
        assertThat(reachability.isUnreachable(42)).isFalse();
    }

    @Test
    void whateverTheClientDoesFailsTheStage() {
        api.answers = method -> CompletableFuture.failedFuture(new IOException("gone"));
        assertThat(explain(Updates.text(1, 42, "a"), Reason.BLOCKED)).isCompletedExceptionally();
        api.refuse("<html>");
        assertThat(explain(Updates.text(1, 42, "a"), Reason.BLOCKED))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(TelegramApiRequestException.class);
        api.answers = method -> {
            throw new IllegalStateException("closed");
        };
        assertThat(explain(Updates.text(1, 42, "a"), Reason.BLOCKED)).isCompletedExceptionally();
    }
}
