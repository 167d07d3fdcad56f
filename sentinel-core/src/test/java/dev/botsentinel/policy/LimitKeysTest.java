package dev.botsentinel.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Limits share a budget's key exactly if they are the same limit, however names and entries try to look like others. */
class LimitKeysTest {

    /** What makes a limit this one: its name, else where it stands; and whether it is enforced. */
    private record Identity(String name, String entry, int index, Mode mode) {}

    @Property(tries = 500)
    void limitsShareAKeyExactlyIfTheyAreTheSame(@ForAll("policies") PolicySet policy) {
        Map<String, Identity> identities = new HashMap<>();
        Map<Identity, String> keys = new HashMap<>();
        policy.actions().forEach((entry, action) -> {
            List<RateLimit> limits = action.own().limits();
            for (int i = 0; i < limits.size(); i++) {
                check(identities, keys, entry, i, limits.get(i), AppliedLimit.of(entry, i, limits.get(i)));
            }
        });
        for (int i = 0; i < policy.global().size(); i++) {
            RateLimit limit = policy.global().get(i);
            check(identities, keys, null, i, limit, AppliedLimit.ofGlobal(i, limit));
        }
        policy.effective()
                .forEach(effective -> assertThat(effective.limits())
                        .extracting(AppliedLimit::key)
                        .doesNotHaveDuplicates()
                        .allMatch(key -> identities.containsKey(key)));
    }

    private static void check(
            Map<String, Identity> identities,
            Map<Identity, String> keys,
            String entry,
            int index,
            RateLimit limit,
            AppliedLimit applied) {
        Identity identity = limit.name() != null
                ? new Identity(limit.name(), "", 0, limit.mode())
                : new Identity(null, entry, index, limit.mode());
        assertThat(identities.merge(applied.key(), identity, (first, other) -> first))
                .as("whose key is %s", applied.key())
                .isEqualTo(identity);
        assertThat(keys.merge(identity, applied.key(), (first, other) -> first)).isEqualTo(applied.key());
    }

    @Provide
    Arbitrary<PolicySet> policies() {
        Arbitrary<String> entries = Arbitraries.of(
                "global", "#", "#0", "=", "~", "a", "a#", "a#0", "a#0#1", "=a", "~a", "a*", "*", "0", "\0");
        Arbitrary<List<RateLimit>> limits = limits();
        return Combinators.combine(Arbitraries.maps(entries, limits).ofMaxSize(6), limits)
                .as((actions, global) -> {
                    PolicySet.Builder policy = PolicySet.builder().global(global.toArray(RateLimit[]::new));
                    actions.forEach((entry, own) -> policy.action(entry, new Policy(own, null, null, null)));
                    return policy.build();
                });
    }

    /** Names are said in one mode each, since limits of one name must be equal. */
    private static Arbitrary<List<RateLimit>> limits() {
        Arbitrary<RateLimit> named =
                Arbitraries.of("=", "=a", "a", "~a", "0", "\0").map(RateLimit.perMinute(3)::named);
        Arbitrary<RateLimit> shadow =
                Arbitraries.of("~", "b", "a.").map(RateLimit.perMinute(3).shadow()::named);
        Arbitrary<RateLimit> unnamed =
                Arbitraries.of(RateLimit.perMinute(3), RateLimit.perMinute(3).shadow());
        return Arbitraries.oneOf(named, shadow, unnamed).list().ofMaxSize(3);
    }
}
