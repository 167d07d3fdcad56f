package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.request.Subject;
import dev.botsentinel.storage.tests.TraceEvent.Ask;
import dev.botsentinel.storage.tests.TraceEvent.AskBlock;
import dev.botsentinel.storage.tests.TraceEvent.BlockSubject;
import dev.botsentinel.storage.tests.TraceEvent.CoolDown;
import dev.botsentinel.storage.tests.TraceEvent.Inspect;
import dev.botsentinel.storage.tests.TraceEvent.ListBlocks;
import dev.botsentinel.storage.tests.TraceEvent.RefundPermits;
import dev.botsentinel.storage.tests.TraceEvent.ReleaseValues;
import dev.botsentinel.storage.tests.TraceEvent.ResetBudget;
import dev.botsentinel.storage.tests.TraceEvent.ResetOwner;
import dev.botsentinel.storage.tests.TraceEvent.UnblockSubject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.BlockPage;
import dev.botsentinel.store.SentinelStore;
import dev.botsentinel.store.StoreAdmin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a storage answers to an event, made comparable: left out is what storages may word or order as they like. */
final class TraceAnswers {

    /** The storage failed or threw, which is never the right answer. */
    record Failed(String how) {}

    private static final String DONE = "done";

    private TraceAnswers() {}

    @SuppressWarnings("IllegalCatch") // whatever a storage under test throws is its answer
    static Object to(TraceEvent.Act act, SentinelStore store) {
        try {
            return answer(act, store);
        } catch (RuntimeException | AssertionError e) {
            return new Failed(e.toString());
        }
    }

    private static Object answer(TraceEvent.Act act, SentinelStore store) {
        if (act instanceof Ask ask) {
            return StoreLaw.await(ask.plan().on(store));
        }
        if (act instanceof BlockSubject block) {
            Subject subject = new Subject(block.subject());
            return StoreLaw.await(store.admin().block(subject, block.duration(), "admin", "because"));
        }
        if (act instanceof UnblockSubject unblock) {
            return comparable(StoreLaw.await(store.admin().unblock(new Subject(unblock.subject()))));
        }
        if (act instanceof AskBlock ask) {
            return comparable(StoreLaw.await(store.admin().blockOf(new Subject(ask.subject()))));
        }
        return act instanceof ListBlocks list ? all(store, list.pageSize()) : budgets(act, store.admin());
    }

    private static Object budgets(TraceEvent.Act act, StoreAdmin admin) {
        if (act instanceof Inspect inspect) {
            return StoreLaw.await(admin.inspect(inspect.owner(), inspect.limits()));
        }
        if (act instanceof ResetBudget reset) {
            return StoreLaw.await(admin.reset(reset.budget()).thenApply(any -> DONE));
        }
        if (act instanceof ResetOwner reset) {
            return StoreLaw.await(admin.reset(reset.owner()).thenApply(any -> DONE));
        }
        if (act instanceof RefundPermits refund) {
            return StoreLaw.await(admin.refund(refund.budget(), refund.permits(), refund.refundId()));
        }
        if (act instanceof ReleaseValues release) {
            return StoreLaw.await(
                    admin.release(release.owner(), release.values(), false).thenApply(any -> DONE));
        }
        CoolDown coolDown = (CoolDown) act;
        return StoreLaw.await(admin.cooldown(coolDown.budget(), coolDown.duration()));
    }

    private static List<Block> all(SentinelStore store, int pageSize) {
        List<Block> all = new ArrayList<>();
        String after = null;
        do {
            BlockPage page = StoreLaw.await(store.admin().blocks(after, pageSize));
            page.blocks().forEach(block -> all.add(comparable(block)));
            after = page.next();
        } while (after != null);
        all.sort(Comparator.comparing(block -> block.subject().id()));
        return all;
    }

    private static Optional<Block> comparable(Optional<Block> block) {
        return block.map(TraceAnswers::comparable);
    }

    /** An automatic block's reason is the storage's own to word. */
    private static Block comparable(Block block) {
        return block.source() == BlockSource.MANUAL
                ? block
                : new Block(block.subject(), block.source(), block.since(), block.until(), block.actor(), "");
    }
}
