/**
 * Recordings of what a running guard sees, without people in them: {@link dev.botsentinel.record.Recorder}. Imports access,
 * event, store and below.
 */
@NullMarked
package dev.botsentinel.record;

import org.jspecify.annotations.NullMarked;
