package dev.botsentinel.data;

/** Hears of what is done with personal data, on the thread that does it. What it throws is logged and harms nobody. Must be thread-safe. */
@FunctionalInterface
public interface DataListener {

    /** Something was done. */
    void on(DataEvent event);
}
