package dev.botsentinel.cli;

import dev.botsentinel.request.Request;
import dev.botsentinel.telegram.TelegramUpdate;

/**
 * A line of the recording that is an update.
 *
 * @param n the line's number, from 1
 * @param atMicros what the virtual clock says; 0 as long as no line has told the time
 */
record Replayed(long n, long atMicros, TelegramUpdate update) {

    Request request() {
        return update.request();
    }
}
