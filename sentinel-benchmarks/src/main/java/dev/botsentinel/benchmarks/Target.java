package dev.botsentinel.benchmarks;

import java.util.Locale;

/** A figure that the project holds itself to, as docs/performance.md lists them. */
enum Target {
    USERS("whole chain, 100,000 users, × one Bucket4j `tryConsume`", "2.9 to 4.3", true, 0.9),
    HOT_KEY("whole chain, one hot key, × one Bucket4j `tryConsume`", "24 to 36", true, 5),
    BYTES("bytes allocated per allowed decision, request included", "924", true, 256),
    HEAP("bytes of heap per active user", "501", true, 300),
    HEAP_WITH_PRINCIPAL("… and its principal", "517", true, 320),
    CALLS("calls of our methods per allowed decision", "440", true, 90),
    STACK("… deepest stack of them", "30", true, 12),
    OBJECTS("… objects of ours", "26", true, 6),
    TELEGRAM_JSON("Telegram text message, JSON to decision, × parsing it", "some 10 µs", true, 3),
    REDIS_STORE("Redis, storage alone, calls/s × a trivial `EVALSHA`", "0.43 to 0.73", false, 0.9),
    REDIS_CHAIN("Redis, whole chain, calls/s × a trivial `EVALSHA`", "0.31 to 0.58", false, 0.75),
    REDIS_BUCKET4J("Redis, whole chain, calls/s × Bucket4j's Lettuce proxy", "1.2 to 1.3", false, 2),
    REDIS_LATENCY("Redis, p50 with one call in flight, × a trivial `EVALSHA`", "1.3", true, 1.15),
    REDIS_INSTRUCTIONS("Redis, instructions of the server per call", "123,800", true, 55_000),
    REDIS_BYTES_PACKED("Redis, bytes allocated by us to pack a call", "4,208", true, 400),
    REDIS_HEAP("Redis, bytes per active user", "200", true, 200),
    REPLAY("replay, lines per second × parsing the lines alone", "80,000 lines/s", false, 0.6);

    private final String label;
    private final String before;
    private final boolean atMost;
    private final double bound;

    /** @param before what it was when the target was set */
    Target(String label, String before, boolean atMost, double bound) {
        this.label = label;
        this.before = before;
        this.atMost = atMost;
        this.bound = bound;
    }

    /** A row of the table. */
    String row(String measured) {
        return "| " + label + " | " + before + " | " + (atMost ? "≤ " : "≥ ") + number(bound) + " | " + measured + " |";
    }

    /** A measured number, and whether it meets the target. */
    String judged(double measured) {
        boolean met = atMost ? measured <= bound : measured >= bound;
        return number(measured) + (met ? "" : ", **missed**");
    }

    static String number(double number) {
        return number >= 10 || number == Math.rint(number)
                ? String.format(Locale.ROOT, "%,.0f", number)
                : String.format(Locale.ROOT, "%.2f", number);
    }
}
