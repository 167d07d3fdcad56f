package dev.botsentinel.adapter.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.botsentinel.request.RequestMapper;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a platform's loop keeps with a guard in it. */
record DeliveryRules<U>(ContractGuard<U> guard, RequestMapper<U> mapper, Delivery<U> delivery, List<U> handled)
        implements AutoCloseable {

    DeliveryRules(RequestMapper<U> mapper, Delivery<U> delivery) {
        this(ContractGuard.rememberingIds(mapper), mapper, delivery, new CopyOnWriteArrayList<>());
    }

    private boolean deliver(Consumer<U> handler, U update) throws Exception {
        return delivery.deliver(guard.sentinel(), handler, update);
    }

    void anAllowedUpdateIsHandledOnceAndAcknowledged(U update) throws Exception {
        assertTrue(deliver(handled::add, update), "acknowledged");
        assertEquals(1, handled.size(), "handled");
    }

    void aDeniedUpdateIsNeverHandledAndAcknowledged(U first, U second) throws Exception {
        String subject = String.valueOf(mapper.map(first).subjectId());
        guard.sentinel()
                .blocklist()
                .block(subject, "contract", "a rule")
                .toCompletableFuture()
                .join();
        assertTrue(deliver(handled::add, first), "the denied one is acknowledged");
        assertEquals(0, handled.size(), "handled");
        guard.sentinel()
                .blocklist()
                .unblock(subject, "contract", "a rule")
                .toCompletableFuture()
                .join();
        assertTrue(deliver(handled::add, second), "the next one is acknowledged");
        assertEquals(1, handled.size(), "the loop continues");
    }

    void whatAHandlerThrowsDoesNotEndTheLoop(Supplier<U> updates) throws Exception {
        for (Throwable failure : List.of(new IllegalStateException("a rule"), new StackOverflowError("a rule"))) {
            boolean unused = deliver(
                    update -> {
                        handled.add(update);
                        DeliveryRules.<RuntimeException>fail(failure);
                    },
                    updates.get());
        }
        assertEquals(2, handled.size(), "handled though the first one failed");
    }

    void anUpdateThatFailedIsHandledWhenItComesAgain(U update) throws Exception {
        boolean unused = deliver(
                failing -> {
                    throw new IllegalStateException("a rule");
                },
                update);
        boolean unusedToo = deliver(handled::add, update);
        assertEquals(1, handled.size(), "handled when it came again");
        boolean unusedAsWell = deliver(handled::add, update);
        assertEquals(1, handled.size(), "and only once");
    }

    void aClosedGuardHandlesNothingAndEndsNoLoop(U update) throws Exception {
        guard.sentinel().close();
        boolean unused = deliver(handled::add, update);
        assertEquals(0, handled.size(), "handled");
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void fail(Throwable failure) throws E {
        throw (E) failure;
    }

    @Override
    public void close() {
        guard.close();
    }
}
