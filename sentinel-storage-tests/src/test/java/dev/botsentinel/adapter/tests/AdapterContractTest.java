package dev.botsentinel.adapter.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.botsentinel.request.RequestMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Shows that each rule of the contract fails on an adapter that breaks it, and none on one that keeps them all. */
class AdapterContractTest {

    /** What {@link Adapted} tests; these tests run one after another. */
    private static NoteFault underTest = NoteFault.NONE;

    /** The contract on {@link #underTest}; only run from here, as no runner looks for a name like this. */
    static class Adapted extends AdapterContract<Note> {

        private final AtomicInteger numbers = new AtomicInteger();

        private Note note(
                String kind, int person, int chat, @Nullable Integer topic, @Nullable Integer space, String text) {
            return new Note(numbers.incrementAndGet(), kind, person, chat, topic, space, false, text);
        }

        @Override
        protected RequestMapper<Note> mapper() {
            return underTest::map;
        }

        @Override
        protected Note message(int person, int chat, String text) {
            return note("message", person, chat, null, null, text);
        }

        @Override
        protected Note command(int person, int chat, String name) {
            return note("command", person, chat, null, null, name);
        }

        @Override
        protected Note button(int person, int chat, String data) {
            return note("button", person, chat, null, null, data);
        }

        @Override
        protected Note inTopic(int person, int chat, int topic, String text) {
            return note("message", person, chat, topic, null, text);
        }

        @Override
        protected Note inSpace(int person, int space, int chat, String text) {
            return note("message", person, chat, null, space, text);
        }

        @Override
        protected Note byBot(int chat, String text) {
            return new Note(numbers.incrementAndGet(), "message", 9, chat, null, null, true, text);
        }

        @Override
        protected List<Note> notDeliberate() {
            return List.of(note("edit", 1, 1, null, null, "a"));
        }

        @Override
        protected List<Note> exempt() {
            return List.of(note("payment", 1, 1, null, null, "a"));
        }

        @Override
        protected Delivery<Note> delivery() {
            return underTest.delivery();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void eachFaultIsNoticedByItsRule(NoteFault fault) {
        assertThat(failing(fault)).contains(fault.noticedBy);
    }

    @Test
    void noRuleFailsOnARightAdapter() {
        assertThat(failing(NoteFault.NONE)).isEmpty();
    }

    /** Those that follow from others need no fault of their own. */
    @Test
    void everyRuleIsBroken() {
        Set<String> rules = new TreeSet<>();
        Arrays.stream(AdapterContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .forEach(method -> rules.add(method.getName()));
        Set<String> noticed = new TreeSet<>();
        for (NoteFault fault : NoteFault.values()) {
            noticed.addAll(failing(fault));
        }
        assertThat(noticed).isEqualTo(rules);
    }

    private static Set<String> failing(NoteFault fault) {
        underTest = fault;
        Set<String> failing = new TreeSet<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Adapted.class))
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    failing.add(test.getDisplayName().replace("()", ""));
                }
            }
        });
        return failing;
    }
}
