package dev.botsentinel.spring;

import dev.botsentinel.Sentinel;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.Trusted;
import dev.botsentinel.policy.annotation.AnnotatedPolicies;
import dev.botsentinel.policy.file.PolicyFile;
import dev.botsentinel.policy.file.PolicyWatcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;

/**
 * The application's policy: what its file or its {@code PolicySet} bean says, and on top of it what annotated beans and
 * {@code sentinel.trusted} say. A file is followed while the guard runs; each new content gets the same on top.
 */
final class BootPolicy {

    private static final Logger LOG = LoggerFactory.getLogger("dev.botsentinel.spring");

    private final PolicySet base;
    private final @Nullable PolicyWatcher watcher;
    private final String source;
    private final Set<Class<?>> handlers;
    private final Trusted trusted;

    private BootPolicy(
            PolicySet base, @Nullable PolicyWatcher watcher, String source, Set<Class<?>> handlers, Trusted trusted) {
        this.base = base;
        this.watcher = watcher;
        this.source = source;
        this.handlers = Set.copyOf(handlers);
        this.trusted = trusted;
    }

    /** The policy of a file; {@code file} and {@code jar} resources alike, but only files are followed. */
    static BootPolicy read(Resource resource, Set<Class<?>> handlers, Trusted trusted) {
        try {
            if (resource.isFile()) {
                Path file = resource.getFile().toPath();
                PolicyWatcher watcher = PolicyWatcher.open(file);
                return new BootPolicy(watcher.policy(), watcher, file.toString(), handlers, trusted);
            }
            try (InputStream in = resource.getInputStream()) {
                String name = resource.getDescription();
                return new BootPolicy(PolicyFile.parse(name, in), null, name, handlers, trusted);
            }
        } catch (IOException unreadable) {
            throw new SetupException(
                    "The policy " + resource.getDescription() + " can't be read.",
                    "Check sentinel.policy.location and the file's permissions.",
                    unreadable);
        }
    }

    /** A policy that isn't a file's. */
    static BootPolicy of(PolicySet base, String source, Set<Class<?>> handlers, Trusted trusted) {
        return new BootPolicy(base, null, source, handlers, trusted);
    }

    /** Where the policy comes from, for people. */
    String source() {
        return source;
    }

    /** What the guard begins with. */
    PolicySet initial() {
        return complete(base);
    }

    private PolicySet complete(PolicySet read) {
        PolicySet.Builder builder = read.toBuilder();
        if (!handlers.isEmpty()) {
            builder.with(AnnotatedPolicies.of(handlers.toArray()));
        }
        if (!trusted.isNobody()) {
            builder.trusted(read.trusted().and(trusted));
        }
        return builder.build();
    }

    /**
     * Has the guard follow the file, if there is one. A content that the guard can't use changes nothing: it is logged, and
     * told to the status.
     */
    AutoCloseable follow(Sentinel<?> sentinel, StatusListener status, Duration interval) {
        PolicyWatcher started = watcher;
        if (started == null || interval.isZero()) {
            return () -> {};
        }
        return started.start(
                interval,
                read -> {
                    try {
                        sentinel.policy(complete(read));
                        status.policyRead();
                        LOG.info("the policy {} has changed and is in force", source);
                    } catch (RuntimeException unusable) {
                        refused(status, unusable);
                    }
                },
                errors -> refused(status, errors));
    }

    private void refused(StatusListener status, RuntimeException errors) {
        status.policyRefused(String.valueOf(errors.getMessage()));
        LOG.warn("the policy {} has changed and can't be used; the old one stays:\n{}", source, errors.getMessage());
    }
}
