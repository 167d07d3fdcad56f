package dev.botsentinel.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.Sentinel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A policy file that changes while the guard runs. */
@Timeout(60)
class PolicyReloadTest {

    @TempDir
    Path folder;

    private Path policy(int permits) throws IOException {
        return write("version: 1\ndefaults:\n  limits: [{permits: " + permits + ", per: 1m}]\n");
    }

    /** At once or not at all, as an editor does. */
    private Path write(String text) throws IOException {
        Path file = folder.resolve("policy.yml");
        Files.move(Files.writeString(folder.resolve("new"), text), file, StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    /** The watcher has a thread of its own; each look takes milliseconds. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for the policy").isLessThan(end);
            Thread.sleep(5);
        }
    }

    @Test
    void aNewContentIsInForceWithWhatThePropertiesAdd() throws IOException {
        Contexts.clicks()
                .withPropertyValues(
                        "sentinel.policy.location=file:" + policy(1),
                        "sentinel.policy.reload=10ms",
                        "sentinel.trusted.subjects=zoe")
                .run(it -> {
                    Sentinel<?> sentinel = it.getBean(Sentinel.class);
                    GuardStatus status = it.getBean(GuardStatus.class);
                    assertThat(sentinel.explain("click")).contains("1 per 1m");
                    policy(9);
                    await(() -> sentinel.explain("click").contains("9 per 1m"));
                    assertThat(sentinel.policy().trusted().subjects()).containsExactly("zoe");
                    write("version: 1\ndefaults: {requires: {registered: true}}\n");
                    await(() -> !status.details().get("policyInForce").equals(true));
                    assertThat(status.details().get("policyError").toString()).contains("nobody can be known");
                    write("version: 1\nnonsense: 1\n");
                    await(() -> status.details().get("policyError").toString().contains("nonsense"));
                    assertThat(sentinel.explain("click"))
                            .as("the old one stays")
                            .contains("9 per 1m");
                    policy(5);
                    await(() -> sentinel.explain("click").contains("5 per 1m"));
                    await(() -> status.details().get("policyInForce").equals(true));
                    write("broken");
                    await(() -> status.details().get("policyInForce").equals(false));
                    policy(5);
                    await(() -> status.details().get("policyInForce").equals(true));
                });
    }

    @Test
    void withoutReloadNothingIsFollowed() throws IOException {
        Contexts.clicks()
                .withPropertyValues("sentinel.policy.location=file:" + policy(1), "sentinel.policy.reload=0")
                .run(it -> assertThat(Thread.getAllStackTraces().keySet())
                        .noneMatch(thread -> thread.getName().equals("sentinel-policy-watcher")));
    }
}
