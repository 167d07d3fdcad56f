package dev.botsentinel.redis.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.botsentinel.redis.client.MasterVotes.Master;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.Test;

class MasterVotesTest {

    private static final Master OLD = new Master("old", 6379);
    private static final Master NEW = new Master("new", 6379);

    private final MasterVotes ofThree = new MasterVotes(3);

    @Test
    void moreThanHalfDecideWithoutWaitingForTheRest() {
        ofThree.named(NEW, 1);
        assertThat(ofThree.decided().toCompletableFuture()).isNotDone();
        ofThree.named(NEW, 1);
        assertThat(ofThree.decided().toCompletableFuture()).isDone();
        assertThat(ofThree.isOver()).isFalse();
    }

    @Test
    void theMajorityIsBelievedWhateverEpochASingleOneTells() {
        ofThree.named(OLD, 99);
        ofThree.named(NEW, 1);
        ofThree.named(NEW, 1);
        assertThat(ofThree.candidates()).containsExactly(NEW, OLD);
    }

    @Test
    void amongEqualsTheNewestEpochIsBelieved() {
        ofThree.named(OLD, 1);
        ofThree.named(NEW, 2);
        ofThree.failed(new RedisException("it hangs"));
        assertThat(ofThree.isOver()).isTrue();
        assertThat(ofThree.candidates()).containsExactly(NEW, OLD);
    }

    @Test
    void whenTimeRunsOutThoseThatAnsweredDecide() {
        ofThree.named(NEW, MasterVotes.UNKNOWN_EPOCH);
        ofThree.end();
        assertThat(ofThree.decided().toCompletableFuture()).isDone();
        assertThat(ofThree.candidates()).containsExactly(NEW);
    }

    @Test
    void withoutAnAnswerTheFirstFailureSaysWhy() {
        RedisException refused = new RedisException("NOAUTH");
        ofThree.failed(refused);
        ofThree.end();
        assertThat(ofThree.candidates()).isEmpty();
        assertThat(ofThree.failure()).isSameAs(refused);
        assertThat(new MasterVotes(1).failure()).hasMessageContaining("no Redis Sentinel answers");
    }
}
