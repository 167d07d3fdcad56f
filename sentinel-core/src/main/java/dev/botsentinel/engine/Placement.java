package dev.botsentinel.engine;

import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Where own interceptors stand: before or after a built-in stage, in the order in which they were added. Immutable. */
public final class Placement {

    /** No own interceptors. */
    public static final Placement NONE = new Placement(Map.of(), Map.of());

    private final Map<Stage, List<Interceptor>> before;
    private final Map<Stage, List<Interceptor>> after;

    private Placement(Map<Stage, List<Interceptor>> before, Map<Stage, List<Interceptor>> after) {
        this.before = before;
        this.after = after;
    }

    /** This placement and one more interceptor, right before the stage. */
    public Placement addBefore(Stage stage, Interceptor interceptor) {
        return new Placement(plus(before, stage, interceptor), after);
    }

    /** This placement and one more interceptor, right after the stage and those already there. */
    public Placement addAfter(Stage stage, Interceptor interceptor) {
        return new Placement(before, plus(after, stage, interceptor));
    }

    List<Interceptor> before(Stage stage) {
        return before.getOrDefault(stage, List.of());
    }

    List<Interceptor> after(Stage stage) {
        return after.getOrDefault(stage, List.of());
    }

    boolean hasAny() {
        return !before.isEmpty() || !after.isEmpty();
    }

    private static Map<Stage, List<Interceptor>> plus(
            Map<Stage, List<Interceptor>> placed, Stage stage, Interceptor interceptor) {
        Map<Stage, List<Interceptor>> more = new EnumMap<>(Stage.class);
        more.putAll(placed);
        List<Interceptor> there = new ArrayList<>(placed.getOrDefault(stage, List.of()));
        there.add(interceptor);
        more.put(stage, List.copyOf(there));
        return more;
    }
}
