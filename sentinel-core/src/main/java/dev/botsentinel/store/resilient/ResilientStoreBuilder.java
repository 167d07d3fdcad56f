package dev.botsentinel.store.resilient;

import dev.botsentinel.log.ThrottledLog;
import dev.botsentinel.store.MonotonicTime;
import dev.botsentinel.store.SentinelStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Configures a {@link ResilientStore}. Not thread-safe. */
public final class ResilientStoreBuilder {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_WAITING = 100_000;

    final SentinelStore remote;
    final SentinelStore local;
    Duration deadline = Duration.ofMillis(50);
    int maximumWaiting = 1000;
    int maximumKnownBlocks = 100_000;
    InstantSource time = new MonotonicTime();

    @Nullable
    DeadlineTimer timer;

    ThrottledLog log = ThrottledLog.of(ResilientStore.class);

    private int instances = 1;
    private OnOutage blocklist = OnOutage.LOCAL;
    private OnOutage debounce = OnOutage.LOCAL;
    private OnOutage limits = OnOutage.LOCAL;

    ResilientStoreBuilder(SentinelStore remote, SentinelStore local) {
        this.remote = Objects.requireNonNull(remote, "remote");
        this.local = Objects.requireNonNull(local, "local");
        if (remote == local) {
            throw new IllegalArgumentException("the remote storage can't stand in for itself; give it a local one");
        }
    }

    /**
     * How long the remote has to answer a plan, 50 ms unless said. A decision whose principal is not cached asks twice, with
     * the resolver between. The remote's own time limit must not be longer. A remote that {@linkplain
     * SentinelStore#keepsDeadlines keeps deadlines} is handed this one and watches it itself; should it fail to, a decision
     * waits for it a second more at least, and twice the deadline and two seconds at most.
     *
     * @throws IllegalArgumentException if it is not 1 ms to 10 s
     */
    public ResilientStoreBuilder deadline(Duration deadline) {
        if (deadline.compareTo(SHORTEST) < 0 || deadline.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("deadline is " + deadline + ", but must be 1 ms to 10 s");
        }
        this.deadline = deadline;
        return this;
    }

    /**
     * How many instances share the remote, 1 unless said: while it fails, each of them grants limits divided by so many, but
     * at least one permit.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ResilientStoreBuilder expectedInstances(int instances) {
        this.instances = positive("expectedInstances", instances);
        return this;
    }

    /**
     * What becomes of subjects of whom no block is known here, while the remote fails: {@link OnOutage#LOCAL}, the
     * default, lets them pass, {@link OnOutage#CLOSED} refuses them. Known blocks, and the policy's, stay in force.
     *
     * @throws IllegalArgumentException if it is {@link OnOutage#OPEN}: an outage unblocks nobody
     */
    public ResilientStoreBuilder blocklist(OnOutage direction) {
        if (direction == OnOutage.OPEN) {
            throw new IllegalArgumentException("the blocklist can't be OPEN, since an outage must unblock nobody;"
                    + " LOCAL lets those pass of whom no block is known here");
        }
        this.blocklist = Objects.requireNonNull(direction, "direction");
        return this;
    }

    /** What debounce and the check of update ids do while the remote fails; {@link OnOutage#LOCAL} unless said. */
    public ResilientStoreBuilder debounce(OnOutage direction) {
        this.debounce = Objects.requireNonNull(direction, "direction");
        return this;
    }

    /** What limits do while the remote fails; {@link OnOutage#LOCAL}, divided, unless said. */
    public ResilientStoreBuilder limits(OnOutage direction) {
        this.limits = Objects.requireNonNull(direction, "direction");
        return this;
    }

    /**
     * How many plans wait for the remote at most, 1,000 unless said; what comes beyond is decided as if it had failed.
     *
     * @throws IllegalArgumentException if it is not 1 to 100,000
     */
    public ResilientStoreBuilder maximumWaiting(int calls) {
        if (calls > MOST_WAITING) {
            throw new IllegalArgumentException("maximumWaiting is " + calls + ", but must be 1 to " + MOST_WAITING);
        }
        this.maximumWaiting = positive("maximumWaiting", calls);
        return this;
    }

    /**
     * How many automatic blocks are known here at most, 100,000 unless said, of some 200 bytes each; beyond, the one that
     * ends soonest is forgotten. Of blocks made by hand ten times as many are known, which don't count.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public ResilientStoreBuilder maximumKnownBlocks(int blocks) {
        this.maximumKnownBlocks = positive("maximumKnownBlocks", blocks);
        return this;
    }

    /**
     * This instance's clock; for tests. By default one that runs evenly even if the system's clock is set, so that no step
     * ends a block.
     */
    public ResilientStoreBuilder time(InstantSource time) {
        this.time = Objects.requireNonNull(time, "time");
        return this;
    }

    ResilientStoreBuilder timer(DeadlineTimer timer) {
        this.timer = timer;
        return this;
    }

    ResilientStoreBuilder log(ThrottledLog log) {
        this.log = log;
        return this;
    }

    OutageRules rules() {
        return new OutageRules(blocklist, debounce, limits, instances);
    }

    /** The storage. Connects nowhere by itself. */
    public ResilientStore build() {
        return new ResilientStore(this);
    }

    private static int positive(String name, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(name + " is " + number + ", but must be 1 or more");
        }
        return number;
    }
}
