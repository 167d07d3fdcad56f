package dev.botsentinel.spring;

import dev.botsentinel.Blocklist;
import dev.botsentinel.Sentinel;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.BudgetState;
import dev.botsentinel.store.Inspection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.convert.DurationStyle;

/**
 * The guard in the actuator: its status, its policy and its blocks. It only reads, unless {@code
 * management.endpoint.sentinel.access} is {@code unrestricted}. For administrators: ids of users are shown.
 */
@Endpoint(id = "sentinel", defaultAccess = Access.READ_ONLY)
public final class SentinelEndpoint {

    /** How many blocks are listed at most. */
    static final int MOST_BLOCKS = 1000;

    private static final String BLOCKS = "blocks";
    private static final String POLICY = "policy";
    private static final String WHY = "why";
    private static final long PATIENCE_SECONDS = 10;

    private final GuardStatus status;

    SentinelEndpoint(GuardStatus status) {
        this.status = status;
    }

    /**
     * A block.
     *
     * @param until its end; null for ever
     */
    public record BlockDescriptor(
            String subject,
            String source,
            Instant since,
            @Nullable Instant until,
            String actor,
            String reason) {

        static BlockDescriptor of(Block block) {
            return new BlockDescriptor(
                    block.subject().id(),
                    block.source().name().toLowerCase(Locale.ROOT),
                    block.since(),
                    block.until(),
                    block.actor(),
                    block.reason());
        }
    }

    /**
     * Blocks in force, those of the policy aside.
     *
     * @param complete whether these are all
     */
    public record BlocksDescriptor(List<BlockDescriptor> blocks, boolean complete) {}

    /**
     * What is left of a limit.
     *
     * @param remaining whole permits
     * @param passesAt when it passes again, if nobody spends anything; null for never
     * @param cooldownUntil null without a cooldown
     */
    public record LimitDescriptor(
            String limit,
            String scope,
            long remaining,
            @Nullable Instant passesAt,
            @Nullable Instant cooldownUntil) {

        static LimitDescriptor of(BudgetState state) {
            return new LimitDescriptor(
                    state.budget().limit().id(),
                    state.budget().owner().scope().label(),
                    state.remaining(),
                    state.readyAt(),
                    state.cooldownUntil());
        }
    }

    /**
     * What stands between a subject and the handlers; roles and registration are the application's to tell.
     *
     * @param block null if there is none, the policy's list aside
     * @param chatBlock null if there is none, or no chat was named
     * @param violations how many count towards the next block
     * @param rung how many rungs of the ladder of blocks it has climbed
     * @param limits the subject's own, those of the chat, and everybody's
     */
    public record WhyDescriptor(
            String subject,
            @Nullable BlockDescriptor block,
            @Nullable BlockDescriptor chatBlock,
            int violations,
            int rung,
            List<LimitDescriptor> limits) {}

    /** How the guard fares. */
    @ReadOperation
    public Map<String, Object> status() {
        return status.all();
    }

    /** {@code blocks}: the first 1,000 in force; {@code policy}: what applies to which action. */
    @ReadOperation
    public @Nullable Object section(@Selector String section) {
        return switch (section) {
            case BLOCKS -> blocks();
            case POLICY -> policy();
            default -> null;
        };
    }

    private BlocksDescriptor blocks() {
        BlockPage page = waitFor(blocklist().list(null, MOST_BLOCKS));
        return new BlocksDescriptor(
                page.blocks().stream().map(BlockDescriptor::of).toList(), page.next() == null);
    }

    private Map<String, Object> policy() {
        Map<String, Object> policy = new LinkedHashMap<>();
        if (status.policy() != null) {
            policy.put("source", status.policy().source());
        }
        policy.put("text", sentinel().explain().lines().toList());
        return policy;
    }

    /**
     * {@code blocks}: the block of one subject, not found if there is none; {@code why}: what stands between it and the
     * handlers.
     *
     * @param chat for {@code why}: in which chat; null for none
     */
    @ReadOperation
    public @Nullable Object ofSubject(@Selector String section, @Selector String subject, @Nullable String chat) {
        try {
            return switch (section) {
                case BLOCKS ->
                    waitFor(blocklist().find(subject)).map(BlockDescriptor::of).orElse(null);
                case WHY -> why(subject, chat);
                default -> null;
            };
        } catch (IllegalArgumentException impossible) {
            throw invalid(impossible);
        }
    }

    private WhyDescriptor why(String subject, @Nullable String chat) {
        List<Owner> owners = new ArrayList<>();
        owners.add(Owner.user(subject));
        if (chat != null) {
            owners.add(Owner.member(subject, chat));
            owners.add(Owner.chat(chat));
        }
        owners.add(Owner.GLOBAL);
        List<Inspection> found = owners.stream()
                .map(owner -> waitFor(sentinel().limits().inspect(owner)))
                .toList();
        return new WhyDescriptor(
                subject,
                waitFor(blocklist().find(subject)).map(BlockDescriptor::of).orElse(null),
                chat == null
                        ? null
                        : waitFor(blocklist().find(chat))
                                .map(BlockDescriptor::of)
                                .orElse(null),
                found.get(0).violations(),
                found.get(0).rung(),
                found.stream()
                        .flatMap(it -> it.budgets().stream())
                        .map(LimitDescriptor::of)
                        .toList());
    }

    /**
     * Blocks a subject.
     *
     * @param duration such as {@code 1h} or {@code 30d}; {@code forever}
     * @param actor who blocks
     * @param reason why
     */
    @WriteOperation
    public @Nullable BlockDescriptor setBlock(
            @Selector String section, @Selector String subject, String duration, String actor, String reason) {
        if (!section.equals(BLOCKS)) {
            return null;
        }
        try {
            CompletionStage<Block> blocked = duration.equals("forever")
                    ? blocklist().block(subject, actor, reason)
                    : blocklist().block(subject, parse(duration), actor, reason);
            return BlockDescriptor.of(waitFor(blocked));
        } catch (IllegalArgumentException impossible) {
            throw invalid(impossible);
        }
    }

    private static Duration parse(String duration) {
        return DurationStyle.detectAndParse(duration);
    }

    /** Lifts the block of a subject and answers what it was; nothing if there was none. */
    @DeleteOperation
    public @Nullable BlockDescriptor liftBlock(
            @Selector String section, @Selector String subject, String actor, String reason) {
        if (!section.equals(BLOCKS)) {
            return null;
        }
        try {
            return waitFor(blocklist().unblock(subject, actor, reason))
                    .map(BlockDescriptor::of)
                    .orElse(null);
        } catch (IllegalArgumentException impossible) {
            throw invalid(impossible);
        }
    }

    private static InvalidEndpointRequestException invalid(IllegalArgumentException impossible) {
        String message = String.valueOf(impossible.getMessage());
        return new InvalidEndpointRequestException(message, message, impossible);
    }

    private Sentinel<?> sentinel() {
        return status.sentinel();
    }

    private Blocklist blocklist() {
        return sentinel().blocklist();
    }

    /** Storages answer an administrator within seconds; this is for one that breaks its word. */
    private static <T> T waitFor(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .copy()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
