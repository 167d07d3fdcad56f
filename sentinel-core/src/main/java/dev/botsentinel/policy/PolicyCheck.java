package dev.botsentinel.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks what the parts of a policy say of each other: names that are used, limits that share a name, inheritance. */
final class PolicyCheck {

    private static final int MAX_ID_LENGTH = 128;

    /** Every entry has the limits of its layers and the global ones; short files could make billions of them. */
    private static final int MAX_APPLIED_LIMITS = 100_000;

    /** Looking for the nearest name costs; whoever got a hundred wrong needs no hundred and first hint. */
    private static final int MAX_HINTS = 100;

    private final PolicySet policy;
    private final Map<String, Source> sources;
    private final Set<PolicyProblem> problems = new LinkedHashSet<>();
    private final Map<String, Named> named = new HashMap<>();
    private int hints;

    private record Named(RateLimit limit, List<String> path) {}

    private PolicyCheck(PolicySet policy, Map<String, Source> sources) {
        this.policy = policy;
        this.sources = sources;
    }

    /** @param sources of entries whose faults are told at other places than the entries */
    static List<PolicyProblem> problems(PolicySet policy, Map<String, Source> sources) {
        PolicyCheck check = new PolicyCheck(policy, sources);
        check.layer(policy.defaults(), "defaults");
        policy.policies().forEach((name, layer) -> check.layer(layer, "policies", name));
        policy.actions().forEach(check::action);
        check.limits(policy.global(), "global");
        policy.roles().forEach(check::role);
        check.cycles();
        check.trusted();
        check.ids("blocked", policy.blocked());
        check.size();
        return List.copyOf(check.problems);
    }

    private void action(String entry, ActionPolicy action) {
        if (entry.isBlank()) {
            report("an action has a name; for all others use \"*\"", "actions", entry);
        }
        int star = entry.indexOf('*');
        if (star >= 0 && star < entry.length() - 1) {
            report(Quote.of(entry) + " has a * before its end; only prefix* is possible", "actions", entry);
        }
        if (action.use() != null && !policy.policies().containsKey(action.use())) {
            report(unknown("policy", action.use(), policy.policies().keySet()), "actions", entry, "use");
        }
        layer(action.own(), "actions", entry);
    }

    private void layer(Policy layer, String... path) {
        limits(layer.limits(), path);
        if (layer.requires() == null) {
            return;
        }
        int index = 0;
        for (String role : layer.requires().roles()) {
            knownRole(role, at(path, "requires", "roles", Integer.toString(index++)));
        }
    }

    private void limits(@Nullable List<RateLimit> limits, String... path) {
        if (limits == null) {
            return;
        }
        for (int i = 0; i < limits.size(); i++) {
            RateLimit limit = limits.get(i);
            String name = limit.name();
            if (name == null) {
                continue;
            }
            String[] where = at(path, "limits", Integer.toString(i));
            Named first = named.putIfAbsent(name, new Named(limit, List.of(where)));
            if (first != null && !first.limit.equals(limit)) {
                report(
                        "limit " + Quote.of(name) + " is " + limit.describe() + " here, but "
                                + first.limit.describe() + " in "
                                + PolicyProblem.where(place(sources, first.path.toArray(String[]::new)))
                                + "; limits with one name are one budget and must be equal",
                        at(where, "name"));
            }
        }
    }

    private void role(String name, Role role) {
        if (name.isBlank()) {
            report("a role has a name", "roles", name);
        }
        int index = 0;
        for (String parent : role.inherits()) {
            knownRole(parent, new String[] {"roles", name, "inherits", Integer.toString(index++)});
        }
        index = 0;
        for (String permission : role.permissions()) {
            if (permission.isBlank()) {
                report("a permission has a name", "roles", name, "permissions", Integer.toString(index));
            }
            index++;
        }
    }

    private void knownRole(String role, String[] path) {
        if (!policy.roles().containsKey(role)) {
            report(unknown("role", role, policy.roles().keySet()), path);
        }
    }

    private String unknown(String kind, String name, Set<String> valid) {
        String unknown = "unknown " + kind + " " + Quote.of(name) + "; ";
        if (valid.isEmpty()) {
            return unknown + "none is declared";
        }
        hints++;
        return unknown + (hints > MAX_HINTS ? "it is not declared" : DidYouMean.hint(name, valid));
    }

    /** Reports each cycle once, at the first inheritance met that closes it. Iterative: chains may be long. */
    private void cycles() {
        Set<String> done = new HashSet<>();
        for (String start : policy.roles().keySet()) {
            walk(start, done);
        }
    }

    private void walk(String start, Set<String> done) {
        record Frame(String role, List<String> parents, int next) {}
        List<Frame> path = new ArrayList<>();
        Set<String> open = new LinkedHashSet<>();
        if (!done.contains(start)) {
            path.add(new Frame(start, parents(start), 0));
            open.add(start);
        }
        while (!path.isEmpty()) {
            Frame frame = path.remove(path.size() - 1);
            if (frame.next == frame.parents.size()) {
                open.remove(frame.role);
                done.add(frame.role);
                continue;
            }
            path.add(new Frame(frame.role, frame.parents, frame.next + 1));
            String parent = frame.parents.get(frame.next);
            if (open.contains(parent)) {
                report(
                        frame.role.equals(parent)
                                ? "role " + Quote.of(parent) + " inherits itself; remove it"
                                : "role " + Quote.of(frame.role) + " inherits " + Quote.of(parent)
                                        + ", which inherits it in turn; break the cycle",
                        "roles",
                        frame.role,
                        "inherits",
                        Integer.toString(frame.next));
            } else if (!done.contains(parent) && policy.roles().containsKey(parent)) {
                path.add(new Frame(parent, parents(parent), 0));
                open.add(parent);
            }
        }
    }

    private List<String> parents(String role) {
        Role declared = policy.roles().get(role);
        return declared == null ? List.of() : List.copyOf(declared.inherits());
    }

    private void trusted() {
        ids("trusted", policy.trusted().subjects(), "subjects");
        int index = 0;
        for (String role : policy.trusted().roles()) {
            knownRole(role, new String[] {"trusted", "roles", Integer.toString(index++)});
        }
    }

    private void ids(String key, Set<String> ids, String... below) {
        int index = 0;
        for (String id : ids) {
            if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
                report(
                        "an id has 1 to " + MAX_ID_LENGTH + " characters, this one has " + id.length(),
                        at(at(new String[] {key}, below), Integer.toString(index)));
            }
            index++;
        }
    }

    private void size() {
        long applied = 0;
        for (ActionPolicy action : policy.actions().values()) {
            Policy used =
                    action.use() == null ? Policy.EMPTY : policy.policies().getOrDefault(action.use(), Policy.EMPTY);
            List<RateLimit> own =
                    action.own().over(used).over(policy.defaults()).limits();
            applied += policy.global().size() + (own == null ? 0 : own.size());
        }
        if (applied > MAX_APPLIED_LIMITS) {
            report(
                    "the entries have " + applied + " limits in all, their layers and the global ones counted, but at"
                            + " most " + MAX_APPLIED_LIMITS + " are possible; use fewer limits or prefix* entries",
                    "actions");
        }
    }

    static String[] at(String[] path, String... more) {
        List<String> whole = new ArrayList<>(List.of(path));
        whole.addAll(List.of(more));
        return whole.toArray(String[]::new);
    }

    private void report(String message, String... path) {
        problems.add(new PolicyProblem(place(sources, path), message));
    }

    /** Where this part was said: the path, unless it is of an entry with a source. */
    static List<String> place(Map<String, Source> sources, String... path) {
        Source source = path.length > 1 && path[0].equals("actions") ? sources.get(path[1]) : null;
        List<String> keys = List.of(path);
        return source == null ? keys : source.place(keys.subList(2, keys.size()));
    }
}
