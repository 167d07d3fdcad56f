package dev.botsentinel.policy;

/**
 * A limit where it applies. Immutable.
 *
 * @param id what decisions call it: the limit's name, else {@code entry#index} ({@code /pay#0}, {@code *#1}, {@code
 *     global#0})
 * @param key the identity under which storages keep its budget: distinct for distinct limits, whatever entries are
 *     called, and for the same limit in shadow
 * @param scope whose budget is charged; in {@link EffectivePolicy} as declared, in a plan as in effect
 * @param limit the limit as declared
 */
public record AppliedLimit(String id, String key, Scope scope, RateLimit limit) {

    static AppliedLimit of(String entry, int index, RateLimit limit) {
        String id = limit.name() != null ? limit.name() : entry + "#" + index;
        return new AppliedLimit(id, mark(limit) + id, limit.scope(), limit);
    }

    /** An unnamed global limit's key starts with #, so that an action called "global" has budgets of its own. */
    static AppliedLimit ofGlobal(int index, RateLimit limit) {
        AppliedLimit named = of("global", index, limit);
        return limit.name() != null ? named : new AppliedLimit(named.id, mark(limit) + "#" + index, named.scope, limit);
    }

    private static char mark(RateLimit limit) {
        return limit.mode() == Mode.SHADOW ? '~' : '=';
    }

    /** This limit with the scope that takes effect for an update with these ids. */
    public AppliedLimit inEffect(PresentIds ids) {
        return new AppliedLimit(id, key, scope.inEffect(ids), limit);
    }

    /** Whether this is a global limit without a name: one budget under every action, whatever entries are called. */
    public boolean isOfEveryAction() {
        return limit.name() == null && !key.substring(1).equals(id);
    }

    /** Whether the limit is counted and reported only. */
    public boolean isShadow() {
        return limit.mode() == Mode.SHADOW;
    }
}
