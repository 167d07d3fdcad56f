package dev.botsentinel.engine;

import static dev.botsentinel.request.Request.HAS_ALBUM;
import static dev.botsentinel.request.Request.HAS_CHAT;
import static dev.botsentinel.request.Request.HAS_CONTENT;
import static dev.botsentinel.request.Request.HAS_SPACE;
import static dev.botsentinel.request.Request.HAS_SUBJECT;
import static dev.botsentinel.request.Request.HAS_TOPIC;
import static dev.botsentinel.request.Request.HAS_UPDATE_ID;
import static dev.botsentinel.request.Request.IMPERSONAL;
import static dev.botsentinel.request.Request.IS_DATED;
import static dev.botsentinel.request.Request.NOT_DELIBERATE;

import dev.botsentinel.access.Principal;
import dev.botsentinel.access.Resolution;
import dev.botsentinel.decision.Decision.Denied;
import dev.botsentinel.decision.Decision.Passage;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.decision.ShadowDenial;
import dev.botsentinel.engine.Check.LocalReport;
import dev.botsentinel.event.DecisionListener;
import dev.botsentinel.guard.Call;
import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Plan;
import dev.botsentinel.plan.Step;
import dev.botsentinel.plan.Step.FirstSeen;
import dev.botsentinel.plan.SubjectState;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.BuiltInRule;
import dev.botsentinel.policy.Debounce;
import dev.botsentinel.policy.EffectivePolicy;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.PresentIds;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.request.Exemption;
import dev.botsentinel.request.Request;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that applies to the actions of one entry of a policy, compiled. Hands out {@link Check}s: for each kind of request
 * (which ids it has) and each purpose the steps are fixed, so their check is prepared once and found by an index.
 * Immutable but for these, which are made when they are first needed; thread-safe.
 */
final class Route {

    /** Beside the traits of a request: whether denials by the subject's own limits are violations. */
    private static final int OFFENDS = IS_DATED;

    private static final int KINDS = 2 * OFFENDS;

    private static final int EXEMPT = 0;
    private static final int EXEMPT_UNLESS_BLOCKED = 1;
    private static final int BLOCK = 2;
    /**
     * The whole chain with the entry's own limits, and the same for whom the policy trusts; then two for each policy whose
     * limits can be chosen.
     */
    private static final int DECIDE = 3;

    /** What was sent longer ago than this is a backlog, and no offence. */
    private static final long BACKLOG_MICROS = 60_000_000;

    private static final Denied STALE = Denied.of(Reason.STALE, BuiltInRule.STALE);
    private static final Denied LISTED = Denied.of(Reason.BLOCKED, BuiltInRule.BLOCKLIST);

    private final Routes routes;
    private final EffectivePolicy entry;
    /** What applies to the action, with all limits that a decision on it can name. */
    final EffectivePolicy policy;

    private final @Nullable AccessRule access;
    private final Fingerprints fingerprints;
    private final AlbumSteps albums;
    private final InstantSource time;
    /** Null if the policy blocks nobody. */
    private final @Nullable IdSet listed;

    private final boolean hasOwnInterceptors;
    private final boolean hasChoice;
    private final boolean trustsSome;
    /** Whether updates that were sent too long ago are refused. */
    final boolean ages;

    private final boolean jitters;
    /** The traits of a request that matter here. */
    private final int asked;
    /** The traits with which a request's denials are no violations. */
    private final int excusing;

    private final boolean escalates;

    private final Check[][] prepared;
    /** Volatile because the listeners that applications prepare may not be safe to publish by a data race. */
    private volatile DecisionListener @Nullable [] listeners;

    /**
     * @param entry what applies to the action
     * @param policy the same with all limits that a decision can name, those that can be chosen among them
     */
    Route(Routes routes, EffectivePolicy entry, EffectivePolicy policy, @Nullable AccessRule access) {
        this.routes = routes;
        this.entry = entry;
        this.policy = policy;
        this.access = access;
        this.fingerprints = new Fingerprints(routes.fingerprintKey(), entry.entry());
        this.albums = new AlbumSteps(routes.policy().table(), entry);
        this.time = routes.time();
        this.listed = routes.listed().isEmpty() ? null : routes.listed();
        this.hasOwnInterceptors = !routes.own().isEmpty();
        this.hasChoice = !routes.chosen().isEmpty();
        this.trustsSome = routes.trustsSome();
        this.ages = routes.policy().stale() != null;
        Escalation escalation = routes.policy().escalation();
        this.jitters = escalation != null && escalation.jitterPercent() > 0;
        this.asked = HAS_SUBJECT
                | HAS_CHAT
                | HAS_ALBUM
                | (entry.debounce().isOff() ? 0 : HAS_CONTENT)
                | (routes.policy().updateReplay() == null ? 0 : HAS_UPDATE_ID)
                | (hasOwnInterceptors || hasLimit(Scope::needsTopic) ? HAS_TOPIC : 0)
                | (hasOwnInterceptors || hasLimit(Scope::needsSpace) ? HAS_SPACE : 0);
        this.excusing = IMPERSONAL | (entry.escalates() == null ? NOT_DELIBERATE : 0);
        this.escalates = escalation != null && !Boolean.FALSE.equals(entry.escalates());
        this.prepared = new Check[DECIDE + 2 * (1 + routes.chosen().size())][];
    }

    private boolean hasLimit(Predicate<Scope> ofScope) {
        return Stream.concat(policy.limits().stream(), albums.limitsElsewhere().stream())
                .map(AppliedLimit::scope)
                .anyMatch(ofScope);
    }

    /** Who hears of decisions on this route. */
    DecisionListener[] listeners() {
        DecisionListener[] made = listeners;
        if (made == null) {
            made = routes.listeners(policy);
            listeners = made;
        }
        return made;
    }

    /** What an update that is never dropped brings to the plans here: its content is never compared. */
    Facts exemptFacts(Request request) {
        Facts facts = Facts.of(request, 0);
        return (asked & HAS_UPDATE_ID) != 0 ? withUpdateId(facts, request) : facts;
    }

    /**
     * What the request brings to the plans here.
     *
     * @param subject what was found of its subject before
     * @param random what the jitter of a block is drawn from, if it may lead to one that has any
     */
    Facts facts(Request request, @Nullable SubjectState subject, RandomGenerator random) {
        int kind = request.traits() & asked;
        Facts facts = Facts.of(request, (kind & HAS_CONTENT) != 0 ? fingerprints.of(request) : 0, subject);
        if ((kind & HAS_UPDATE_ID) != 0) {
            facts = withUpdateId(facts, request);
        }
        if ((kind & HAS_ALBUM) != 0) {
            facts = facts.withAlbum(fingerprints.ofAlbum(request));
        }
        return jitters && (kind & HAS_SUBJECT) != 0 ? facts.withJitterDraw(draw(random)) : facts;
    }

    private Facts withUpdateId(Facts facts, Request request) {
        return request.updateIdText() == null
                ? facts
                : facts.withUpdateId(UpdateIds.number(request, routes.fingerprintKey()));
    }

    /** By the upper bits alone, so that a source that always gives the middle draws the middle. */
    private static int draw(RandomGenerator random) {
        long fraction = random.nextLong() >>> Integer.SIZE;
        return (int) ((fraction * (Escalation.MAX_DRAW + 1)) >>> Integer.SIZE);
    }

    /** The built-in steps by which the storage remembers the request if it is allowed. */
    List<FirstSeen> remembered(Request request) {
        boolean byUpdateIdAlone = request.exemption() != Exemption.NONE || routes.isTrustedSubject(request);
        return seen(kind(request), byUpdateIdAlone).stream()
                .filter(FirstSeen.class::isInstance)
                .map(FirstSeen.class::cast)
                .toList();
    }

    // What is asked

    /** What is asked of an update that is never dropped: its update id, and the block if its exemption says so. */
    Check exempt(Request request) {
        if (request.exemption() == Exemption.ALWAYS) {
            return fixed(EXEMPT, request);
        }
        return isListed(request) ? Check.refused(LISTED) : fixed(EXEMPT_UNLESS_BLOCKED, request);
    }

    /**
     * What is asked before the resolver is: the blocks of chat and subject, and what own interceptors want asked before it. Its
     * answer is {@link Check#NOT_BLOCKED} or a denial.
     */
    Check block(Request request) {
        if (!routes.own().beforeBlocklist().isEmpty()) {
            Examination examination = new Examination();
            throughBlocklist(request, examination);
            Check asked = improvised(request, examination.steps(Route::isEnforced), Passage.CHECKED, true);
            return asked.orElse(examination.refusal() == null ? Check.NOT_BLOCKED : examination.refusal());
        }
        return isListed(request) ? Check.refused(LISTED) : fixed(BLOCK, request);
    }

    /** Whether the update was sent too long ago; only where {@link #ages}. */
    boolean isStale(Request request) {
        return routes.isStale(request);
    }

    /** What is asked of a stale update: only a block outranks its age, and what own interceptors refuse before. */
    Check stale(Request request) {
        if (!routes.own().beforeBlocklist().isEmpty()) {
            Examination examination = new Examination();
            throughBlocklist(request, examination);
            examination.refuse(STALE);
            return refused(request, examination, false);
        }
        return isListed(request) ? Check.refused(LISTED) : fixed(BLOCK, request).orElse(STALE);
    }

    /**
     * What is asked of an update whose principal is known.
     *
     * @param blockAsked whether {@link #block} has been asked already, so that a refusal that only a block outranks
     *     stands
     */
    Check check(Request request, Resolution who, boolean blockAsked) {
        if (hasOwnInterceptors) {
            return examined(request, who, blockAsked);
        }
        if (listed != null && isListed(request)) {
            return Check.refused(LISTED);
        }
        Reason lacking = lacking(who);
        if (lacking == null) {
            return fixed(hasChoice || trustsSome ? purpose(request, who) : DECIDE, request);
        }
        if (isReported(who)) {
            Check whole = fixed(purpose(request, who), request);
            int before = (int) whole.steps().stream()
                    .filter(Step.NotBlocked.class::isInstance)
                    .count();
            return whole.reporting(List.of(report(lacking, before)));
        }
        Denied denied = Denied.of(lacking, BuiltInRule.REQUIRES);
        return blockAsked ? Check.refused(denied) : fixed(BLOCK, request).orElse(denied);
    }

    /** The chain with the application's own interceptors, stage by stage. */
    private Check examined(Request request, Resolution who, boolean blockAsked) {
        PlacedInterceptors own = routes.own();
        Call call = new Call(request, entry, who);
        Examination examination = new Examination();
        throughBlocklist(request, examination);
        examination.ask(own.beforeAccess(), call);
        access(who, examination);
        examination.ask(own.beforeDebounce(), call);
        int purpose = examination.isRefused() ? BLOCK : purpose(request, who);
        examination.add(seen(kind(request), isForTrusted(purpose)));
        examination.ask(own.beforeLimits(), call);
        examination.add(limits(purpose, kind(request)));
        examination.ask(own.last(), call);

        if (examination.isRefused()) {
            return refused(request, examination, blockAsked);
        }
        Check whole = examination.hasOwnSteps()
                ? improvised(request, examination.steps(step -> true), passage(purpose), false)
                : fixed(purpose, request);
        return examination.reports().isEmpty() ? whole : whole.reporting(examination.reports());
    }

    /** What is asked though a local stage has refused: the steps that rank above, in a plan that writes nothing. */
    private Check refused(Request request, Examination examination, boolean blockAsked) {
        Denied refusal = Objects.requireNonNull(examination.refusal());
        List<Step> above = examination.steps(Route::isEnforced);
        boolean stands =
                blockAsked && examination.steps(step -> !isBlockCheck(step)).isEmpty();
        return stands
                ? Check.refused(refusal)
                : improvised(request, above, Passage.CHECKED, true).orElse(refusal);
    }

    /** Before the blocklist nobody is known yet, whether or not a principal is cached: ranks must not depend on it. */
    private void throughBlocklist(Request request, Examination examination) {
        examination.ask(routes.own().beforeBlocklist(), new Call(request, entry, Resolution.ANONYMOUS));
        if (isListed(request)) {
            examination.refuse(LISTED);
        }
        examination.add(blocks(kind(request)));
    }

    private void access(Resolution who, Examination examination) {
        Reason lacking = examination.isRefused() ? null : lacking(who);
        if (lacking == null) {
            return;
        }
        if (isReported(who)) {
            examination.report(report(lacking, examination.size()));
        } else {
            examination.refuse(Denied.of(lacking, BuiltInRule.REQUIRES));
        }
    }

    // Local stages

    private boolean isListed(Request request) {
        return listed != null && (listed.hasSubjectOf(request) || listed.hasChatOf(request));
    }

    private @Nullable Reason lacking(Resolution who) {
        if (who instanceof Resolution.Vetoed) {
            return Reason.VETOED;
        }
        if (access == null) {
            return null;
        }
        return who instanceof Resolution.Resolved resolved
                ? access.lacking(resolved.principal(), time)
                : Reason.UNRESOLVED;
    }

    /** Whether what is lacking is reported only. A veto is no requirement: it always refuses. */
    private boolean isReported(Resolution who) {
        return entry.requires().mode() == Mode.SHADOW && !(who instanceof Resolution.Vetoed);
    }

    private static LocalReport report(Reason lacking, int stepsBefore) {
        return new LocalReport(stepsBefore, new ShadowDenial(lacking, BuiltInRule.REQUIRES.label()));
    }

    private int purpose(Request request, Resolution who) {
        return DECIDE + 2 * choice(request, who) + (routes.isTrusted(request, who) ? 1 : 0);
    }

    private int choice(Request request, Resolution who) {
        if (!hasChoice) {
            return 0;
        }
        Principal principal = who instanceof Resolution.Resolved resolved ? resolved.principal() : Principal.ANONYMOUS;
        return routes.choice(request, principal);
    }

    private static boolean isForTrusted(int purpose) {
        return purpose >= DECIDE && (purpose - DECIDE) % 2 == 1;
    }

    private static Passage passage(int purpose) {
        return switch (purpose) {
            case EXEMPT, EXEMPT_UNLESS_BLOCKED -> Passage.EXEMPT;
            default -> isForTrusted(purpose) ? Passage.TRUSTED : Passage.CHECKED;
        };
    }

    // Plans

    private Check fixed(int purpose, Request request) {
        int kind = kind(request);
        Check[] kinds = prepared[purpose];
        Check made = kinds == null ? null : kinds[kind];
        return made != null ? made : prepare(purpose, kind);
    }

    /** Once, or a few times at once, for each purpose and kind; whichever is found later is as good. */
    private Check prepare(int purpose, int kind) {
        Check[] kinds = prepared[purpose];
        if (kinds == null) {
            kinds = new Check[KINDS];
            prepared[purpose] = kinds;
        }
        Check made = make(purpose, kind);
        kinds[kind] = made;
        return made;
    }

    private Check make(int purpose, int kind) {
        List<Step> steps = new ArrayList<>();
        if (purpose != EXEMPT) {
            steps.addAll(blocks(kind));
        }
        if (purpose != BLOCK) {
            steps.addAll(seen(kind, isForTrusted(purpose)));
        }
        Passage passage = passage(purpose);
        if (purpose >= DECIDE) {
            steps.addAll(limits(purpose, kind));
            return Check.of(plan(steps, kind, passage == Passage.CHECKED, false), routes::prepare, passage);
        }
        List<Step> asked = steps.stream().filter(Route::isAskedOfAll).toList();
        boolean probe = purpose == BLOCK;
        Check check = Check.of(plan(asked, kind, false, probe), routes::prepare, passage);
        return probe ? check.orElse(Check.NOT_BLOCKED) : check;
    }

    /** A check whose steps an interceptor of the application's has changed for this request. */
    private Check improvised(Request request, List<Step> steps, Passage passage, boolean probe) {
        boolean offends = passage == Passage.CHECKED && !probe;
        return routes.improvised(plan(steps, kind(request), offends, probe), passage);
    }

    private Plan plan(List<Step> steps, int kind, boolean offends, boolean probe) {
        return new Plan(
                steps,
                ids(kind),
                offends && has(kind, OFFENDS) ? routes.policy().escalation() : null,
                probe);
    }

    private static PresentIds ids(int kind) {
        return new PresentIds(has(kind, HAS_SUBJECT), has(kind, HAS_CHAT), has(kind, HAS_TOPIC), has(kind, HAS_SPACE));
    }

    private int kind(Request request) {
        int traits = request.traits();
        boolean offends = escalates
                && (traits & (HAS_SUBJECT | excusing)) == HAS_SUBJECT
                && !((traits & IS_DATED) != 0 && request.isOlderThan(BACKLOG_MICROS, Micros.of(time.instant())));
        return (traits & asked) | (offends ? OFFENDS : 0);
    }

    private static boolean has(int kind, int what) {
        return (kind & what) != 0;
    }

    /** The chat's first: a manual block outranks an automatic one, and of the chat only manual ones count. */
    private List<Step> blocks(int kind) {
        List<Step> blocks = new ArrayList<>();
        if (has(kind, HAS_CHAT)) {
            blocks.add(Step.NotBlocked.CHAT);
        }
        if (has(kind, HAS_SUBJECT)) {
            blocks.add(Step.NotBlocked.ENFORCE);
            if (routes.asksShadowBlocks()) {
                blocks.add(Step.NotBlocked.SHADOW);
            }
        }
        return blocks;
    }

    private List<Step> seen(int kind, boolean forTrusted) {
        List<Step> seen = new ArrayList<>();
        Scope scope = Scope.USER.inEffect(ids(kind));
        if (has(kind, HAS_UPDATE_ID)) {
            seen.add(new FirstSeen(FirstSeen.Kind.UPDATE_ID, scope, routes.updateReplayMicros(), Mode.ENFORCE));
        }
        if (has(kind, HAS_ALBUM) && !forTrusted) {
            seen.add(albums.step(ids(kind)));
        }
        Debounce debounce = entry.debounce();
        if (has(kind, HAS_CONTENT) && !forTrusted) {
            seen.add(new FirstSeen(FirstSeen.Kind.FINGERPRINT, scope, debounce.windowMicros(), debounce.mode()));
        }
        return seen;
    }

    /** Each budget once, even if several limits fall back to it. */
    private List<Step> limits(int purpose, int kind) {
        if (purpose < DECIDE) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        Set<List<Object>> charged = new HashSet<>();
        int choice = (purpose - DECIDE) / 2;
        for (AppliedLimit limit : choice == 0 ? entry.limits() : routes.chosenLimits(choice)) {
            if (isForTrusted(purpose) && limit.limit().spareTrusted()) {
                continue;
            }
            AppliedLimit applied = limit.inEffect(ids(kind));
            if (charged.add(List.of(applied.key(), applied.scope()))) {
                steps.add(new Step.TakePermits(applied));
            }
        }
        return steps;
    }

    private static boolean isEnforced(Step step) {
        return step.mode() == Mode.ENFORCE;
    }

    private static boolean isBlockCheck(Step step) {
        return step instanceof Step.NotBlocked;
    }

    /** The block and the update id: what holds also for updates that are never dropped. */
    private static boolean isAskedOfAll(Step step) {
        return isEnforced(step)
                && (isBlockCheck(step) || (step instanceof FirstSeen seen && seen.kind() == FirstSeen.Kind.UPDATE_ID));
    }
}
