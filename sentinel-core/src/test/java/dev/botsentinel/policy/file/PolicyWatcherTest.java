package dev.botsentinel.policy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.log.LoggedLines;
import dev.botsentinel.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyWatcherTest {

    private static final String ONE = "version: 1\nblocked: [\"1\"]\n";
    private static final String TWO = "version: 1\nblocked: [\"2\"]\n";
    private static final String WRONG = "version: 1\nblocket: []\n";

    @TempDir
    private Path dir;

    private Path file;
    private PolicyWatcher watcher;
    private final List<PolicySet> policies = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        file = Files.writeString(dir.resolve("policy.yml"), ONE);
        watcher = PolicyWatcher.open(file);
        watcher.listen(policies::add, e -> errors.add(e.getMessage()));
    }

    private static PolicySet blocking(String id) {
        return PolicySet.builder().blocked(id).build();
    }

    /** As the watcher's thread does: twice, since a change counts when it has settled. */
    private void look() {
        if (watcher.poll()) {
            assertThat(watcher.poll()).isFalse();
        }
    }

    @Test
    void aFileWithErrorsIsLoggedWhateverTheListenerDoes() throws IOException {
        LoggedLines lines = new LoggedLines();
        watcher = new PolicyWatcher(file, lines.log());
        Files.writeString(file, WRONG);
        look();
        assertThat(lines.take())
                .singleElement()
                .asString()
                .startsWith(
                        "WARN The policy file has errors; the policy stays: " + file + ":2:1: unknown key 'blocket'")
                .endsWith("; errors: 1");
    }

    @Test
    void beginsWithWhatTheFileSays() {
        assertThat(watcher.policy()).isEqualTo(blocking("1"));
        assertThat(policies).isEmpty();
    }

    @Test
    void doesNotBeginWithAnError() throws IOException {
        Files.writeString(file, WRONG);

        assertThatThrownBy(() -> PolicyWatcher.open(file)).isInstanceOf(PolicyFileException.class);
    }

    @Test
    void tellsOfANewPolicyOnce() throws IOException {
        Files.writeString(file, TWO);
        look();
        look();

        assertThat(policies).containsExactly(blocking("2"));
        assertThat(watcher.policy()).isEqualTo(blocking("2"));
        assertThat(errors).isEmpty();
    }

    @Test
    void tellsOfTheOldPolicyAgainAfterErrors() throws IOException {
        Files.writeString(file, WRONG);
        look();
        Files.writeString(file, ONE);
        look();

        assertThat(errors).hasSize(1);
        assertThat(policies).containsExactly(blocking("1"));
    }

    @Test
    void aChangeCountsWhenTwoLooksInARowSawIt() throws IOException {
        Files.writeString(file, "version: 1\n");
        assertThat(watcher.poll()).isTrue();
        Files.writeString(file, TWO);
        assertThat(watcher.poll()).isTrue();
        assertThat(policies).isEmpty();

        assertThat(watcher.poll()).isFalse();
        assertThat(policies).containsExactly(blocking("2"));
    }

    @Test
    void aChangeThatIsTakenBackIsNone() throws IOException {
        Files.writeString(file, TWO);
        assertThat(watcher.poll()).isTrue();
        Files.writeString(file, ONE);
        assertThat(watcher.poll()).isFalse();
        Files.writeString(file, TWO);
        assertThat(watcher.poll()).isTrue();

        assertThat(policies).isEmpty();
    }

    @Test
    void seesAChangeOfEqualSizeAndTime() throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        Files.writeString(file, TWO);
        Files.setLastModifiedTime(file, time);
        look();

        assertThat(policies).containsExactly(blocking("2"));
    }

    @Test
    void theSameInOtherWordsIsNothingNew() throws IOException {
        Files.writeString(file, "# a comment\n" + ONE);
        look();

        assertThat(policies).isEmpty();
    }

    @Test
    void keepsThePolicyWhenTheFileIsWrongAndTellsOnce() throws IOException {
        Files.writeString(file, WRONG);
        look();
        look();

        assertThat(watcher.policy()).isEqualTo(blocking("1"));
        assertThat(policies).isEmpty();
        assertThat(errors)
                .containsExactly(file + ":2:1: unknown key 'blocket' in a policy file; did you mean 'blocked'?");
    }

    @Test
    void aRepairedFileCounts() throws IOException {
        Files.writeString(file, WRONG);
        look();
        Files.writeString(file, TWO);
        look();

        assertThat(policies).containsExactly(blocking("2"));
    }

    @Test
    void seesAFileThatIsReplaced() throws IOException {
        Path other = Files.writeString(dir.resolve("other"), TWO);
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        look();

        assertThat(policies).containsExactly(blocking("2"));
    }

    @Test
    void seesALinkThatIsTurned() throws IOException {
        // as Kubernetes mounts a ConfigMap: policy.yml -> ..data/policy.yml, ..data -> ..1
        Path first = Files.createDirectory(dir.resolve("..1"));
        Path second = Files.createDirectory(dir.resolve("..2"));
        Files.writeString(first.resolve("policy.yml"), ONE);
        Files.writeString(second.resolve("policy.yml"), TWO);
        Path data = Files.createSymbolicLink(dir.resolve("..data"), first);
        Path link = Files.createSymbolicLink(dir.resolve("link.yml"), data.resolve("policy.yml"));
        PolicyWatcher linked = PolicyWatcher.open(link);

        Path turned = Files.createSymbolicLink(dir.resolve("..tmp"), second);
        Files.move(turned, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        linked.poll();
        linked.poll();

        assertThat(linked.policy()).isEqualTo(blocking("2"));
    }

    @Test
    void keepsThePolicyOfAFileThatIsDeletedAndSeesItComeBack() throws IOException {
        Files.delete(file);
        look();
        look();
        assertThat(errors).containsExactly(file + ": there is no such file; check the path");
        assertThat(watcher.policy()).isEqualTo(blocking("1"));

        Files.writeString(file, TWO);
        look();
        assertThat(policies).containsExactly(blocking("2"));
    }

    @Test
    void survivesListenersThatThrow() throws IOException {
        watcher.listen(
                policy -> {
                    throw new IllegalStateException("a bad listener");
                },
                error -> {
                    throw new AssertionError("a worse one");
                });
        Files.writeString(file, WRONG);
        look();
        Files.writeString(file, TWO);
        look();

        assertThat(watcher.policy()).isEqualTo(blocking("2"));
    }

    @Test
    void reloadTellsAtOnceNewOrNot() throws IOException {
        assertThat(watcher.reload()).isTrue();
        Files.writeString(file, TWO);
        assertThat(watcher.reload()).isTrue();
        Files.writeString(file, WRONG);
        assertThat(watcher.reload()).isFalse();

        assertThat(policies).containsExactly(blocking("1"), blocking("2"));
        assertThat(errors).hasSize(1);
        assertThat(watcher.policy()).isEqualTo(blocking("2"));
    }

    @Test
    void tellsNobodyOnceClosed() throws IOException {
        watcher.close();
        watcher.close();
        Files.writeString(file, TWO);
        look();

        assertThat(policies).isEmpty();
    }

    @Test
    void looksByItself() throws Exception {
        LinkedBlockingQueue<PolicySet> told = new LinkedBlockingQueue<>();
        CountDownLatch daemon = new CountDownLatch(1);
        try (PolicyWatcher started = PolicyWatcher.open(file)) {
            started.start(
                    Duration.ofMillis(5),
                    policy -> {
                        told.add(policy);
                        if (Thread.currentThread().isDaemon()) {
                            daemon.countDown();
                        }
                        throw new IllegalStateException("a bad listener");
                    },
                    error -> {});
            Files.writeString(file, TWO);
            assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(blocking("2"));
            Files.writeString(file, ONE);
            assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(blocking("1"));
        }
        assertThat(daemon.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void startsOnce() {
        try (PolicyWatcher started = PolicyWatcher.open(file).start(policies::add, e -> {})) {
            assertThatThrownBy(() -> started.start(policies::add, e -> {})).isInstanceOf(IllegalStateException.class);
        }
        watcher.close();
        assertThatThrownBy(() -> watcher.start(policies::add, e -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anIntervalIsMoreThanNothing() {
        assertThatThrownBy(() -> watcher.start(Duration.ZERO, policies::add, e -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }
}
