package dev.botsentinel.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.plan.Owner;
import dev.botsentinel.policy.AppliedLimit;
import dev.botsentinel.policy.Scope;
import dev.botsentinel.store.Budget;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetKeyTest {

    private static final List<String> HOSTILE =
            List.of("1", "1/", "1:a/", "a", "a/1:a", "/", ":", "\0", "1/=x", "2:1/");

    @Test
    void noTwoBudgetsShareAKey() {
        Set<String> keys = new HashSet<>();
        int budgets = 0;
        for (String name : List.of("x", "1:a/=x", "/", "=x")) {
            for (String first : HOSTILE) {
                for (Owner owner : List.of(Owner.user(first), Owner.chat(first), Owner.space(first))) {
                    keys.add(key(owner, name));
                    budgets++;
                }
                for (String second : HOSTILE) {
                    keys.add(key(Owner.member(first, second), name));
                    keys.add(key(Owner.topic(first, second), name));
                    keys.add(key(Owner.spaceMember(first, second), name));
                    budgets += 3;
                }
            }
            keys.add(key(Owner.GLOBAL, name));
            budgets++;
        }
        assertThat(keys).hasSize(budgets);
    }

    @Test
    void aKeyReadsAsTheBudgetItNames() {
        assertThat(key(Owner.GLOBAL, "everyone")).isEqualTo("global/=everyone");
        assertThat(key(Owner.user("42"), "money")).isEqualTo("user/2:42/=money");
    }

    private static String key(Owner owner, String name) {
        Scope scope = owner.scope();
        return BudgetKey.of(new Budget(
                owner,
                new AppliedLimit(
                        name, "=" + name, scope, LimitedPlan.MONEY.limit().scope(scope))));
    }
}
