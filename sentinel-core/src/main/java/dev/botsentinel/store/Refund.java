package dev.botsentinel.store;

/**
 * What became of a refund.
 *
 * @param permits how many permits were given back
 * @param repeated whether this refund was made before; then nothing is given back
 */
public record Refund(int permits, boolean repeated) {

    /** The answer to a refund that was made before. */
    public static final Refund REPEATED = new Refund(0, true);
}
