package dev.botsentinel.storage.tests;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * The storage contract: what every storage keeps, as JUnit 5 tests grouped by the twelve laws. To test a storage,
 * inherit and say how to open one:
 *
 * <pre>{@code
 * class ReferenceStoreContractTest extends SentinelStoreContract {
 *     @Override
 *     protected StoreHarness.Factory harnesses() {
 *         return ReferenceHarness::new;
 *     }
 * }
 * }</pre>
 *
 * <p>Each test opens a harness of its own and closes it. Tests turn the clock that they give to the harness and never
 * sleep; those that need a hook which the harness lacks are skipped, and say so.
 */
public abstract class SentinelStoreContract {

    /** For the test that inherits the contract. */
    protected SentinelStoreContract() {}

    /** How to open the storage under test. */
    protected abstract StoreHarness.Factory harnesses();

    @Nested
    @DisplayName("law 1: never more than the bound")
    class Law01 extends BoundLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 1: two versions side by side admit what the larger one allows")
    class Law01SideBySide extends SideBySideLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 2: a denied plan leaves no trace")
    class Law02 extends NoTraceLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 3: retry-after is exact")
    class Law03 extends HonestWaitLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same decisions everywhere")
    class Law04 extends DecisionLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same decisions everywhere, seen values")
    class Law04FirstSeen extends FirstSeenLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same decisions everywhere, calendar windows")
    class Law04Calendar extends CalendarLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same decisions everywhere, albums")
    class Law04Albums extends AlbumLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same decisions everywhere, lockouts")
    class Law04Lockout extends LockoutLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same decisions everywhere, escalation")
    class Law04Escalation extends EscalationLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same answers everywhere, administrators")
    class Law04Admin extends AdminLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same answers everywhere, budgets")
    class Law04Budgets extends BudgetLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same answers everywhere, releases")
    class Law04Release extends ReleaseLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same answers everywhere, last denials")
    class Law04Denials extends DenialLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 4: the same answers everywhere, one subject's data")
    class Law04Erasure extends ErasureLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 5: everything has an end")
    class Law05 extends ExpiryLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 6: no state means a full budget")
    class Law06 extends FreshStateLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 7: a backward clock grants nothing")
    class Law07 extends BackwardClockLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 8: at most once")
    class Law08 extends AtMostOnceLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 9: distinct budgets stay distinct")
    class Law09 extends IsolationLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 10: a block stays in force")
    class Law10 extends BlockLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 11: limits change in flight")
    class Law11 extends PolicyChangeLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }

    @Nested
    @DisplayName("law 12: unrelated owners don't affect each other")
    class Law12 extends UnrelatedOwnersLaw {
        @Override
        StoreHarness.Factory factory() {
            return harnesses();
        }
    }
}
