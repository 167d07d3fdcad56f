package dev.botsentinel.telegrambots;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.botsentinel.request.DisplayName;
import dev.botsentinel.run.ContainedFailures;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.telegram.telegrambots.meta.api.objects.Update;
import org.telegram.telegrambots.meta.api.objects.User;
import org.telegram.telegrambots.meta.api.objects.chatmember.ChatMember;
import org.telegram.telegrambots.meta.api.objects.chatmember.ChatMemberUpdated;

/**
 * Who has blocked the bot, by {@code my_chat_member} in private chats. That is a user's wish and no offence: it is kept apart
 * from the guard's blocks, and a user who unblocks the bot is as banned as before.
 *
 * <pre>{@code
 * Reachability reachability = Reachability.of(change -> users.leave(change.userId()), change -> users.back(change.userId()));
 * ContainedPolling.of(sentinel.guard(reachability.before(bot::consume)));
 * }</pre>
 *
 * <p>Kept in memory, for at most {@value #MAXIMUM} users: whoever is forgotten is found out anew by the API's refusal. To
 * keep more, or through a restart, store what the hooks tell, and {@link #unreachable} it at the start. Thread-safe.
 */
public final class Reachability {

    static final int MAXIMUM = 100_000;

    private static final String KICKED = "kicked";

    /**
     * A user blocked or unblocked the bot.
     *
     * @param userId whose private chat it is
     * @param name what the user calls itself, fit to be shown
     * @param data all that the API says of it
     */
    public record Change(long userId, DisplayName name, ChatMemberUpdated data) {}

    private final Consumer<? super Change> onBlock;
    private final Consumer<? super Change> onUnblock;
    private final ContainedFailures failures = new ContainedFailures();
    private final Cache<Long, Boolean> unreachable =
            Caffeine.newBuilder().maximumSize(MAXIMUM).executor(Runnable::run).build();

    private Reachability(Consumer<? super Change> onBlock, Consumer<? super Change> onUnblock) {
        this.onBlock = Objects.requireNonNull(onBlock, "onBlock");
        this.onUnblock = Objects.requireNonNull(onUnblock, "onUnblock");
    }

    /**
     * With hooks. They run on the handler's thread, before it; what they throw is counted, logged and harms nothing.
     *
     * @param onBlock a user has blocked the bot
     * @param onUnblock a user who had blocked the bot has it back
     */
    public static Reachability of(Consumer<? super Change> onBlock, Consumer<? super Change> onUnblock) {
        return new Reachability(onBlock, onUnblock);
    }

    /** Without hooks. */
    public static Reachability create() {
        return of(change -> {}, change -> {});
    }

    /** A handler that notes who blocks and unblocks the bot, and then handles the update as given. */
    public Consumer<Update> before(Consumer<? super Update> handler) {
        return update -> {
            note(update);
            handler.accept(update);
        };
    }

    /** Notes what the update says of the bot in a private chat, if it does, and calls the hook. Never throws. */
    public void note(Update update) {
        ChatMemberUpdated membership = update.getMyChatMember();
        Change change = membership == null ? null : change(membership);
        if (change == null) {
            return;
        }
        if (isKicked(change.data.getNewChatMember())) {
            unreachable(change.userId);
            call(onBlock, change);
        } else {
            unreachable.invalidate(change.userId);
            if (isKicked(change.data.getOldChatMember())) {
                call(onUnblock, change);
            }
        }
    }

    /** Says that nothing can be sent to the user, as the API or an application's own store tells. */
    public void unreachable(long userId) {
        unreachable.put(userId, true);
    }

    /** Whether the user has blocked the bot, as far as is known. */
    public boolean isUnreachable(long userId) {
        return unreachable.getIfPresent(userId) != null;
    }

    /** How many exceptions of hooks were contained. */
    public long failures() {
        return failures.count();
    }

    private void call(Consumer<? super Change> hook, Change change) {
        try {
            hook.accept(change);
        } catch (Throwable failure) {
            failures.add("a hook of membership", failure);
        }
    }

    private static @Nullable Change change(ChatMemberUpdated membership) {
        if (membership.getChat() == null || membership.getFrom() == null || membership.getNewChatMember() == null) {
            return null;
        }
        return "private".equals(membership.getChat().getType())
                ? new Change(membership.getFrom().getId(), name(membership.getFrom()), membership)
                : null;
    }

    private static DisplayName name(User user) {
        String last = user.getLastName();
        return DisplayName.of(last == null ? user.getFirstName() : user.getFirstName() + " " + last);
    }

    private static boolean isKicked(@Nullable ChatMember member) {
        return member != null && KICKED.equals(member.getStatus());
    }
}
