package dev.botsentinel.spring.test;

import static dev.botsentinel.testing.DecisionAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.Sentinel;
import dev.botsentinel.decision.Reason;
import dev.botsentinel.event.SecurityEvent;
import dev.botsentinel.testing.EventRecorder;
import dev.botsentinel.testing.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContextManager;

/**
 * What a class with the annotation gets. Spring's extension needs JUnit 6, which this build doesn't have, so the tests of that
 * class are begun by hand, as the extension would.
 */
class SentinelTestTest {

    @SentinelTest(clock = "2026-03-14T09:00:00Z", properties = "sentinel.trusted.subjects=1")
    static class OfTheBot {

        @Autowired
        private Sentinel<Press> sentinel;

        @Autowired
        private ManualTime time;

        @Autowired
        private EventRecorder recorder;

        @Autowired
        private ApplicationContext context;
    }

    private static OfTheBot begun() throws Exception {
        OfTheBot test = new OfTheBot();
        TestContextManager manager = new TestContextManager(OfTheBot.class);
        manager.beforeTestClass();
        manager.prepareTestInstance(test);
        return test;
    }

    @Test
    void theGuardIsTheApplicationsAndTheClockIsTheTests() throws Exception {
        OfTheBot test = begun();
        assertThat(test.time.instant()).isEqualTo("2026-03-14T09:00:00Z");
        assertThat(test.sentinel.check(new Press("ann", "buy"))).isAllowed();
        assertThat(test.sentinel.check(new Press("ann", "buy")))
                .isDenied(Reason.RATE_LIMITED)
                .retryAfter(Duration.ofMinutes(1));
        test.recorder.assertOne(SecurityEvent.RateLimited.class);
        test.time.advance(Duration.ofMinutes(1));
        assertThat(test.sentinel.check(new Press("ann", "buy"))).isAllowed();
    }

    @Test
    void annotatedHandlersAndPropertiesCount() throws Exception {
        OfTheBot test = begun();
        assertThat(test.sentinel.check(new Press("bob", "sell"))).isAllowed();
        assertThat(test.sentinel.check(new Press("bob", "sell")))
                .isDenied(Reason.RATE_LIMITED)
                .byRule("sell#0");
        assertThat(test.sentinel.check(new Press("1", "sell"))).isAllowed();
        assertThat(test.sentinel.check(new Press("1", "sell"))).isAllowed();
    }

    /** The control: scanned in full, the application doesn't start. */
    @Test
    void theWholeApplicationNeedsItsDatabase() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(ShopApplication.class)
                        .web(WebApplicationType.NONE)
                        .run())
                .hasRootCauseMessage("no database here");
    }

    @Test
    void whatAGuardIsNotMadeOfIsNotThere() throws Exception {
        OfTheBot test = begun();
        assertThat(test.context.getBeanNamesForType(Database.class)).isEmpty();
        assertThat(test.context.getBeanNamesForType(Handlers.class)).hasSize(1);
    }
}
