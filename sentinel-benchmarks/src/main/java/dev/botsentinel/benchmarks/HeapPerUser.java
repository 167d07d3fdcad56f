package dev.botsentinel.benchmarks;

import dev.botsentinel.Sentinel;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.memory.MemoryStore;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Measures what an active user and a cached principal keep on the heap: the heap in use after full collections, with and
 * without a million of them. Prints three lines of Markdown, and the classes that take most of it. A heap of at least 3
 * GiB; the serial collector, so that no half-filled regions count, which has to compact all at each collection: else it
 * leaves dead objects where they are, some 20 bytes per user.
 *
 * <pre>{@code
 * java -Xmx3g -XX:+UseSerialGC -XX:MarkSweepAlwaysCompactCount=1 \
 *     -cp benchmarks.jar dev.botsentinel.benchmarks.HeapPerUser
 * }</pre>
 */
public final class HeapPerUser {

    /** How the first row is called. */
    static final String ACTIVE_USER = "active user (bucket, window with 3 live stamps, one live fingerprint)";

    /** How the second row is called. */
    static final String WITH_PRINCIPAL = ACTIVE_USER + " and its principal";

    private static final int USERS = 1_000_000;
    private static final int STAMPS = 3;
    private static final long MICROS_BETWEEN_UPDATES = 3_000_000;
    private static final int CLASSES_SHOWN = 14;

    private final VirtualTime time = new VirtualTime();
    private final int users;

    HeapPerUser(int users) {
        this.users = users;
    }

    public static void main(String[] args) throws IOException, JMException {
        HeapPerUser heap = new HeapPerUser(USERS);
        heap.printActiveUser(false);
        heap.printActiveUser(true);
        heap.printPrincipal();
    }

    private void printActiveUser(boolean withPrincipal) throws IOException, JMException {
        List<String> classesBefore = classes();
        long before = usedHeap();
        MemoryStore store = storeWithActiveUsers(withPrincipal);
        print(withPrincipal ? WITH_PRINCIPAL : ACTIVE_USER, usedHeap() - before);
        printClasses(classesBefore);
        store.close();
    }

    private void printPrincipal() throws JMException {
        List<String> classesBefore = classes();
        long before = usedHeap();
        MemoryStore store = MemoryStore.builder().time(time).build();
        Sentinel<BotUpdate> sentinel = guardWithCachedPrincipals(store);
        try {
            print("cached principal", usedHeap() - before);
            printClasses(classesBefore);
        } finally {
            Reference.reachabilityFence(sentinel);
        }
        sentinel.close();
        store.close();
    }

    /** The storage after three updates of each user. The guard itself is left behind. */
    MemoryStore storeWithActiveUsers(boolean withPrincipal) throws IOException {
        MemoryStore store = MemoryStore.builder()
                .time(time)
                .maximumEntries(users + users / 4)
                .build();
        if (!withPrincipal) {
            Object unused = store.claimPrincipalCache(); // so that the guard caches principals elsewhere
        }
        Sentinel<BotUpdate> sentinel = Sentinel.builder(BotUpdate.mapper(Scenario.USERS.action))
                .policy(Guard.policy())
                .store(store)
                .resolver(PrincipalResolver.immediate(request -> BotUpdate.SENDER))
                .time(time)
                .build();
        for (int stamp = 0; stamp < STAMPS; stamp++) {
            time.advance(MICROS_BETWEEN_UPDATES);
            for (int i = 0; i < users; i++) {
                checkAllowed(sentinel, new BotUpdate(Traffic.userId(i), 1, "text " + stamp));
            }
        }
        return store;
    }

    /** A guard that has met each user, of whom only the principal is cached: there is no limit and no debounce. */
    private Sentinel<BotUpdate> guardWithCachedPrincipals(MemoryStore store) {
        Object unused = store.claimPrincipalCache(); // so that the guard needs a cache of its own
        Sentinel<BotUpdate> sentinel = Sentinel.builder(BotUpdate.mapper(Scenario.USERS.action))
                .policy(PolicySet.builder()
                        .role("user", Role.of())
                        .defaults(Policy.EMPTY.requires(Requirement.role("user")))
                        .build())
                .store(store)
                .resolver(PrincipalResolver.immediate(request -> BotUpdate.SENDER))
                .principalCache(Duration.ofSeconds(60), users + users / 4)
                .time(time)
                .build();
        for (int i = 0; i < users; i++) {
            checkAllowed(sentinel, new BotUpdate(Traffic.userId(i), 1, "text"));
        }
        return sentinel;
    }

    private static void checkAllowed(Sentinel<BotUpdate> sentinel, BotUpdate update) {
        if (!sentinel.check(update).isAllowed()) {
            throw new IllegalStateException("an update was denied that should leave something: " + update);
        }
    }

    private void print(String what, long bytes) {
        System.out.printf(Locale.ROOT, "| %s | %d B | %,d users, %,d MiB |%n", what, bytes / users, users, bytes >> 20);
    }

    /** Collects until there is nothing more to collect. */
    private static long usedHeap() {
        long used = Long.MAX_VALUE;
        while (true) {
            System.gc();
            long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            if (now >= used - (1 << 16)) {
                return now;
            }
            used = now;
        }
    }

    /** Lines of the virtual machine's own histogram: rank, instances, bytes, class. */
    private static List<String> classes() throws JMException {
        Object histogram = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return String.valueOf(histogram)
                .lines()
                .filter(line -> line.contains(":"))
                .toList();
    }

    private void printClasses(List<String> before) throws JMException {
        classes().stream()
                .limit(CLASSES_SHOWN)
                .filter(line -> !before.contains(line))
                .map(line -> line.strip().split("\\s+", 5))
                .filter(columns -> Long.parseLong(columns[2]) >= users)
                .forEach(columns -> System.err.printf(
                        Locale.ROOT,
                        "    %6.1f B  %5.2f  %s%n",
                        Long.parseLong(columns[2]) / (double) users,
                        Long.parseLong(columns[1]) / (double) users,
                        columns[3]));
    }
}
