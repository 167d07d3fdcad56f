package dev.botsentinel.redis.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.cluster.SlotHash;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which master has which slot, as reported by one node of a Cluster. Immutable. */
final class SlotTable {

    /** The table before any node has answered. */
    static final SlotTable UNKNOWN = new SlotTable(new @Nullable Node[SlotHash.SLOT_COUNT]);

    /** The address of a node. */
    record Node(String host, int port) {}

    private static final int FIRST = 0;
    private static final int LAST = 1;
    private static final int MASTER = 2;

    private final @Nullable Node[] masters;

    private SlotTable(@Nullable Node[] masters) {
        this.masters = masters;
    }

    /**
     * Reads an answer to {@code CLUSTER SLOTS}.
     *
     * @param asked the node that answered, for one that doesn't know its own address
     */
    static SlotTable read(List<?> answer, Node asked) {
        @Nullable Node[] masters = new @Nullable Node[SlotHash.SLOT_COUNT];
        for (Object item : answer) {
            List<?> range = (List<?>) item;
            Node master = node((List<?>) range.get(MASTER), asked);
            for (int slot = number(range.get(FIRST)); slot <= number(range.get(LAST)); slot++) {
                masters[slot] = master;
            }
        }
        return new SlotTable(masters);
    }

    /** The master of a slot; null if there is none. */
    @Nullable
    Node master(int slot) {
        return masters[slot];
    }

    /** Whether each slot has a master. */
    boolean isComplete() {
        return Arrays.stream(masters).allMatch(Objects::nonNull);
    }

    Set<Node> masters() {
        Set<Node> all = new HashSet<>();
        for (Node master : masters) {
            if (master != null) {
                all.add(master);
            }
        }
        return all;
    }

    private static Node node(List<?> node, Node asked) {
        Object host = node.get(0);
        String name = host instanceof byte[] bytes ? new String(bytes, UTF_8) : host == null ? "" : host.toString();
        return new Node(name.isEmpty() || name.equals("?") ? asked.host() : name, number(node.get(1)));
    }

    private static int number(Object item) {
        return ((Number) item).intValue();
    }
}
