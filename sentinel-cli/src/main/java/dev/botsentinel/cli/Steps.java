package dev.botsentinel.cli;

import dev.botsentinel.decision.Decision;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.request.Request;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.Inspection;
import dev.botsentinel.store.StoreAdmin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows each decision with what the storage has of whom it concerns, before and after: blocks, violations, what is left of the limits that
 * the update falls under, cooldowns. Reading spends nothing. Not thread-safe.
 */
final class Steps implements ReplayListener {

    private final PolicySet policy;
    private final StoreAdmin admin;
    private final VirtualClock clock;
    private final boolean json;
    private final Output out;
    private @Nullable State before;

    Steps(PolicySet policy, StoreAdmin admin, VirtualClock clock, boolean json, Output out) {
        this.policy = policy;
        this.admin = admin;
        this.clock = clock;
        this.json = json;
        this.out = out;
    }

    /**
     * What the storage has of the ids of an update.
     *
     * @param block the subject's
     * @param chatBlock the chat's
     * @param own the subject's violations and rung; null without a subject
     * @param limits by their names
     */
    private record State(
            @Nullable Block block,
            @Nullable Block chatBlock,
            @Nullable Inspection own,
            Map<String, BudgetState> limits) {}

    private State state(Request request) {
        Facts facts = Facts.of(request, 0);
        String subject = request.subjectId();
        Map<String, BudgetState> limits = new LinkedHashMap<>();
        for (AppliedLimit limit : policy.effective(request.path()).limits()) {
            AppliedLimit applied = limit.inEffect(facts.ids());
            Inspection inspection = SharedGuard.await(admin.inspect(facts.owner(applied.scope()), List.of(applied)));
            limits.put(limit.id(), inspection.budgets().get(0));
        }
        return new State(
                block(subject),
                block(request.chat()),
                subject == null ? null : SharedGuard.await(admin.inspect(Owner.user(subject), List.of())),
                limits);
    }

    private @Nullable Block block(@Nullable String id) {
        Optional<Block> found = id == null ? Optional.empty() : SharedGuard.await(admin.blockOf(new Subject(id)));
        return found.orElse(null);
    }

    @Override
    public void before(Replayed replayed) {
        before = state(replayed.request());
    }

    @Override
    public void error(long n, String message) {
        // the summary tells
    }

    @Override
    public void decision(Replayed replayed, Decision decision) {
        State was = before;
        before = null;
        if (was == null) {
            return;
        }
        State is = state(replayed.request());
        String shown = json ? json(replayed, decision, was, is) : text(replayed, decision, was, is);
        byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, bytes.length);
    }

    // For people

    private String text(Replayed replayed, Decision decision, State was, State is) {
        Request request = replayed.request();
        String chat = request.chat();
        Table table = new Table(3).row("", "before", "after");
        table.row("blocked", blocked(was.block), blocked(is.block));
        if (chat != null && !chat.equals(request.subjectId())) {
            table.row("chat blocked", blocked(was.chatBlock), blocked(is.chatBlock));
        }
        Escalation escalation = policy.escalation();
        if (escalation != null && was.own != null && is.own != null) {
            table.row("violations", violations(was.own, escalation), violations(is.own, escalation));
        }
        was.limits.forEach((name, state) ->
                table.row("limit " + Quote.bare(name), left(state), left(Objects.requireNonNull(is.limits.get(name)))));
        return "update " + replayed.n() + " at " + clock.instant() + ": " + Quote.bare(request.actionName())
                + (request.hasSubject() ? " by " + Quote.bare(String.valueOf(request.subjectId())) : "")
                + (chat == null ? "" : " in chat " + Quote.bare(chat)) + "\n  " + decision.explain() + "\n" + table
                + "\n";
    }

    private static String blocked(@Nullable Block block) {
        return block == null ? "no" : block.until() == null ? "for ever" : "until " + block.until();
    }

    private static String violations(Inspection own, Escalation escalation) {
        return own.violations() + " of " + escalation.violations() + ", rung " + own.rung();
    }

    private String left(BudgetState state) {
        Instant cooldown = state.cooldownUntil();
        Instant ready = state.readyAt();
        String scope = " for " + state.budget().owner().scope().label();
        if (cooldown != null) {
            return state.remaining() + " left" + scope + ", cooldown until " + cooldown;
        }
        return state.remaining() + " left" + scope
                + (ready == null ? ", never passes" : ready.isAfter(clock.instant()) ? ", passes at " + ready : "");
    }

    // For programs

    private String json(Replayed replayed, Decision decision, State was, State is) {
        Request request = replayed.request();
        ObjectNode root = OperatorJson.JSON.objectNode();
        root.put("n", replayed.n());
        root.put("at", clock.instant().toString());
        root.put("user", request.subjectId());
        root.put("chat", request.chat());
        root.put("action", request.actionName());
        root.put("allowed", decision.isAllowed());
        root.put("explained", decision.explain());
        root.set("before", json(was));
        root.set("after", json(is));
        return root + "\n";
    }

    private static ObjectNode json(State state) {
        ObjectNode node = OperatorJson.JSON.objectNode();
        node.set("block", state.block == null ? null : OperatorJson.block(state.block));
        node.set("chatBlock", state.chatBlock == null ? null : OperatorJson.block(state.chatBlock));
        if (state.own != null) {
            node.put("violations", state.own.violations());
            node.put("rung", state.own.rung());
        }
        ArrayNode limits = node.putArray("limits");
        state.limits.values().forEach(limit -> limits.add(OperatorJson.budget(limit)));
        return node;
    }
}
