package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what can never have an effect on a platform: entries that no update falls under, what is said of exempt updates,
 * ids that nobody has. Names that are errors anyway are passed over.
 */
final class PlatformCheck {

    private static final String FAILS_OPEN = " (an error, since its requirements would never be asked)";

    private final Platform platform;
    private final Map<String, Policy> policies;
    private final Map<String, Source> sources;
    private final List<PolicyProblem> errors = new ArrayList<>();
    private final List<PolicyProblem> warnings = new ArrayList<>();

    /** @param sources of entries whose faults are told at other places than the entries */
    PlatformCheck(Platform platform, Map<String, Policy> policies, Map<String, Source> sources) {
        this.platform = platform;
        this.policies = policies;
        this.sources = sources;
    }

    PolicyReview review(Map<String, ActionPolicy> actions, Trusted trusted, Set<String> blocked) {
        actions.forEach(this::entry);
        ids(trusted.subjects(), "trusted", "subjects");
        ids(blocked, "blocked");
        return new PolicyReview(errors, warnings);
    }

    private void entry(String entry, ActionPolicy action) {
        int star = entry.indexOf('*');
        if (entry.isBlank() || entry.equals(PolicySet.ANY) || (star >= 0 && star < entry.length() - 1)) {
            return;
        }
        Policy used = action.use() == null ? Policy.EMPTY : policies.getOrDefault(action.use(), Policy.EMPTY);
        platform.faultOfEntry(entry).ifPresent(fault -> {
            boolean failsOpen = asks(action.own().over(used));
            report(failsOpen, fault, "actions", entry);
        });
        if (platform.isExempt(entry)) {
            exempt(entry, action, used);
        }
    }

    /** Tells of each key that says something, where it is said. */
    private void exempt(String entry, ActionPolicy action, Policy used) {
        List<String> own = said(action.own(), Policy.EMPTY);
        own.forEach(key -> report(key.equals("requires"), noEffect(entry, key), "actions", entry, key));
        List<String> ofUsed = said(used, action.own());
        if (!ofUsed.isEmpty()) {
            String what = String.join(", ", ofUsed) + " of policy " + Quote.of(String.valueOf(action.use()));
            report(ofUsed.contains("requires"), noEffect(entry, what), "actions", entry, "use");
        }
    }

    private static String noEffect(String entry, String what) {
        return what + " can have no effect on " + Quote.of(entry) + ", whose updates are exempt; remove it";
    }

    /** The keys of the layer that ask something of an update, unless the upper layer hides them. */
    private static List<String> said(Policy layer, Policy upper) {
        List<String> said = new ArrayList<>();
        if (upper.limits() == null && layer.limits() != null && !layer.limits().isEmpty()) {
            said.add("limits");
        }
        if (upper.debounce() == null
                && layer.debounce() != null
                && !layer.debounce().equals(Debounce.OFF)) {
            said.add("debounce");
        }
        if (upper.requires() == null && asks(layer)) {
            said.add("requires");
        }
        if (upper.escalates() == null && layer.escalates() != null && layer.escalates()) {
            said.add("escalates");
        }
        return said;
    }

    private static boolean asks(Policy layer) {
        return layer.requires() != null && !layer.requires().isNone();
    }

    private void ids(Set<String> ids, String... path) {
        int index = 0;
        for (String id : ids) {
            String[] place = PolicyCheck.at(path, Integer.toString(index++));
            platform.faultOfId(id).ifPresent(fault -> report(false, fault, place));
        }
    }

    private void report(boolean failsOpen, String message, String... path) {
        List<String> place = PolicyCheck.place(sources, path);
        if (failsOpen) {
            errors.add(new PolicyProblem(place, message + FAILS_OPEN));
        } else {
            warnings.add(new PolicyProblem(place, message));
        }
    }
}
