package dev.botsentinel.engine;

import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The application's interceptors, each where it runs. Immutable.
 *
 * @param beforeBlocklist run without a principal, whether or not one is cached: ranks must not depend on it
 */
record PlacedInterceptors(
        List<Interceptor> beforeBlocklist,
        List<Interceptor> beforeAccess,
        List<Interceptor> beforeDebounce,
        List<Interceptor> beforeLimits,
        List<Interceptor> last) {

    static PlacedInterceptors of(Placement placement) {
        return new PlacedInterceptors(
                placement.before(Stage.BLOCKLIST),
                between(placement, Stage.BLOCKLIST, Stage.ACCESS),
                between(placement, Stage.ACCESS, Stage.DEBOUNCE),
                between(placement, Stage.DEBOUNCE, Stage.LIMITS),
                placement.after(Stage.LIMITS));
    }

    boolean isEmpty() {
        return Stream.of(beforeBlocklist, beforeAccess, beforeDebounce, beforeLimits, last)
                .allMatch(List::isEmpty);
    }

    private static List<Interceptor> between(Placement placement, Stage first, Stage second) {
        List<Interceptor> between = new ArrayList<>(placement.after(first));
        between.addAll(placement.before(second));
        return List.copyOf(between);
    }
}
