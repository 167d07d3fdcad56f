package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entry that an update falls under, by its action's path. An entry without a star matches its own name and what
 * continues it after a colon; {@code prefix*} matches what begins with it. The entry that matches the most characters wins,
 * at a tie the one without a star; {@code *} matches all. Immutable.
 *
 * <p>A look-up costs a hash of the path; without an entry of just that name, another hash for each colon in the path that an
 * entry could end at, and a comparison with each prefix.
 *
 * @param <T> what there is for each entry
 */
public final class ActionTable<T> {

    private static final char SEPARATOR = ':';

    private final Map<String, T> exact;
    /** The longest first. */
    private final List<Prefix<T>> prefixes;
    /** How long the exact entries are. */
    private final BitSet lengths = new BitSet();
    /** What stands before a colon in some entry: only below these does more than the action matter. */
    private final Set<String> extended = new HashSet<>();
    /** The exact entries that are actions below which nothing more matters: most updates fall under these. */
    private final Map<String, T> alone;

    private record Prefix<T>(String text, T found) {

        String entry() {
            return text + PolicySet.ANY;
        }
    }

    private ActionTable(Map<String, T> exact, List<Prefix<T>> prefixes) {
        this.exact = exact;
        this.prefixes = prefixes;
        exact.keySet().forEach(entry -> {
            lengths.set(entry.length());
            extend(entry);
        });
        prefixes.forEach(prefix -> extend(prefix.text));
        this.alone = new HashMap<>(exact);
        alone.keySet().removeAll(extended);
    }

    private void extend(String entry) {
        for (int end = entry.indexOf(SEPARATOR); end >= 0; end = entry.indexOf(SEPARATOR, end + 1)) {
            extended.add(entry.substring(0, end));
        }
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

    /** Whether some entry says more than the action: only then does the rest of the path matter. */
    public boolean looksBeyond(String action) {
        return !extended.isEmpty() && extended.contains(action);
    }

    /** What there is for an action that has an entry of its own and none that says more; null for all other actions. */
    public @Nullable T ofActionAlone(String action) {
        return alone.get(action);
    }

    /** What there is for the entry that the path, or an action that is its own path, falls under. */
    public T find(String path) {
        T found = exact.get(path);
        if (found != null) {
            return found;
        }
        int end = longestExact(path);
        for (Prefix<T> prefix : prefixes) {
            if (prefix.text.length() <= end) {
                break;
            }
            if (path.startsWith(prefix.text)) {
                return prefix.found;
            }
        }
        if (end >= 0) {
            return Objects.requireNonNull(exact.get(path.substring(0, end)));
        }
        throw new IllegalStateException("the entry * matches every action");
    }

    /** Where the longest exact entry ends that the path continues; -1 if there is none. */
    private int longestExact(String path) {
        int end = path.lastIndexOf(SEPARATOR);
        while (end >= 0 && !(lengths.get(end) && exact.containsKey(path.substring(0, end)))) {
            end = path.lastIndexOf(SEPARATOR, end - 1);
        }
        return end;
    }

    /**
     * What there is for the other entries that updates of one action can fall under, if others of that action fall under this
     * one: for {@code message:photo} those for {@code message}, {@code message:video}, {@code mess*} and {@code *}. Of each
     * such action in turn, so that many entries of one don't come before the few of another.
     */
    public List<T> beside(String entry) {
        List<List<T>> ofActions = new TreeSet<>(extended)
                .stream()
                        .filter(action -> canMatch(entry, action))
                        .map(action -> matching(action, entry))
                        .toList();
        Set<T> all = new LinkedHashSet<>();
        int most = ofActions.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < most; i++) {
            for (List<T> ofAction : ofActions) {
                if (i < ofAction.size()) {
                    all.add(ofAction.get(i));
                }
            }
        }
        return List.copyOf(all);
    }

    private List<T> matching(String action, String butFor) {
        List<T> matching = new ArrayList<>();
        new TreeMap<>(exact).forEach((entry, found) -> {
            if (!entry.equals(butFor) && canMatch(entry, action)) {
                matching.add(found);
            }
        });
        prefixes.stream()
                .filter(prefix -> !prefix.entry().equals(butFor) && canMatch(prefix.entry(), action))
                .forEach(prefix -> matching.add(prefix.found));
        return matching;
    }

    /** Whether the entry matches the action or some path of it. */
    private static boolean canMatch(String entry, String action) {
        boolean prefix = entry.endsWith(PolicySet.ANY);
        String text = prefix ? entry.substring(0, entry.length() - 1) : entry;
        return text.equals(action) || text.startsWith(action + SEPARATOR) || (prefix && action.startsWith(text));
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
