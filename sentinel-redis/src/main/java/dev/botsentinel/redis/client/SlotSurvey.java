package dev.botsentinel.redis.client;

import dev.botsentinel.redis.client.SlotTable.Node;
import io.lettuce.core.RedisException;
import io.netty.util.Timer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks nodes of a Cluster which master has which slot, side by side. Used once; thread-safe. */
/*
 * A single node may be wrong: one that was reset has no slots, one that was cut off has an old view. So the masters that the
 * first nodes name are asked as well, and for each slot the master that most of the answers name is believed. CLUSTER SLOTS
 * tells no epochs, and the commands that do would need further rights.
 */
final class SlotSurvey {

    /** How many nodes are asked at once, chosen by chance; so a Cluster of any size costs each instance no more. */
    static final int MAX_ASKED = 7;

    private final Function<Node, CompletionStage<SlotTable>> viewOf;
    private final Timer timer;
    private final long waitMillis;
    private final Set<Node> asked = ConcurrentHashMap.newKeySet();
    private final Map<Node, SlotTable> views = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable failure;

    /**
     * @param viewOf asks one node; never throws
     * @param waitMillis how long to wait for the others once one has answered
     */
    SlotSurvey(Function<Node, CompletionStage<SlotTable>> viewOf, Timer timer, long waitMillis) {
        this.viewOf = viewOf;
        this.timer = timer;
        this.waitMillis = waitMillis;
    }

    /**
     * The table that most of the nodes agree on. Fails if none has one.
     *
     * @param first whom to ask first
     * @param reserve whom to ask as well if fewer than half of them answer
     */
    CompletionStage<SlotTable> majority(Collection<Node> first, Collection<Node> reserve, SlotTable before) {
        return ask(first)
                .thenCompose(answered -> {
                    Set<Node> next = new HashSet<>();
                    views.values().forEach(view -> next.addAll(view.masters()));
                    if (2 * views.size() < asked.size()) {
                        next.addAll(reserve);
                    }
                    return ask(next);
                })
                .thenApply(answered -> {
                    if (views.isEmpty()) {
                        throw new RedisException("no node has a view of the Cluster", failure);
                    }
                    return SlotTable.majority(views, before);
                });
    }

    /** Completes when all have answered or failed, or when the wait is over and one has answered. */
    private CompletionStage<?> ask(Collection<Node> nodes) {
        List<Node> chosen = new ArrayList<>(nodes);
        chosen.removeAll(asked);
        Collections.shuffle(chosen, ThreadLocalRandom.current());
        chosen = chosen.subList(0, Math.min(MAX_ASKED, chosen.size()));
        asked.addAll(chosen);
        CompletableFuture<?> waited = new CompletableFuture<>();
        CompletableFuture<?> one = new CompletableFuture<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (Node node : chosen) {
            all.add(viewOf.apply(node)
                    .handle((view, failed) -> {
                        if (view != null && !view.masters().isEmpty()) {
                            views.put(node, view);
                            one.complete(null);
                        } else {
                            failed(node, failed);
                        }
                        return node;
                    })
                    .toCompletableFuture());
        }
        timer.newTimeout(due -> waited.complete(null), waitMillis, TimeUnit.MILLISECONDS);
        return CompletableFuture.anyOf(
                CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)), CompletableFuture.allOf(waited, one));
    }

    /** A refusal says more than a node that can't be reached. */
    private void failed(Node node, @Nullable Throwable failed) {
        Throwable known = failure;
        if (known == null || (failed != null && Failures.isRefusal(failed))) {
            failure = failed != null ? failed : new RedisException(node + " knows of no slots");
        }
    }
}
