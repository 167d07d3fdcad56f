package dev.botsentinel.benchmarks;

import dev.botsentinel.benchmarks.calls.CallCounter;
import dev.botsentinel.benchmarks.calls.Calls;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Counts the method calls, classes, stack depth and objects of one decision of {@link Scenario#USERS}, allowed and denied,
 * beside one Bucket4j call, and prints the allowed one's calls as a tree:
 *
 * <pre>{@code
 * java -cp benchmarks.jar dev.botsentinel.benchmarks.CallCount [counts | objects | tree]
 * }</pre>
 *
 * <p>Of Sentinel, all of {@code dev.botsentinel} but the benchmarks counts as own.
 */
public final class CallCount {

    private static final int TIMES = 200;

    private CallCount() {}

    public static void main(String[] args) throws Exception {
        String detail = args.length == 0 ? "tree" : args[0];
        if (args.length > 1 || !List.of("counts", "objects", "tree").contains(detail)) {
            System.err.println("usage: CallCount [counts | objects | tree]");
            System.exit(2);
        }
        Map<String, Calls> decisions = decisions();
        decisions.forEach((kind, calls) -> System.out.println("Sentinel, " + kind + ": " + calls.summary()));
        bucket4j().forEach((kind, calls) -> System.out.println("Bucket4j, " + kind + ": " + calls.summary()));
        Calls allowed = decisions.get(CountedDecision.ALLOWED);
        if (allowed != null && !detail.equals("counts")) {
            System.out.println();
            System.out.print(detail.equals("tree") ? allowed.tree() : allowed.objects());
        }
    }

    /** What Sentinel's decisions run through, by their outcome. */
    static Map<String, Calls> decisions() throws Exception {
        return CallCounter.ofSentinel().count(CountedDecision.class, TIMES);
    }

    private static Map<String, Calls> bucket4j() throws Exception {
        Predicate<String> isBucket4j = name -> name.startsWith("io.github.bucket4j.");
        Predicate<String> isOurs = name -> name.startsWith("dev.botsentinel.");
        return new CallCounter(isBucket4j.or(isOurs), isBucket4j).count(CountedBucket4j.class, TIMES);
    }
}
