package dev.botsentinel.cli.lint;

import dev.botsentinel.access.Principal;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requirements that nobody meets, and holes beside those that somebody does. */
final class Requirements {

    private final PolicySet policy;
    private final @Nullable Collection<Principal> principals;

    /** @param principals everybody that the application knows; null if that isn't known */
    Requirements(PolicySet policy, @Nullable Collection<Principal> principals) {
        this.policy = policy;
        this.principals = principals;
    }

    List<LintFinding> findings() {
        List<LintFinding> findings = new ArrayList<>();
        for (EffectivePolicy entry : policy.effective()) {
            if (!entry.requires().isNone()) {
                unmeetable(entry, findings);
                holes(entry, findings);
            }
        }
        return findings;
    }

    private void unmeetable(EffectivePolicy entry, List<LintFinding> findings) {
        Requirement requires = entry.requires();
        for (String permission : requires.permissions()) {
            if (policy.roles().values().stream()
                    .noneMatch(role -> role.permissions().contains(permission))) {
                findings.add(new LintFinding(
                        LintCheck.UNMEETABLE,
                        requiresAt(entry),
                        Quote.of(entry.entry()) + " asks for the permission " + Quote.of(permission)
                                + ", which no role gives; nobody can use it: give it to a role, or correct the name"));
            }
        }
        if (principals != null && principals.stream().noneMatch(principal -> meets(principal, requires))) {
            String who = principals.isEmpty() ? "without a resolver nobody is known" : "no principal is or has that";
            findings.add(new LintFinding(
                    LintCheck.UNMEETABLE,
                    requiresAt(entry),
                    Quote.of(entry.entry()) + " asks for " + words(requires) + ", but " + who
                            + "; nobody can use it: give the guard a resolver that knows such principals, or ask for"
                            + " less"));
        }
    }

    private static List<String> requiresAt(EffectivePolicy entry) {
        return List.of("actions", entry.entry(), "requires");
    }

    private static String words(Requirement requires) {
        List<String> asked = new ArrayList<>();
        if (requires.registered()) {
            asked.add("registration");
        }
        if (!requires.roles().isEmpty()) {
            asked.add("a role of " + requires.roles());
        }
        if (!requires.permissions().isEmpty()) {
            asked.add("the permissions " + requires.permissions());
        }
        if (requires.stepUp() != null) {
            asked.add("a second factor");
        }
        return Quote.bare(String.join(", ", asked));
    }

    /** Whether somebody meets it at some time: any step-up counts as recent. */
    private boolean meets(Principal principal, Requirement requires) {
        Set<String> roles = new HashSet<>();
        Set<String> permissions = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(principal.roles());
        while (!open.isEmpty()) {
            String name = open.pop();
            Role role = policy.roles().get(name);
            if (roles.add(name) && role != null) {
                permissions.addAll(role.permissions());
                open.addAll(role.inherits());
            }
        }
        return (!requires.registered() || principal.registered())
                && (requires.roles().isEmpty() || !Collections.disjoint(roles, requires.roles()))
                && permissions.containsAll(requires.permissions())
                && (requires.stepUp() == null || principal.stepUpAt() != null);
    }

    /** A command that asks for a role, while one that continues its name asks for nothing. */
    private void holes(EffectivePolicy guarded, List<LintFinding> findings) {
        String name = guarded.entry();
        boolean asks = guarded.requires().mode() == Mode.ENFORCE
                && !guarded.requires().roles().isEmpty();
        if (!asks || !name.startsWith("/") || name.endsWith(PolicySet.ANY)) {
            return;
        }
        for (String other : policy.actions().keySet()) {
            if (continues(other, name) && isOpen(policy.effective(other))) {
                findings.add(hole(Quote.of(other) + " asks for nothing", name, List.of("actions", other)));
            }
        }
        String another = name + "_all";
        EffectivePolicy undeclared = policy.effective(another);
        if (isOpen(undeclared) && !policy.actions().containsKey(another)) {
            findings.add(hole(
                    "a command such as " + Quote.of(another) + " falls under " + Quote.of(undeclared.entry())
                            + ", which asks for nothing",
                    name,
                    List.of("actions", name)));
        }
    }

    private static LintFinding hole(String what, String guarded, List<String> path) {
        return new LintFinding(
                LintCheck.HOLE,
                path,
                Quote.of(guarded) + " asks for a role, but " + what
                        + "; anybody can use it: write requires there too, or guard all of them by "
                        + Quote.of(guarded + PolicySet.ANY));
    }

    private static boolean continues(String other, String name) {
        return other.length() > name.length()
                && other.startsWith(name)
                && (other.charAt(name.length()) == '_' || Character.isDigit(other.charAt(name.length())));
    }

    private static boolean isOpen(EffectivePolicy entry) {
        return entry.requires().isNone() || entry.requires().mode() == Mode.SHADOW;
    }
}
