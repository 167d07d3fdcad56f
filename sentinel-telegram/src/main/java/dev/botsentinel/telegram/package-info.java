/**
 * What the Telegram Bot API means to Sentinel: who acts, what is asked, where, what makes a repeat, what must never be
 * dropped; and what a policy can name, and one to begin with ({@link dev.botsentinel.telegram.Telegram}). Reads the API's own JSON and knows no bot
 * library; adapters for those hand their updates over as JSON. May import {@code dev.botsentinel.request},
 * {@code dev.botsentinel.policy} and Jackson, nothing else; start at {@link dev.botsentinel.telegram.TelegramUpdate}. All
 * readings, with reasons: {@code docs/telegram.md}.
 */
@NullMarked
package dev.botsentinel.telegram;

import org.jspecify.annotations.NullMarked;
