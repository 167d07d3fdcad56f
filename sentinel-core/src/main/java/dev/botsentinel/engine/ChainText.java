package dev.botsentinel.engine;

import dev.botsentinel.guard.Interceptor;
import dev.botsentinel.guard.Stage;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.Durations;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Quote;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.policy.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A chain in words, for people: what applies to an action, stage by stage, in the order in which the stages rank.
 *
 * @param choices the policies whose limits the application can choose in place of an action's own
 * @param resolves whether principals are resolved, which may cost a second call of the storage
 */
record ChainText(PolicySet policy, Placement own, List<String> choices, boolean resolves) {

    private static final String SHADOW = "; shadow: reported, never enforced";

    /** What applies to an action, whether or not an entry is called so. */
    String of(String action) {
        EffectivePolicy effective = policy.effective(action);
        String heading = effective.entry().equals(action) ? name(action) : name(action) + ", by " + entry(effective);
        return heading + "\n" + stages(effective);
    }

    /** What applies, entry by entry. */
    String ofAll() {
        return policy.effective().stream()
                .map(effective -> entry(effective) + "\n" + stages(effective))
                .collect(Collectors.joining("\n"));
    }

    private static String entry(EffectivePolicy effective) {
        String entry = effective.entry();
        return entry.equals(PolicySet.ANY) ? "*, which is all that no other entry matches" : "the entry " + name(entry);
    }

    private String stages(EffectivePolicy effective) {
        List<String> lines = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            own.before(stage).forEach(one -> lines.add(own(one, stage)));
            lines.addAll(builtIn(stage, effective));
            own.after(stage).forEach(one -> lines.add("own: " + Quote.escape(one.describe())));
        }
        lines.addAll(escalation(effective));
        lines.add("storage: " + calls(effective));
        return lines.stream().map(line -> "  " + line + "\n").collect(Collectors.joining());
    }

    private static String own(Interceptor interceptor, Stage before) {
        String known = before == Stage.BLOCKLIST ? ", before anybody is known" : "";
        return "own: " + Quote.escape(interceptor.describe()) + known;
    }

    private List<String> builtIn(Stage stage, EffectivePolicy effective) {
        return switch (stage) {
            case BLOCKLIST -> List.of("blocklist: " + blocklist());
            case ACCESS -> access(effective);
            case DEBOUNCE -> List.of("debounce: " + seen(effective.debounce()));
            case LIMITS -> limits(effective);
        };
    }

    private String blocklist() {
        int always = policy.blocked().size();
        String stored = "whom the storage has as blocked";
        return always == 0 ? stored : always + " by the policy, and " + stored;
    }

    private List<String> access(EffectivePolicy effective) {
        List<String> lines = new ArrayList<>();
        if (policy.stale() != null) {
            lines.add("stale: what was sent more than "
                    + Durations.text(policy.stale().after()) + " ago");
        }
        lines.add("access: " + requires(effective.requires()));
        if (!policy.trusted().isNobody()) {
            lines.add("trusted: debounce and limits spare " + trusted());
        }
        return lines;
    }

    private String trusted() {
        List<String> who = new ArrayList<>();
        int subjects = policy.trusted().subjects().size();
        if (subjects > 0) {
            who.add(subjects == 1 ? "1 subject" : subjects + " subjects");
        }
        addNames(who, policy.trusted().roles(), "whoever has one of the roles ");
        return String.join(" and ", who);
    }

    private String requires(Requirement requires) {
        List<String> asked = new ArrayList<>();
        if (requires.registered()) {
            asked.add("registered");
        }
        addNames(asked, requires.roles(), "one of the roles ");
        addNames(asked, requires.permissions(), "all of the permissions ");
        Duration stepUp = requires.stepUp();
        if (stepUp != null) {
            asked.add("a second factor at most " + Durations.text(stepUp) + " ago");
        }
        if (asked.isEmpty()) {
            return resolves ? "nothing, but a veto of the resolver" : "nothing";
        }
        return String.join(", ", asked) + shadow(requires.mode());
    }

    private static void addNames(List<String> asked, Collection<String> names, String what) {
        if (!names.isEmpty()) {
            asked.add(names.stream().map(ChainText::name).collect(Collectors.joining(", ", what, "")));
        }
    }

    private String seen(Debounce debounce) {
        String content = debounce.isOff()
                ? "no content"
                : "the same content within " + Durations.text(debounce.window()) + shadow(debounce.mode());
        return policy.updateReplay() == null
                ? content
                : "the same update id within "
                        + Durations.text(policy.updateReplay().window()) + ", " + content;
    }

    private List<String> limits(EffectivePolicy effective) {
        List<String> lines = new ArrayList<>(limits("", effective.limits(), effective.entry()));
        choices.forEach(name -> lines.addAll(limits(
                "or, if the application chooses " + name(name) + ", ", policy.limitsOf(name), effective.entry())));
        return lines;
    }

    private static List<String> limits(String when, List<AppliedLimit> limits, String entry) {
        if (limits.isEmpty()) {
            return List.of(when + "limits: none");
        }
        List<String> lines = new ArrayList<>(List.of(when + "limits, all or none of them:"));
        limits.forEach(limit -> lines.add("  " + limit(limit, entry)));
        return lines;
    }

    private static String limit(AppliedLimit applied, String entry) {
        RateLimit limit = applied.limit();
        return Quote.escape(applied.id()) + ": " + limit.describe() + fallback(applied.scope()) + "; "
                + sharing(applied, entry) + "; " + worstCase(limit);
    }

    private static String fallback(Scope scope) {
        return switch (scope) {
            case MEMBER, SPACE_MEMBER -> " (else user, chat, global)";
            case TOPIC, SPACE -> " (else chat, user, global)";
            case USER -> " (else chat, global)";
            case CHAT -> " (else user, global)";
            case GLOBAL -> "";
        };
    }

    private static String sharing(AppliedLimit applied, String entry) {
        if (applied.limit().name() != null) {
            return "shared by all that use the name";
        }
        if (applied.isOfEveryAction()) {
            return "shared by all actions";
        }
        return entry.endsWith(PolicySet.ANY) ? "shared by all that fall under " + name(entry) : "of this action alone";
    }

    private static String worstCase(RateLimit limit) {
        if (limit.permits() == 0) {
            return "always refuses";
        }
        long most = switch (limit.algorithm()) {
            case SLIDING_WINDOW -> limit.permits();
            case TOKEN_BUCKET -> (long) limit.burst() + limit.permits();
            case FIXED_WINDOW -> 2L * limit.permits();
        };
        return limit.calendar() != null
                ? "never more than " + limit.permits() + " permits in a " + limit.describePeriod()
                : "never more than " + most + " permits in any " + Durations.text(limit.per());
    }

    private List<String> escalation(EffectivePolicy effective) {
        Escalation escalation = policy.escalation();
        if (escalation == null) {
            return List.of();
        }
        String ladder = escalation.block().stream().map(Durations::text).collect(Collectors.joining(", "));
        return List.of("escalation: " + escalation.violations() + " violations within "
                + Durations.text(escalation.within()) + " block for " + ladder + jitter(escalation)
                + "; forgotten after "
                + Durations.text(escalation.forgetAfter()) + escalates(effective.escalates())
                + shadow(escalation.mode()));
    }

    private static String escalates(@Nullable Boolean escalates) {
        if (escalates == null) {
            return "";
        }
        return escalates ? "; here a denial counts whatever the update is" : "; here no denial counts";
    }

    private static String jitter(Escalation escalation) {
        return escalation.jitterPercent() == 0
                ? ""
                : ", each by chance up to " + escalation.jitterPercent() + "% longer";
    }

    /** Own interceptors may add steps of their own, so that of their actions less can be said. */
    private String calls(EffectivePolicy effective) {
        String calls = (resolves ? "1 call, 2 while the principal is not cached" : "1 call") + trips(effective);
        boolean asksOfNobody =
                !effective.limits().isEmpty() || !effective.debounce().isOff() || !choices.isEmpty();
        return asksOfNobody || own.hasAny() ? calls : calls + "; none for an update of nobody";
    }

    /** A subject lives in one slot with all its chats and spaces, a chat with its topics; a space, and everybody, in another. */
    private String trips(EffectivePolicy effective) {
        long elsewhere = Stream.concat(
                        effective.limits().stream(), choices.stream().flatMap(name -> policy.limitsOf(name).stream()))
                .map(AppliedLimit::scope)
                .filter(scope -> !scope.needsSubject())
                .map(scope -> scope == Scope.TOPIC ? Scope.CHAT : scope)
                .distinct()
                .count();
        return elsewhere == 0
                ? ""
                : "; on a Redis Cluster the one that decides is 2 trips to " + (elsewhere + 1)
                        + " slots, mostly 1 if refused";
    }

    private static String shadow(Mode mode) {
        return mode == Mode.SHADOW ? SHADOW : "";
    }

    private static String name(String name) {
        return Quote.escape(name);
    }
}
