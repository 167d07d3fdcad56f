package dev.botsentinel.adapter.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.botsentinel.decision.Reason;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.RequestMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every adapter keeps, as JUnit 5 tests to inherit. {@code docs/adapters.md} explains each rule.
 *
 * <pre>{@code
 * class MyPlatformTest extends AdapterContract<MyUpdate> {
 *     @Override
 *     protected RequestMapper<MyUpdate> mapper() {
 *         return MyPlatform::request;
 *     }
 *
 *     @Override
 *     protected MyUpdate message(int person, int chat, String text) {
 *         return MyUpdates.message(person, chat, text);
 *     }
 *     // and so on
 * }
 * }</pre>
 *
 * <p>Every method makes a new update, as the platform would send it: two calls with the same arguments are two updates.
 * Persons, chats, topics and spaces are numbers from 1; make ids of them as the platform writes them. Return null, or an
 * empty list, for what the platform doesn't have: the rules about it are then skipped, and reported as such.
 *
 * @param <U> the platform's update type
 */
public abstract class AdapterContract<U> {

    /** For the test that inherits the contract. */
    protected AdapterContract() {}

    /** The adapter. */
    protected abstract RequestMapper<U> mapper();

    /** A message that a person writes in a chat. */
    protected abstract U message(int person, int chat, String text);

    /** A command with this name, without the platform's sign for commands: {@code pay}. Its action is {@code /pay}. */
    protected abstract @Nullable U command(int person, int chat, String name);

    /** A press of the same message's button with this data. */
    protected abstract @Nullable U button(int person, int chat, String data);

    /** A message in a topic, or thread, of a chat. */
    protected abstract @Nullable U inTopic(int person, int chat, int topic, String text);

    /** A message in a chat of a space: a guild, a workspace. */
    protected abstract @Nullable U inSpace(int person, int space, int chat, String text);

    /** A message that another bot writes. */
    protected abstract @Nullable U byBot(int chat, String text);

    /** Updates that nobody sends as a request, one of each kind: edits, reactions, typing. */
    protected abstract List<U> notDeliberate();

    /** Updates that must reach the handler, one of each kind: payments, memberships. */
    protected abstract List<U> exempt();

    /** How the platform's loop runs a guarded handler; null if the adapter only maps. */
    protected abstract @Nullable Delivery<U> delivery();

    private Request map(@Nullable U update) {
        return mapper().map(Objects.requireNonNull(update));
    }

    private static <T> void skipUnless(@Nullable T update, String what) {
        assumeTrue(update != null, "the platform has no " + what);
    }

    private Stream<Request> samples() {
        List<@Nullable U> updates = new ArrayList<>();
        updates.add(message(1, 1, "text"));
        updates.add(command(1, 1, "pay"));
        updates.add(button(1, 1, "buy"));
        updates.add(inTopic(1, 1, 1, "text"));
        updates.add(inSpace(1, 1, 1, "text"));
        updates.add(byBot(1, "text"));
        updates.addAll(notDeliberate());
        updates.addAll(exempt());
        return updates.stream().filter(Objects::nonNull).map(this::map);
    }

    /** The same question of two updates. */
    private static void tellsApart(
            String what, Function<Request, @Nullable Object> fact, Request one, Request same, Request other) {
        assertNotNull(fact.apply(one), what);
        assertEquals(fact.apply(one), fact.apply(same), what + " of both");
        assertNotEquals(fact.apply(one), fact.apply(other), what + " of another");
    }

    @Test
    void whoWritesIsTheSubject() {
        tellsApart(
                "the subject",
                Request::subjectId,
                map(message(1, 1, "a")),
                map(message(1, 2, "b")),
                map(message(2, 1, "a")));
    }

    @Test
    void whereItIsWrittenIsTheChat() {
        tellsApart(
                "the chat", Request::chat, map(message(1, 1, "a")), map(message(2, 1, "b")), map(message(1, 2, "a")));
    }

    @Test
    void whoPressesAButtonIsTheSubjectInItsChat() {
        skipUnless(button(1, 1, "buy"), "buttons");
        Request press = map(button(1, 1, "buy"));
        Request message = map(message(1, 1, "a"));
        assertEquals(message.subjectId(), press.subjectId(), "the subject");
        assertEquals(message.chat(), press.chat(), "the chat");
    }

    @Test
    void topicsAreToldApartWithinTheirChat() {
        skipUnless(inTopic(1, 1, 1, "a"), "topics");
        Request one = map(inTopic(1, 1, 1, "a"));
        Request other = map(inTopic(1, 1, 2, "a"));
        tellsApart("the topic", Request::topic, one, map(inTopic(2, 1, 1, "b")), other);
        assertEquals(one.chat(), other.chat(), "the chat of both topics");
    }

    @Test
    void spacesAreToldApart() {
        skipUnless(inSpace(1, 1, 1, "a"), "spaces");
        tellsApart(
                "the space",
                Request::space,
                map(inSpace(1, 1, 1, "a")),
                map(inSpace(2, 1, 2, "b")),
                map(inSpace(1, 2, 3, "a")));
    }

    @Test
    void theActionOfAMessageIsTheSameWhateverIsWritten() {
        String action = map(message(1, 1, "hello")).actionName();
        assertEquals(action, map(message(1, 1, "something else, with 1 and :")).actionName());
        assertFalse(action.startsWith("/"), "a message looks like a command: " + action);
    }

    @Test
    void aCommandIsItsAction() {
        skipUnless(command(1, 1, "pay"), "commands");
        assertEquals("/pay", map(command(1, 1, "pay")).actionName());
        assertEquals("/help", map(command(1, 1, "help")).actionName());
    }

    @Test
    void buttonsAreToldApartByTheirPaths() {
        skipUnless(button(1, 1, "buy"), "buttons");
        assertNotEquals(
                map(button(1, 1, "buy")).path(), map(button(1, 1, "sell")).path());
    }

    @Test
    void aPathContinuesItsAction() {
        samples()
                .forEach(request -> assertTrue(
                        request.path().equals(request.actionName())
                                || request.path().startsWith(request.actionName() + ":"),
                        "the path " + request.path() + " doesn't continue the action " + request.actionName()));
    }

    @Test
    void theSameTextAgainIsADuplicateAndAnotherIsNot() {
        try (ContractGuard<U> guard = ContractGuard.debouncing(mapper())) {
            assertTrue(guard.allows(message(1, 1, "a")), "the first");
            assertEquals(Reason.DUPLICATE, guard.reason(message(1, 1, "a")), "the same again");
            assertTrue(guard.allows(message(1, 1, "A")), "another text");
            assertTrue(guard.allows(message(2, 1, "a")), "another person");
        }
    }

    @Test
    void theSameTextInAnotherTopicIsNoDuplicate() {
        skipUnless(inTopic(1, 1, 1, "a"), "topics");
        try (ContractGuard<U> guard = ContractGuard.debouncing(mapper())) {
            assertTrue(guard.allows(Objects.requireNonNull(inTopic(1, 1, 1, "a"))));
            assertTrue(guard.allows(Objects.requireNonNull(inTopic(1, 1, 2, "a"))));
        }
    }

    @Test
    void theSameButtonAgainIsADuplicateAndAnotherIsNot() {
        skipUnless(button(1, 1, "buy"), "buttons");
        try (ContractGuard<U> guard = ContractGuard.debouncing(mapper())) {
            assertTrue(guard.allows(Objects.requireNonNull(button(1, 1, "buy"))));
            assertEquals(Reason.DUPLICATE, guard.reason(Objects.requireNonNull(button(1, 1, "buy"))));
            assertTrue(guard.allows(Objects.requireNonNull(button(1, 1, "sell"))));
        }
    }

    @Test
    void anUpdateThatComesAgainIsKnownByItsIdAndNewOnesAreNot() {
        U update = message(1, 1, "a");
        assumeTrue(map(update).hasUpdateId(), "the platform's updates have no ids");
        try (ContractGuard<U> guard = ContractGuard.rememberingIds(mapper())) {
            assertTrue(guard.allows(update), "the first");
            assertEquals(Reason.DUPLICATE, guard.reason(update), "delivered again");
            assertTrue(guard.allows(message(1, 1, "a")), "a new one with the same text");
        }
    }

    @Test
    void whatPeopleSendIsDeliberateAndNotExempt() {
        List<@Nullable U> requests = new ArrayList<>();
        requests.add(message(1, 1, "a"));
        requests.add(command(1, 1, "pay"));
        requests.add(button(1, 1, "buy"));
        requests.stream().filter(Objects::nonNull).map(this::map).forEach(request -> {
            assertTrue(request.deliberate(), "deliberate: " + request.actionName());
            assertFalse(request.impersonal(), "impersonal: " + request.actionName());
            assertFalse(request.bot(), "a bot: " + request.actionName());
            assertEquals(Exemption.NONE, request.exemption(), request.actionName());
        });
    }

    @Test
    void whatNobodySendsAsARequestIsNoViolation() {
        List<U> updates = notDeliberate();
        assumeTrue(!updates.isEmpty(), "everything on the platform is a request");
        updates.stream().map(this::map).forEach(request -> assertFalse(request.deliberate(), request.actionName()));
    }

    @Test
    void whatMustNotBeDroppedPassesEveryLimit() {
        List<U> updates = exempt();
        assumeTrue(!updates.isEmpty(), "nothing on the platform is exempt");
        try (ContractGuard<U> guard = ContractGuard.allowingNothing(mapper())) {
            assertFalse(guard.allows(message(1, 1, "a")), "an ordinary one");
            updates.forEach(
                    update -> assertTrue(guard.allows(update), map(update).actionName()));
        }
    }

    @Test
    void botsAreKnown() {
        skipUnless(byBot(1, "a"), "other bots");
        assertTrue(map(byBot(1, "a")).bot());
    }

    @Test
    void longTextsAreMapped() {
        assertNotNull(map(message(1, 1, "x".repeat(100_000))).subjectId());
    }

    @Test
    void mappingIsTheSameOnEveryThread() throws InterruptedException, ExecutionException {
        U update = message(1, 1, "a");
        String facts = facts(map(update));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(threads.submit(() -> facts(map(update))));
            }
            for (Future<String> one : all) {
                assertEquals(facts, one.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String facts(Request request) {
        return String.join(
                "|",
                request.path(),
                request.subjectId(),
                request.chat(),
                request.topic(),
                request.space(),
                request.hasUpdateId() ? request.updateId() + " " + request.updateIdText() : null,
                String.valueOf(request.sentAt()),
                String.valueOf(
                        request.content() == null ? null : request.content().values()));
    }

    @Test
    void anAllowedUpdateIsHandledOnceAndAcknowledged() throws Exception {
        try (DeliveryRules<U> rules = rules()) {
            rules.anAllowedUpdateIsHandledOnceAndAcknowledged(message(1, 1, "a"));
        }
    }

    @Test
    void aDeniedUpdateIsNeverHandledAndAcknowledged() throws Exception {
        try (DeliveryRules<U> rules = rules()) {
            rules.aDeniedUpdateIsNeverHandledAndAcknowledged(message(1, 1, "a"), message(1, 1, "b"));
        }
    }

    @Test
    void whatAHandlerThrowsDoesNotEndTheLoop() throws Exception {
        try (DeliveryRules<U> rules = rules()) {
            rules.whatAHandlerThrowsDoesNotEndTheLoop(() -> message(1, 1, "a"));
        }
    }

    @Test
    void anUpdateThatFailedIsHandledWhenItComesAgain() throws Exception {
        U update = message(1, 1, "a");
        assumeTrue(map(update).hasUpdateId(), "the platform's updates have no ids");
        try (DeliveryRules<U> rules = rules()) {
            rules.anUpdateThatFailedIsHandledWhenItComesAgain(update);
        }
    }

    @Test
    void aClosedGuardHandlesNothingAndEndsNoLoop() throws Exception {
        try (DeliveryRules<U> rules = rules()) {
            rules.aClosedGuardHandlesNothingAndEndsNoLoop(message(1, 1, "a"));
        }
    }

    private DeliveryRules<U> rules() {
        Delivery<U> delivery = delivery();
        assumeTrue(delivery != null, "the adapter only maps");
        return new DeliveryRules<>(mapper(), Objects.requireNonNull(delivery));
    }
}
