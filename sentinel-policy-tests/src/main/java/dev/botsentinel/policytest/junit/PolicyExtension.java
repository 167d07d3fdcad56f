package dev.botsentinel.policytest.junit;

import dev.botsentinel.access.Principal;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.policytest.GuardUnderTest;
import dev.botsentinel.policytest.PolicyTestFile;
import dev.botsentinel.policytest.RuleCoverage;
import dev.botsentinel.telegram.BotNames;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands each test a {@link GuardUnderTest} of its own, with this policy, and closes it afterwards. Configured once; tests may
 * run in parallel.
 *
 * <pre>{@code
 * class PaymentPolicyTest {
 *
 *     @RegisterExtension
 *     static final PolicyExtension POLICY =
 *             PolicyExtension.of(Path.of("policy.yml")).principal("42", Principal.registered("customer"));
 *
 *     @Test
 *     void aDoubleTapIsADuplicate(GuardUnderTest guard) {
 *         guard.check(SentUpdate.from(42).text("/pay 5")).isAllowed().hasRemaining("money", 2);
 *         guard.time().advance(Duration.ofSeconds(3));
 *         guard.check(SentUpdate.from(42).text("/pay 5")).isDenied(Reason.DUPLICATE).byRule("debounce");
 *         guard.events().assertNone(SecurityEvent.Blocked.class);
 *     }
 * }
 * }</pre>
 */
@SuppressWarnings("exports") // who uses it has JUnit, and requires its module
public final class PolicyExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PolicyExtension.class);

    private final PolicySet policy;
    private final RuleCoverage coverage;
    private final Map<String, Principal> principals = new HashMap<>();
    private BotNames names = BotNames.UNKNOWN;
    private Instant start = GuardUnderTest.USUAL_START;

    private PolicyExtension(PolicySet policy) {
        this.policy = policy;
        this.coverage = new RuleCoverage(policy);
    }

    /** Guards with this policy. */
    public static PolicyExtension of(PolicySet policy) {
        return new PolicyExtension(policy);
    }

    /**
     * Guards with the policy in this file.
     *
     * @throws dev.botsentinel.policy.file.PolicyFileException with all that is wrong with the file
     */
    public static PolicyExtension of(Path file) {
        return of(PolicyFile.read(file));
    }

    /** Who a subject is; others are anonymous. */
    public PolicyExtension principal(String subject, Principal principal) {
        principals.put(subject, principal);
        return this;
    }

    /** What the bot is called: a command for another one is none. */
    public PolicyExtension bot(String... names) {
        this.names = BotNames.of(names);
        return this;
    }

    /** What the clock shows when a test begins; {@link GuardUnderTest#USUAL_START} unless said. */
    public PolicyExtension startingAt(Instant start) {
        this.start = start;
        return this;
    }

    /** Which rules have decided in the tests so far; for an {@code @AfterAll} that demands some share. */
    public RuleCoverage coverage() {
        return coverage;
    }

    /**
     * The tests of a file, for a {@code @TestFactory}.
     *
     * @throws dev.botsentinel.policytest.PolicyTestException with all that is wrong with the file
     */
    public static Stream<DynamicTest> tests(Path file) {
        PolicyTestFile read = PolicyTestFile.read(file);
        Map<String, RuleCoverage> coverage = read.coverage();
        return read.tests().stream()
                .map(test -> DynamicTest.dynamicTest(test.name(), () -> {
                    String mismatch =
                            test.run(coverage.getOrDefault(test.policyFile(), new RuleCoverage(test.policy())));
                    if (mismatch != null) {
                        throw new AssertionError(mismatch);
                    }
                }));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GuardUnderTest.class;
    }

    /** One for each test: asked for twice, as in a {@code @BeforeEach}, it is the same. */
    @Override
    public GuardUnderTest resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(this, any -> new ClosedAfterwards(guard()), ClosedAfterwards.class)
                .guard();
    }

    private GuardUnderTest guard() {
        return new GuardUnderTest(policy, principals, names, start, coverage);
    }

    /** JUnit closes what its stores hold. */
    private record ClosedAfterwards(GuardUnderTest guard) implements AutoCloseable {

        @Override
        public void close() {
            guard.close();
        }
    }
}
