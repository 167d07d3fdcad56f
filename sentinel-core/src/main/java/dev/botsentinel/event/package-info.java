/**
 * What the guard tells the application: {@link dev.botsentinel.event.SecurityEvent}s for what went wrong or was changed,
 * and every decision for whoever counts. Imports request, policy, decision and plan.
 */
@NullMarked
package dev.botsentinel.event;

import org.jspecify.annotations.NullMarked;
