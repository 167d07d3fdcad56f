package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds the entry that an action falls under: the one of its own name, else the longest {@code prefix*} that it begins
 * with; {@code *} matches all. A look-up costs a hash of the name, and for an action without an entry of its own a
 * comparison with each prefix. Immutable.
 *
 * @param <T> what there is for each entry
 */
public final class ActionTable<T> {

    private final Map<String, T> exact;
    /** The longest first. */
    private final List<Prefix<T>> prefixes;

    private record Prefix<T>(String text, T found) {

        String entry() {
            return text + PolicySet.ANY;
        }
    }

    private ActionTable(Map<String, T> exact, List<Prefix<T>> prefixes) {
        this.exact = exact;
        this.prefixes = prefixes;
    }

    /** @param entries by the names of entries, {@code *} among them */
    static <T> ActionTable<T> of(Map<String, T> entries) {
        Map<String, T> exact = new HashMap<>();
        List<Prefix<T>> prefixes = new ArrayList<>();
        entries.forEach((entry, found) -> {
            if (entry.endsWith(PolicySet.ANY)) {
                prefixes.add(new Prefix<>(entry.substring(0, entry.length() - 1), found));
            } else {
                exact.put(entry, found);
            }
        });
        prefixes.sort(Comparator.comparingInt((Prefix<T> prefix) -> prefix.text.length())
                .reversed());
        return new ActionTable<>(exact, prefixes);
    }

    /** What there is for the entry that the action falls under. */
    public T find(String action) {
        T found = exact.get(action);
        if (found != null) {
            return found;
        }
        for (Prefix<T> prefix : prefixes) {
            if (action.startsWith(prefix.text)) {
                return prefix.found;
            }
        }
        throw new IllegalStateException("the entry * matches every action");
    }

    /** The same table with something else for each entry. */
    public <R> ActionTable<R> map(Function<? super T, ? extends R> make) {
        Map<String, R> made = new LinkedHashMap<>();
        exact.forEach((entry, found) -> made.put(entry, make.apply(found)));
        prefixes.forEach(prefix -> made.put(prefix.entry(), make.apply(prefix.found)));
        return of(made);
    }

    /** What there is, entry by entry: the exact ones by name, then the prefixes, the longest first. */
    Collection<T> all() {
        List<T> all = new ArrayList<>(new TreeMap<>(exact).values());
        prefixes.forEach(prefix -> all.add(prefix.found));
        return Collections.unmodifiableList(all);
    }
}
