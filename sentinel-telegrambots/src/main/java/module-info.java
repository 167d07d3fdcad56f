/**
 * The guard for bots on {@code org.telegram:telegrambots}. Its jars name no module, so the names below come from their
 * file names; a release that names itself is followed here.
 */
module dev.botsentinel.telegrambots {
    requires transitive dev.botsentinel.core;
    requires transitive dev.botsentinel.telegram;
    requires transitive telegrambots.meta;
    // Only for bots that poll.
    requires static telegrambots.longpolling;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;

    exports dev.botsentinel.telegrambots;
}
