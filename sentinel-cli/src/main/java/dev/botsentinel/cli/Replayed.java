package dev.botsentinel.cli;

import dev.botsentinel.request.Request;
import org.jspecify.annotations.Nullable;

/**
 * A line of the recording that is an update.
 *
 * @param n the line's number, from 1
 * @param atMicros what the virtual clock says; 0 as long as no line has told the time
 * @param updateId its number; null for one of a recorder
 */
record Replayed(long n, long atMicros, @Nullable Long updateId, Request request) {}
