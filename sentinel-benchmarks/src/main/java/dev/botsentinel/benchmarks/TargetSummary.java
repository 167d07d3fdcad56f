package dev.botsentinel.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a run measured of each target; of several measurements of one, the range. Not thread-safe. */
final class TargetSummary {

    private final Map<Target, List<Double>> measured = new EnumMap<>(Target.class);

    void add(Target target, double value) {
        measured.computeIfAbsent(target, first -> new ArrayList<>()).add(value);
    }

    void print(PrintStream out) {
        out.println("| what | before | target | measured |");
        out.println("|---|---|---|---|");
        for (Target target : Target.values()) {
            out.println(target.row(text(target, measured.getOrDefault(target, List.of()))));
        }
    }

    private static String text(Target target, List<Double> values) {
        if (values.isEmpty()) {
            return "";
        }
        double least = Collections.min(values);
        double most = Collections.max(values);
        return values.size() == 1 ? target.judged(least) : target.judged(least) + " to " + target.judged(most);
    }
}
