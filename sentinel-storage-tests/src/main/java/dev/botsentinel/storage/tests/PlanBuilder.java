package dev.botsentinel.storage.tests;

import dev.botsentinel.plan.Facts;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.plan.Step;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Escalation;
import dev.botsentinel.policy.Mode;
import dev.botsentinel.policy.RateLimit;
import dev.botsentinel.policy.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans in few words, with scopes falling back as they do for a policy. Immutable: each word gives a new builder. */
record PlanBuilder(Facts ids, List<Step> steps, @Nullable Escalation onDenied) {

    static PlanBuilder plan(@Nullable String subject, @Nullable String chat) {
        return plan(Facts.of(subject, chat));
    }

    static PlanBuilder plan(Facts ids) {
        return new PlanBuilder(ids, List.of(), null);
    }

    /** A plan for an update that has the owner's ids and no others. */
    static PlanBuilder of(Owner owner) {
        return plan(Facts.of(owner));
    }

    /** A plan for an update that has an id of each kind. */
    static PlanBuilder everywhere() {
        return plan(Facts.of("42", "-100", "7", "9"));
    }

    static PlanBuilder by(String subject) {
        return plan(subject, null);
    }

    static PlanBuilder in(String chat) {
        return plan(null, chat);
    }

    PlanBuilder step(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new PlanBuilder(ids, List.copyOf(more), onDenied);
    }

    PlanBuilder notBlocked() {
        return step(Step.NotBlocked.ENFORCE);
    }

    PlanBuilder chatNotBlocked() {
        return step(Step.NotBlocked.CHAT);
    }

    PlanBuilder notShadowBlocked() {
        return step(Step.NotBlocked.SHADOW);
    }

    /** A limit called {@code name}, which is its identity. */
    PlanBuilder limit(String name, RateLimit limit) {
        String key = (limit.mode() == Mode.SHADOW ? "~" : "=") + name;
        return step(new Step.TakePermits(new AppliedLimit(name, key, inEffect(limit.scope()), limit)));
    }

    PlanBuilder limit(RateLimit limit) {
        return limit("limit", limit);
    }

    PlanBuilder fingerprint(long value, long windowMicros) {
        return seen(Step.FirstSeen.Kind.FINGERPRINT, value, windowMicros, Mode.ENFORCE);
    }

    PlanBuilder updateId(long value, long windowMicros) {
        return seen(Step.FirstSeen.Kind.UPDATE_ID, value, windowMicros, Mode.ENFORCE);
    }

    /** A part of this album. */
    PlanBuilder album(long value) {
        return new PlanBuilder(ids.withAlbum(value), steps, onDenied).step(new Step.Album(inEffect(Scope.USER)));
    }

    /** A part of this album, other parts of which are asked for what this plan has after its album. */
    PlanBuilder album(long value, PlanBuilder other) {
        List<Step> elsewhere = other.steps.stream()
                .dropWhile(step -> !(step instanceof Step.Album))
                .skip(1)
                .toList();
        return new PlanBuilder(ids.withAlbum(value), steps, onDenied)
                .step(new Step.Album(inEffect(Scope.USER), elsewhere));
    }

    PlanBuilder seen(Step.FirstSeen.Kind kind, long value, long windowMicros, Mode mode) {
        return step(new Step.FirstSeen(kind, inEffect(Scope.USER), value, windowMicros, mode));
    }

    /** The plan for an update for which this was drawn, 0 to {@link Escalation#MAX_DRAW}. */
    PlanBuilder drawing(int jitterDraw) {
        return new PlanBuilder(ids.withJitterDraw(jitterDraw), steps, onDenied);
    }

    PlanBuilder onDenied(Escalation escalation) {
        return new PlanBuilder(ids, steps, escalation);
    }

    BoundPlan build() {
        return BoundPlan.of(steps, ids, onDenied, false);
    }

    BoundPlan probe() {
        return BoundPlan.of(steps, ids, onDenied, true);
    }

    private Scope inEffect(Scope declared) {
        return declared.inEffect(ids.ids());
    }
}
