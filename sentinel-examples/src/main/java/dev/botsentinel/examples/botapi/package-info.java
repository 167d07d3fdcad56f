/**
 * Telegram's Bot API on loopback, as far as bots in here need it: to run examples without a token, and to prove what bots
 * do when the API misbehaves. Imports no bot library.
 */
@NullMarked
package dev.botsentinel.examples.botapi;

import org.jspecify.annotations.NullMarked;
