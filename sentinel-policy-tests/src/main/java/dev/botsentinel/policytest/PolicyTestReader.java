package dev.botsentinel.policytest;

import dev.botsentinel.access.Principal;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.policy.file.PolicyFileException;
import dev.botsentinel.policy.file.PolicyFileReview;
import dev.botsentinel.telegram.BotNames;
import dev.botsentinel.telegram.Telegram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a test file. One instance reads one file. */
final class PolicyTestReader {

    private static final Set<String> FILE = Set.of("given", "tests");
    private static final Set<String> TEST = Set.of("test", "given", "steps");
    private static final Set<String> GIVEN = Set.of("policy", "principals", "clock", "bot");
    private static final Set<String> PRINCIPAL = Set.of("registered", "roles", "stepUpAt");

    /** Nobody writes more by hand; a file that makes more by aliases is a mistake. */
    private static final int MOST_PROBLEMS = 1000;

    private final Path file;
    private final List<String> problems = new ArrayList<>();
    private final Map<Path, PolicySet> policies = new HashMap<>();

    PolicyTestReader(Path file) {
        this.file = file;
    }

    /** @throws PolicyTestException with all that is wrong */
    List<PolicyTest> read(String yaml) {
        FilePart root = FilePart.read(file.toString(), yaml, problems);
        Map<String, FilePart> fields = root.fields("a test file", FILE);
        FilePart tests = fields.get("tests");
        List<PolicyTest> read = new ArrayList<>();
        if (tests == null) {
            root.problem("tests are missing; write them as in tests: [{test: …, steps: […]}]");
        } else {
            for (FilePart test : tests.items("tests")) {
                PolicyTest one = test(test, fields.get("given"));
                if (one != null) {
                    read.add(one);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new PolicyTestException(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
        }
        return read;
    }

    private @Nullable PolicyTest test(FilePart part, @Nullable FilePart givenOfAll) {
        Map<String, FilePart> fields = part.fields("a test", TEST);
        FilePart name = fields.get("test");
        FilePart steps = fields.get("steps");
        if (name == null || steps == null) {
            part.problem("a test has test: what it says, and steps: [{when: …, then: …}]");
            return null;
        }
        PolicyTest.Given given = given(part, givenOfAll, fields.get("given"));
        if (given == null) {
            return null;
        }
        StepReader reader = new StepReader(given);
        List<TestStep> read = new ArrayList<>();
        steps.items("steps").forEach(step -> read.add(reader.step(step)));
        return new PolicyTest(name.text("test"), part.place(), given, read);
    }

    /** What the test itself gives, then what the file gives to all. */
    private PolicyTest.@Nullable Given given(FilePart test, @Nullable FilePart ofAll, @Nullable FilePart own) {
        Map<String, FilePart> fields = new HashMap<>();
        if (ofAll != null) {
            fields.putAll(ofAll.fields("given", GIVEN));
        }
        if (own != null) {
            fields.putAll(own.fields("given", GIVEN));
        }
        FilePart policy = fields.get("policy");
        if (policy == null) {
            test.problem("no policy is given; write given: {policy: policy.yml}, for all tests or for this one");
            return null;
        }
        PolicySet read = policy(policy);
        FilePart clock = fields.get("clock");
        return read == null
                ? null
                : new PolicyTest.Given(
                        policy.text("policy"),
                        read,
                        principals(fields.get("principals")),
                        names(fields.get("bot")),
                        clock == null ? GuardUnderTest.USUAL_START : clock.instant("clock"));
    }

    private @Nullable PolicySet policy(FilePart part) {
        Path path = file.resolveSibling(part.text("policy"));
        PolicySet known = policies.get(path);
        if (known != null) {
            return known;
        }
        try {
            PolicyFileReview review = PolicyFile.review(path, Telegram.PLATFORM);
            if (review.policy() == null) {
                problems.addAll(review.lines());
                return null;
            }
            policies.put(path, review.policy());
            return review.policy();
        } catch (PolicyFileException e) {
            part.problem("the policy can't be read: " + e.getMessage());
            return null;
        }
    }

    private Map<String, Principal> principals(@Nullable FilePart part) {
        if (part == null) {
            return Map.of();
        }
        FilePart given = part;
        if (!part.isMapping()) {
            Path path = file.resolveSibling(part.text("principals"));
            // JSON is YAML, so both can be read alike.
            given = FilePart.read(path.toString(), PolicyTestFile.text(path), problems);
        }
        return given.all("principals").entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> principal(it.getValue())));
    }

    private static Principal principal(FilePart part) {
        Map<String, FilePart> fields = part.fields("a principal", PRINCIPAL);
        FilePart registered = fields.get("registered");
        FilePart roles = fields.get("roles");
        FilePart stepUpAt = fields.get("stepUpAt");
        Set<String> held = new LinkedHashSet<>();
        if (roles != null) {
            roles.items("roles").forEach(role -> held.add(role.text("a role")));
        }
        boolean never = stepUpAt == null || stepUpAt.text("stepUpAt").equals("null");
        return new Principal(
                registered != null && registered.truth("registered"),
                held,
                never ? null : Objects.requireNonNull(stepUpAt).instant("stepUpAt"));
    }

    private static BotNames names(@Nullable FilePart part) {
        if (part == null) {
            return BotNames.UNKNOWN;
        }
        try {
            return BotNames.of(part.text("bot"));
        } catch (IllegalArgumentException e) {
            part.problem("bot: " + e.getMessage());
            return BotNames.UNKNOWN;
        }
    }
}
