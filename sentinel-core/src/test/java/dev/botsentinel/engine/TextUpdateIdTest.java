package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Decision;
import dev.botsentinel.decision.Decision.Allowed;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.UpdateReplay;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import dev.botsentinel.store.FingerprintKey;
import dev.botsentinel.store.Refund;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Update ids that are texts, as Slack's and WhatsApp's are. */
class TextUpdateIdTest {

    private static final PolicySet POLICY = PolicySet.builder()
            .updateReplay(new UpdateReplay(Duration.ofMinutes(10)))
            .defaults(Policy.limits(RateLimit.perMinute(100)))
            .build();

    private static Request.Builder by(String subject) {
        return Request.builder("message").subject(subject);
    }

    private static Request event(String id) {
        return by("U42").updateId(id).build();
    }

    private static void assertRedelivered(Decision decision) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.rule()).isEqualTo("update-id"));
    }

    @EachWay
    void aRedeliveryIsRecognisedByItsText(Way way) {
        Bench bench = new Bench(way, POLICY);
        assertThat(bench.decide(event("Ev061F7JG8")).isAllowed()).isTrue();
        assertRedelivered(bench.decide(event("Ev061F7JG8")));
        assertThat(bench.decide(event("Ev061F7JG9")).isAllowed()).isTrue();
        Request paid =
                event("wamid.HBgL").toBuilder().exemption(Exemption.ALWAYS).build();
        assertThat(bench.decide(paid).isAllowed()).isTrue();
        assertRedelivered(bench.decide(paid));
    }

    @Test
    void aTextThatLooksLikeANumberIsAnotherIdThanTheNumber() {
        Bench bench = new Bench(Way.LOCAL, POLICY);
        assertThat(bench.decide(by("U42").updateId("7").build()).isAllowed()).isTrue();
        assertThat(bench.decide(by("U42").updateId(7).build()).isAllowed()).isTrue();
        assertRedelivered(bench.decide(by("U42").updateId("7").build()));
        assertRedelivered(bench.decide(by("U42").updateId(7).build()));
        assertThat(bench.decide(by("U42").updateId("07").build()).isAllowed()).isTrue();
    }

    @Test
    void whatFailedIsReleased() {
        Bench bench = new Bench(Way.LOCAL, POLICY);
        RuntimeException mine = new IllegalStateException("test");
        assertThat(Failing.GUARD.thrown(bench, event("Ev061F7JG8"), mine)).isSameAs(mine);
        assertThat(bench.decide(event("Ev061F7JG8")).isAllowed()).isTrue();
        assertRedelivered(bench.decide(event("Ev061F7JG8")));
    }

    @Test
    void aRefundIsMadeOnceForEachText() {
        Bench bench = new Bench(Way.LOCAL, POLICY);
        for (String id : List.of("one", "two")) {
            Allowed allowed = (Allowed) bench.decide(event(id));
            for (boolean again : List.of(false, true)) {
                assertThat(bench.sentinel
                                .limits()
                                .refund(event(id), allowed, "bot", "")
                                .toCompletableFuture()
                                .join())
                        .containsExactly(again ? Refund.REPEATED : new Refund(1, false));
            }
        }
    }

    @Test
    void storagesSeeAKeyedHashOfATextAndANumberAsItIs() {
        RecordingStore store = new RecordingStore();
        Sentinel<Request> sentinel = Sentinel.<Request>builder(request -> request)
                .policy(POLICY)
                .store(store)
                .build();
        String text = "Ev061F7JG8";
        FingerprintKey key = RecordingStore.KEY;
        for (Request request : List.of(event(text), by("U42").updateId(-5).build())) {
            assertThat(sentinel.check(request).isAllowed()).isTrue();
        }
        assertThat(store.facts)
                .extracting(Facts::updateId)
                .containsExactly(new SipHash(key.k0(), key.k1()).add(text).finish(), -5L);
        assertThat(UpdateIds.number(event(text), FingerprintKey.random()))
                .isNotEqualTo(store.facts.get(0).updateId());
    }

    @Test
    void differentTextsHaveDifferentNumbers() {
        List<String> texts = List.of("7", "07", "7 ", " ", "\u0000", "\u0000\u0000", "я", "\ud83d", "a".repeat(256));
        Set<Long> numbers = new HashSet<>();
        texts.forEach(text -> numbers.add(UpdateIds.number(event(text), RecordingStore.KEY)));
        assertThat(numbers).hasSize(texts.size()).doesNotContain(7L, 0L);
    }
}
