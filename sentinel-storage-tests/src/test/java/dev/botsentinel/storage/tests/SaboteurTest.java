package dev.botsentinel.storage.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Shows that the contract bites: for each law there is a storage that breaks it, and the law's tests fail on it. Other
 * laws notice too where they follow from the broken one: law 4 compares whole traces, and few rules are in none.
 */
class SaboteurTest {

    private static final Pattern LAW = Pattern.compile("\\[nested-class:Law(\\d\\d)");

    /** What {@link Sabotaged} opens; these tests run one after another. */
    private static StoreHarness.Factory underTest = ReferenceHarness::new;

    /** The contract on {@link #underTest}; only run from here, as no runner looks for a name like this. */
    static class Sabotaged extends SentinelStoreContract {
        @Override
        protected StoreHarness.Factory harnesses() {
            return underTest;
        }
    }

    @ParameterizedTest(name = "law {0}, noticed by {1}")
    @CsvSource({
        "1, 1",
        "2, 1 2 3 4 7 11",
        "3, 3 4 7",
        "4, 3 4",
        "5, 5",
        "6, 1 3 4 5 6 7",
        "7, 1 3 4 7 12",
        "8, 8",
        "9, 4 9",
        "10, 4 10",
        "11, 1 4 11",
        "12, 1 3 4 7 12"
    })
    void eachLawFailsOnItsSaboteur(int law, String noticing) {
        Set<Integer> failing = failingLaws(Saboteur.of(law));
        assertThat(failing).contains(law);
        assertThat(noticing.split(" "))
                .containsAll(failing.stream().map(String::valueOf).toList());
    }

    @Test
    void noLawFailsOnTheReference() {
        assertThat(failingLaws(ReferenceHarness::new)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theTestsOfBudgetsFailOnEachWrongAdministrator(AdminMutant mutant) {
        assertThat(failingLaws(
                        time -> new ReferenceHarness(mutant.open(time)),
                        selectNestedClass(List.of(Sabotaged.class), SentinelStoreContract.Law04Budgets.class)))
                .containsExactly(4);
    }

    @ParameterizedTest
    @EnumSource
    void theTestsOfErasureFailOnEachWrongOne(ErasureMutant mutant) {
        assertThat(failingLaws(
                        time -> new ReferenceHarness(mutant.open(time)),
                        selectNestedClass(List.of(Sabotaged.class), SentinelStoreContract.Law04Erasure.class)))
                .containsExactly(4);
    }

    @ParameterizedTest
    @EnumSource
    void theTestsOfVersionsFailOnEachWrongOne(VersionMutant mutant) {
        assertThat(failingLaws(
                        time -> new ReferenceHarness(mutant.open(time)),
                        selectNestedClass(List.of(Sabotaged.class), SentinelStoreContract.Law01SideBySide.class)))
                .containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheTestsOfReleasesFailOnEachWrongRelease(ReleaseMutant mutant) {
        StoreHarness.Factory wrong = time -> new ReferenceHarness(mutant.open(time));
        assertThat(failingLaws(
                        wrong, selectNestedClass(List.of(Sabotaged.class), SentinelStoreContract.Law04Release.class)))
                .containsExactly(4);
        for (Class<?> others : List.of(
                SentinelStoreContract.Law02.class,
                SentinelStoreContract.Law04FirstSeen.class,
                SentinelStoreContract.Law04Budgets.class)) {
            assertThat(failingLaws(wrong, selectNestedClass(List.of(Sabotaged.class), others)))
                    .isEmpty();
        }
    }

    private static Set<Integer> failingLaws(StoreHarness.Factory factory) {
        return failingLaws(factory, selectClass(Sabotaged.class));
    }

    private static Set<Integer> failingLaws(StoreHarness.Factory factory, DiscoverySelector tests) {
        underTest = factory;
        Set<Integer> failing = new TreeSet<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(tests)
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                Matcher law = LAW.matcher(test.getUniqueId());
                if (result.getStatus() == TestExecutionResult.Status.FAILED && law.find()) {
                    failing.add(Integer.parseInt(law.group(1)));
                }
            }
        });
        return failing;
    }
}
