package dev.botsentinel.event;

/**
 * How full a queue is, and what it has dropped since it was made. Immutable.
 *
 * @param name which queue: {@code events: AuditLog}, {@code responses}, {@code updates}
 * @param waiting how many wait now
 * @param capacity how many may wait
 * @param dropped how many were dropped so far, for lack of room or because they came after its end
 */
public record QueueHealth(String name, int waiting, int capacity, long dropped) {}
