package dev.botsentinel.secrets;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes something when it is first asked for, and again if that failed. Thread-safe. */
final class OnFirstUse<T> implements Supplier<T> {

    private final Supplier<T> maker;
    private @Nullable T made;

    OnFirstUse(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        T there = made;
        if (there == null) {
            there = maker.get();
            made = there;
        }
        return there;
    }
}
