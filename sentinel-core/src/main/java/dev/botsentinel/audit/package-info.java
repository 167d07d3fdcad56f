/**
 * The audit log: {@link dev.botsentinel.audit.AuditLog} writes who did what when, and by which rule it was refused, as
 * one JSON object a line. A room of its own, beside the events, because it imports store (for the key of its hashes),
 * which may want to publish events itself. Imports event, decision, request, policy, plan and store.
 */
@NullMarked
package dev.botsentinel.audit;

import org.jspecify.annotations.NullMarked;
