/** What the Bot API means: {@link dev.botsentinel.telegram.TelegramUpdate} reads its JSON and needs no bot library. */
module dev.botsentinel.telegram {
    requires transitive dev.botsentinel.core;
    requires transitive tools.jackson.databind;

    exports dev.botsentinel.telegram;
}
