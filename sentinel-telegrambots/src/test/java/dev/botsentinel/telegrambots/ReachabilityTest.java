package dev.botsentinel.telegrambots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.telegram.telegrambots.meta.api.objects.Update;

/** Who blocked the bot, which is no offence. */
class ReachabilityTest {

    private final List<String> told = new ArrayList<>();
    private final Reachability reachability = Reachability.of(
            change -> told.add("block " + change.userId() + " " + change.name().text()),
            change ->
                    told.add("unblock " + change.userId() + " " + change.data().getDate()));

    private static Update membership(String chatType, String before, String now) {
        String bot = "'user':{'id':900,'is_bot':true,'first_name':'Shop'},'until_date':0,'status':";
        return Updates.of(
                1,
                "my_chat_member",
                "'chat':{'id':42,'type':'" + chatType
                        + "'},'from':{'id':42,'is_bot':false,'first_name':'Zo\\u202e','last_name':'Ë'},'date':5,"
                        + "'old_chat_member':{" + bot + "'" + before + "'},'new_chat_member':{" + bot + "'" + now
                        + "'}");
    }

    private static final Update BLOCKS = membership("private", "member", "kicked");
    private static final Update UNBLOCKS = membership("private", "kicked", "member");

    @Test
    void blockingAndUnblockingAreToldAndRemembered() {
        reachability.note(BLOCKS);
        assertThat(reachability.isUnreachable(42)).isTrue();
        reachability.note(UNBLOCKS);
        assertThat(reachability.isUnreachable(42)).isFalse();
        assertThat(told).containsExactly("block 42 Zo Ë", "unblock 42 5");
    }

    @Test
    void groupsAndOtherUpdatesSayNothingOfAUser() {
        reachability.note(membership("supergroup", "member", "kicked"));
        reachability.note(Updates.text(1, 42, "hi"));
        reachability.note(Updates.of(1, "my_chat_member", ""));
        assertThat(reachability.isUnreachable(42)).isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void aHookThatFailsKeepsNothingFromTheHandler() {
        List<Update> handled = new ArrayList<>();
        Reachability failing = Reachability.of(
                change -> {
                    throw new StackOverflowError();
                },
                change -> {});
        failing.before(handled::add).accept(BLOCKS);
        assertThat(handled).hasSize(1);
        assertThat(failing.isUnreachable(42)).isTrue();
        assertThat(failing.failures()).isEqualTo(1);
    }

    @Test
    void unblockingTheBotLiftsNoBan() {
        try (MemoryStore store = MemoryStore.create();
                Sentinel<Update> sentinel = Sentinel.<Update>builder(TelegramBots::request)
                        .store(store)
                        .build()) {
            sentinel.blocklist()
                    .block("42", "anna", "spam")
                    .toCompletableFuture()
                    .join();
            var guarded = sentinel.guard(reachability.before(update -> told.add("handled")));
            guarded.accept(BLOCKS);
            guarded.accept(UNBLOCKS);
            assertThat(told).containsExactly("block 42 Zo Ë", "handled", "unblock 42 5", "handled");
            assertThat(sentinel.check(Updates.text(2, 42, "hi")))
                    .isInstanceOfSatisfying(
                            dev.botsentinel.decision.Decision.Denied.class,
                            denied -> assertThat(denied.reason()).isEqualTo(Reason.BLOCKED));
        }
    }
}
