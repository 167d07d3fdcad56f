/**
 * The recorded day: a seeded generator of a shop bot's Telegram updates, as {@code day/updates.jsonl} has them.
 *
 * <p>Start at {@link dev.botsentinel.examples.day.DayGenerator}. {@code Cast} says who is in the day, {@code DayScript}
 * is the pen the scenes are written with, {@code Crowd}, {@code Troublemakers}, {@code Staff}, {@code Rarities}
 * and {@code Latecomers} are the scenes; the rest turns them into Bot API JSON. Nothing here knows about Sentinel: it makes input only.
 */
@NullMarked
package dev.botsentinel.examples.day;

import org.jspecify.annotations.NullMarked;
