package dev.botsentinel.redis.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.redis.client.SlotTable.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotTableTest {

    private static final int LAST = 16383;
    private static final Node A = new Node("a", 1);
    private static final Node B = new Node("b", 2);
    private static final Node C = new Node("c", 3);
    private static final Node OLD = new Node("old", 4);

    @Test
    void anOldViewIsOutvotedSlotBySlot() {
        SlotTable now = table(range(0, 99, A), range(100, LAST, B));
        SlotTable old = table(range(0, LAST, OLD));
        assertThat(SlotTable.majority(Map.of(A, now, B, now, OLD, old), SlotTable.UNKNOWN))
                .isEqualTo(now);
    }

    @Test
    void aViewWithoutSlotsTakesNoneAway() {
        SlotTable whole = table(range(0, 99, A), range(100, LAST, B));
        SlotTable part = table(range(100, LAST, B));
        SlotTable found = SlotTable.majority(Map.of(A, part, B, part, C, whole), SlotTable.UNKNOWN);
        assertThat(found).isEqualTo(whole);
        assertThat(found.isComplete()).isTrue();
    }

    @Test
    void aSlotThatNobodyHasStaysWhereItWas() {
        SlotTable before = table(range(0, LAST, A));
        SlotTable part = table(range(5, LAST, A));
        assertThat(SlotTable.majority(Map.of(A, part), before)).isEqualTo(before);
        assertThat(SlotTable.majority(Map.of(A, part), SlotTable.UNKNOWN).isComplete())
                .isFalse();
    }

    @Test
    void amongEqualsTheOneThatAnswersIsBelieved() {
        SlotTable promoted = table(range(0, LAST, B));
        SlotTable killed = table(range(0, LAST, A));
        assertThat(SlotTable.majority(Map.of(B, promoted, C, killed), killed)).isEqualTo(promoted);
    }

    @Test
    void amongEqualsThatAnswerNothingChanges() {
        SlotTable one = table(range(0, LAST, A));
        SlotTable other = table(range(0, LAST, B));
        assertThat(SlotTable.majority(Map.of(A, one, B, other), one)).isEqualTo(one);
        assertThat(SlotTable.majority(Map.of(A, one, B, other), other)).isEqualTo(other);
    }

    private static SlotTable table(List<?>... ranges) {
        return SlotTable.read(Arrays.asList(ranges), A);
    }

    private static List<?> range(long from, long to, Node master) {
        return List.of(from, to, List.of(master.host().getBytes(UTF_8), (long) master.port()));
    }
}
