package dev.botsentinel.telegram;

import dev.botsentinel.policy.Platform;

/** Telegram, to a guard: what a policy can name there. */
public final class Telegram {

    /**
     * What the updates of the Bot API can be, whichever library receives them.
     *
     * <pre>{@code
     * Sentinel.builder(TelegramUpdate::request).platform(Telegram.PLATFORM)
     * }</pre>
     */
    public static final Platform PLATFORM = new TelegramPlatform();

    private Telegram() {}
}
