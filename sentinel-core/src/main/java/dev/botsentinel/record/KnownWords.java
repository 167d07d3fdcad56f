package dev.botsentinel.record;

import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.record.Pseudonyms.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words that a recording may have as they are: those of policies and those that the application names. What users can invent
 * is none of them, so the rest of an action or path that begins with a known word is a tilde and a hash. The policy's entry for it
 * stays the same: no entry goes beyond what stands as it is. Immutable.
 *
 * @param names actions and longer paths
 * @param prefixes what an entry {@code prefix*} begins with; never empty
 * @param roles roles that are defined
 */
record KnownWords(Set<String> names, Set<String> prefixes, Set<String> roles) {

    private static final char SEPARATOR = ':';
    private static final String UNKNOWN = "~";

    KnownWords {
        names = Set.copyOf(names);
        prefixes = Set.copyOf(prefixes);
        roles = Set.copyOf(roles);
    }

    static KnownWords of(Collection<String> entries) {
        Set<String> names = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        for (String entry : entries) {
            String word = entry.endsWith(PolicySet.ANY) ? entry.substring(0, entry.length() - 1) : entry;
            if (word.length() < entry.length() && !word.isEmpty()) {
                prefixes.add(word);
            } else if (word.length() == entry.length()) {
                names.add(word);
            }
            // whoever wrote callback:buy:17 wrote callback:buy as well
            for (int end = word.indexOf(SEPARATOR); end > 0; end = word.indexOf(SEPARATOR, end + 1)) {
                names.add(word.substring(0, end));
            }
        }
        return new KnownWords(names, prefixes, Set.of());
    }

    /** These and the policy's. */
    KnownWords and(PolicySet policy) {
        KnownWords its =
                of(policy.effective().stream().map(EffectivePolicy::entry).toList());
        return new KnownWords(
                union(names, its.names),
                union(prefixes, its.prefixes),
                union(roles, policy.roles().keySet()));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }

    /** The action as it is recorded: the same one for each of its updates. */
    String action(String action, Pseudonyms pseudonyms) {
        return known(action, pseudonyms);
    }

    /**
     * The path as it is recorded.
     *
     * @param recordedAction what {@link #action} made of the action that it begins with
     */
    String path(String path, String action, String recordedAction, Pseudonyms pseudonyms) {
        if (path.length() == action.length()) {
            return recordedAction;
        }
        return names.contains(action)
                ? known(path, pseudonyms)
                : recordedAction + SEPARATOR + hash(path.substring(action.length() + 1), pseudonyms);
    }

    private String known(String text, Pseudonyms pseudonyms) {
        if (names.contains(text)) {
            return text;
        }
        int known = 0;
        for (String prefix : prefixes) {
            if (prefix.length() > known && text.startsWith(prefix)) {
                known = prefix.length();
            }
        }
        for (int end = text.lastIndexOf(SEPARATOR); end >= known; end = text.lastIndexOf(SEPARATOR, end - 1)) {
            if (names.contains(text.substring(0, end))) {
                known = end + 1;
                break;
            }
        }
        return known == text.length() ? text : text.substring(0, known) + hash(text.substring(known), pseudonyms);
    }

    private static String hash(String text, Pseudonyms pseudonyms) {
        return UNKNOWN + pseudonyms.of(Kind.ACTION, text);
    }

    String role(String role, Pseudonyms pseudonyms) {
        return roles.contains(role) ? role : UNKNOWN + pseudonyms.of(Kind.ROLE, role);
    }
}
