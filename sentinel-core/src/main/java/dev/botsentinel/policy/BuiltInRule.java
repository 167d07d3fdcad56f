package dev.botsentinel.policy;

import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules that decisions, replays and metrics can name besides limits and the rules of own interceptors. */
public enum BuiltInRule {
    /** The policy's list of blocked subjects, and blocks by hand. */
    BLOCKLIST("blocklist"),
    /** What was sent too long ago. */
    STALE("stale"),
    /** What an action requires of a principal, the resolver's veto included. */
    REQUIRES("requires"),
    /** Update ids that are remembered. */
    UPDATE_ID("update-id"),
    /** Fingerprints of content that are remembered. */
    DEBOUNCE("debounce"),
    /** Violations that lead to a timed block. */
    ESCALATION("escalation"),
    /** A storage that could not decide. */
    STORAGE("storage"),
    /** A guard that could not decide: a mapper, an interceptor or the guard itself failed. */
    GUARD("guard"),
    /** A guard that was closed. */
    CLOSED("closed");

    private static final Set<String> NO_NAMES_FOR_LIMITS = Stream.concat(
                    Stream.of("global"),
                    Arrays.stream(values()).filter(rule -> rule != CLOSED).map(BuiltInRule::label))
            .collect(Collectors.toUnmodifiableSet());

    private final String label;

    BuiltInRule(String label) {
        this.label = label;
    }

    /** The name in decisions, replays, metrics and logs: {@code update-id}. */
    public String label() {
        return label;
    }

    /** What limits can't be called, because decisions mean something else by it; sorted. */
    public static SortedSet<String> notForLimits() {
        return new TreeSet<>(NO_NAMES_FOR_LIMITS);
    }

    /** Whether a limit can't be called this, because decisions mean something else by it. */
    static boolean isReserved(String name) {
        return NO_NAMES_FOR_LIMITS.contains(name);
    }
}
