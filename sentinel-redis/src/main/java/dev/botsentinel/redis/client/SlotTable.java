package dev.botsentinel.redis.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.cluster.SlotHash;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which master has which slot, as one node of a Cluster reports or as most of them do. Immutable. */
final class SlotTable {

    /** The table before any node has answered. */
    static final SlotTable UNKNOWN = new SlotTable(new @Nullable Node[SlotHash.SLOT_COUNT]);

    /** The address of a node. */
    record Node(String host, int port) {

        @Override
        public String toString() {
            return Endpoints.name(host, port);
        }
    }

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

    /**
     * The table that has for each slot the master that most views name. Among equals it is one that answered itself, then the one
     * it was before, then the first by name. A slot that no view gives to anybody stays where it was.
     *
     * @param views by the node that has it
     */
    static SlotTable majority(Map<Node, SlotTable> views, SlotTable before) {
        @Nullable Node[] masters = new @Nullable Node[SlotHash.SLOT_COUNT];
        List<SlotTable> all = List.copyOf(views.values());
        for (int slot = 0; slot < masters.length; slot++) {
            Node first = all.get(0).masters[slot];
            boolean isUnanimous = first != null;
            for (int i = 1; i < all.size() && isUnanimous; i++) {
                isUnanimous = Objects.equals(first, all.get(i).masters[slot]);
            }
            masters[slot] = isUnanimous ? first : mostNamed(slot, views, before.masters[slot]);
        }
        return new SlotTable(masters);
    }

    private static @Nullable Node mostNamed(int slot, Map<Node, SlotTable> views, @Nullable Node before) {
        Map<Node, Integer> votes = new HashMap<>();
        for (SlotTable view : views.values()) {
            Node named = view.masters[slot];
            if (named != null) {
                votes.merge(named, 1, Integer::sum);
            }
        }
        return votes.entrySet().stream()
                .max(Map.Entry.<Node, Integer>comparingByValue()
                        .thenComparing(vote -> views.containsKey(vote.getKey()))
                        .thenComparing(vote -> vote.getKey().equals(before))
                        .thenComparing(vote -> vote.getKey().toString()))
                .map(Map.Entry::getKey)
                .orElse(before);
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SlotTable table && Arrays.equals(masters, table.masters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(masters);
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
