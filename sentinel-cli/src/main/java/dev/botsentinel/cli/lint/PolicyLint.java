package dev.botsentinel.cli.lint;

import dev.botsentinel.access.Principal;
import dev.botsentinel.policy.ActionPolicy;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what is valid in a policy and still wrong. */
public final class PolicyLint {

    private PolicyLint() {}

    /**
     * All findings, check by check; each once, however many entries share what is wrong.
     *
     * @param principals everybody that the application knows, none if it has no resolver; null if that isn't known
     */
    public static List<LintFinding> findings(PolicySet policy, @Nullable Collection<Principal> principals) {
        Set<LintFinding> findings = new LinkedHashSet<>(new BeatenLimits(policy).findings());
        findings.addAll(unused(policy));
        findings.addAll(new Escalations(policy).findings());
        findings.addAll(new SharedLimits(policy).findings());
        findings.addAll(new Requirements(policy, principals).findings());
        findings.addAll(unlimitedRest(policy));
        return List.copyOf(findings);
    }

    private static List<LintFinding> unused(PolicySet policy) {
        List<LintFinding> findings = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (ActionPolicy action : policy.actions().values()) {
            if (action.use() != null) {
                used.add(action.use());
            }
        }
        for (String name : policy.policies().keySet()) {
            if (!used.contains(name)) {
                findings.add(LintFinding.of(
                        LintCheck.UNUSED,
                        "no action uses the policy " + Quote.of(name)
                                + ", so what it says holds for nothing, unless the"
                                + " bot chooses it by its name; add use: " + Quote.bare(name) + " where it is meant, or"
                                + " remove it",
                        "policies",
                        name));
            }
        }
        Set<String> asked = rolesAskedFor(policy);
        policy.roles().forEach((name, role) -> {
            if (role.permissions().isEmpty() && !asked.contains(name)) {
                findings.add(LintFinding.of(
                        LintCheck.UNUSED,
                        "nothing asks for the role " + Quote.of(name)
                                + ", and it gives no permission; whoever has it can"
                                + " do no more than anybody: ask for it in requires, or remove it",
                        "roles",
                        name));
            }
        });
        return findings;
    }

    private static Set<String> rolesAskedFor(PolicySet policy) {
        Set<String> asked = new HashSet<>(policy.trusted().roles());
        policy.effective().forEach(entry -> asked.addAll(entry.requires().roles()));
        // Who inherits a role has it, so the heir of one that is asked for is of use.
        boolean grown = true;
        while (grown) {
            grown = false;
            for (var role : policy.roles().entrySet()) {
                boolean heir = !role.getValue().inherits().isEmpty()
                        && role.getValue().inherits().stream()
                                .anyMatch(parent -> asked.contains(parent) || givesPermissions(policy, parent));
                grown |= heir && asked.add(role.getKey());
            }
        }
        return asked;
    }

    private static boolean givesPermissions(PolicySet policy, String name) {
        var role = policy.roles().get(name);
        return role != null && !role.permissions().isEmpty();
    }

    private static List<LintFinding> unlimitedRest(PolicySet policy) {
        EffectivePolicy rest = policy.effective(PolicySet.ANY);
        if (!rest.limits().stream().allMatch(AppliedLimit::isShadow)) {
            return List.of();
        }
        boolean declared = policy.actions().containsKey(PolicySet.ANY);
        return List.of(new LintFinding(
                LintCheck.UNLIMITED_REST,
                declared ? List.of("actions", PolicySet.ANY) : List.of("actions"),
                "what falls under no other entry has no limit that is enforced, invented commands included; a flood of them"
                        + " reaches the bot whole: add a limit to defaults, to '*' or to global"));
    }
}
