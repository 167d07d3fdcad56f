package dev.botsentinel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.Sentinel;
import dev.botsentinel.SentinelBuilder;
import dev.botsentinel.access.PrincipalResolver;
import dev.botsentinel.policy.Letters;
import dev.botsentinel.policy.Policy;
import dev.botsentinel.policy.PolicyException;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Requirement;
import dev.botsentinel.request.Request;
import dev.botsentinel.storage.tests.ReferenceStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A guard that knows its platform logs what of its policy has no effect there, and refuses what would fail open. */
class PlatformWarningsTest {

    private static final PolicySet OPEN = PolicySet.builder()
            .action("PAY", Policy.EMPTY.requires(Requirement.REGISTERED))
            .build();

    private static SentinelBuilder<Request> builder() {
        return Sentinel.<Request>builder(request -> request)
                .store(new ReferenceStore(Clock.systemUTC()))
                .resolver(PrincipalResolver.of(Map.of()));
    }

    private static PolicySet blocking(String... ids) {
        return PolicySet.builder().blocked(ids).build();
    }

    private static String logged(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void warningsAreLoggedAtTheStartAndWithEachPolicy() {
        SentinelBuilder<Request> builder = builder().platform(new Letters()).policy(blocking("@bob"));
        assertThat(logged(() -> builder.build().policy(blocking("anna", "@carl")))
                        .lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith(" WARN dev.botsentinel.Sentinel - policy: blocked → 0: no id: @bob"),
                        line -> assertThat(line)
                                .endsWith(" WARN dev.botsentinel.Sentinel - policy: blocked → 1: no id: @carl"));
    }

    @Test
    void theLogIsBounded() {
        String[] ids = new String[150];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "@" + i;
        }
        SentinelBuilder<Request> builder = builder().platform(new Letters()).policy(blocking(ids));
        assertThat(logged(builder::build).lines())
                .hasSize(101)
                .last()
                .asString()
                .endsWith("policy: and 50 more warnings");
    }

    @Test
    void aPolicyThatWouldFailOpenIsRefused() {
        assertThatThrownBy(() -> builder().platform(new Letters()).policy(OPEN).build())
                .isInstanceOf(PolicyException.class)
                .hasMessage("actions → PAY: no entry: PAY (an error, since its requirements would never be asked)");

        Sentinel<Request> guard =
                builder().platform(new Letters()).policy(blocking("anna")).build();
        assertThatThrownBy(() -> guard.policy(OPEN)).isInstanceOf(PolicyException.class);
        assertThat(guard.policy()).isEqualTo(blocking("anna"));
    }

    @Test
    void withoutAPlatformNothingIsSaid() {
        assertThat(logged(() -> builder().policy(blocking("@bob")).build().policy(OPEN)))
                .isEmpty();
    }
}
