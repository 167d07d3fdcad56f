/**
 * The guard for bots on {@code org.telegram:telegrambots}: its {@code Update} made a request, its consumers contained, its
 * client used to answer. Enters Sentinel by the front door; start at {@link
 * dev.botsentinel.telegrambots.TelegramBots}.
 */
@NullMarked
package dev.botsentinel.telegrambots;

import org.jspecify.annotations.NullMarked;
