package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Verdict;
import dev.botsentinel.store.PeerNews;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Messages are read, and malformed ones do no harm. */
class NewsDispatcherTest {

    private final NewsDispatcher news = new NewsDispatcher();
    private final List<String> heard = new ArrayList<>();

    NewsDispatcherTest() {
        Runnable unused = news.follow(new Hearing(heard));
    }

    /** Records the news. */
    record Hearing(List<String> heard) implements PeerNews.Listener {

        @Override
        public void blocked(String subject, BlockSource source, long nowMicros, long untilMicros) {
            heard.add("blocked " + subject + " " + source + " " + nowMicros + " " + untilMicros);
        }

        @Override
        public void lifted(String subject) {
            heard.add("lifted " + subject);
        }

        @Override
        public void forget(String subject) {
            heard.add("forget " + subject);
        }

        @Override
        public void missed() {
            heard.add("missed");
        }

        @Override
        public void stateLost() {
            heard.add("lost");
        }

        @Override
        public void blockLost(String subject) {
            heard.add("block lost " + subject);
        }
    }

    @Example
    void newsAreRead() {
        news.received(blocked('M', 7, StructWriter.NEVER, "42"));
        news.received(blocked('A', 7, 9, "a:{b}"));
        news.received(message("L", "42"));
        news.received(message("F", "42"));
        assertThat(heard)
                .containsExactly(
                        "blocked 42 MANUAL 7 " + Verdict.NEVER,
                        "blocked a:{b} AUTOMATIC 7 9",
                        "lifted 42",
                        "forget 42");
        assertThat(news.unreadable()).isZero();
    }

    @Example
    void anEmptyMessageIsIgnoredSilently() {
        news.received(new byte[0]);
        assertThat(heard).isEmpty();
        assertThat(news.unreadable()).isZero();
    }

    @Example
    void malformedMessagesAreCountedAndIgnored() {
        byte[] otherVersion = message("L", "42");
        otherVersion[0] = 2;
        List<byte[]> messages = List.of(
                otherVersion,
                new byte[] {1},
                message("L", ""),
                message("L", "4".repeat(129)),
                message("X", "42"),
                message("B", "M"),
                blocked('X', 7, 9, "42"),
                blocked('M', StructWriter.NEVER, StructWriter.NEVER, "42"),
                blocked('M', 7, StructWriter.NEVER + 1, "42"),
                new byte[] {1, 'L', (byte) 0xE2},
                new byte[] {1, 'L', (byte) 0xC0, (byte) 0x80},
                new byte[1_000_000]);
        messages.forEach(news::received);
        assertThat(heard).isEmpty();
        assertThat(news.unreadable()).isEqualTo(messages.size());
    }

    @Property
    void noIdIsMistakenForAnother(@ForAll @Size(min = 1, max = 128) char[] id) {
        String subject = new String(id);
        news.received(new StructWriter()
                .small(1)
                .letter('L')
                .raw(Cesu8.bytes(subject))
                .bytes());
        assertThat(heard).containsExactly("lifted " + subject);
        heard.clear();
    }

    @Property
    void noMessageDoesHarm(@ForAll byte[] content) {
        assertThatCode(() -> news.received(content)).doesNotThrowAnyException();
        assertThatCode(() -> news.received(
                        new StructWriter().small(1).letter('B').raw(content).bytes()))
                .doesNotThrowAnyException();
    }

    @Example
    void aListenerThatFailsHarmsNoOther() {
        NewsDispatcher failing = new NewsDispatcher();
        Runnable first = failing.follow(new PeerNews.Listener() {
            @Override
            public void lifted(String subject) {
                throw new StackOverflowError();
            }
        });
        Runnable second = failing.follow(new Hearing(heard));
        failing.received(message("L", "42"));
        assertThat(heard).containsExactly("lifted 42");
        first.run();
        second.run();
        failing.received(message("L", "43"));
        assertThat(heard).containsExactly("lifted 42");
    }

    private static byte[] message(String kind, String rest) {
        return ("\1" + kind + rest).getBytes(UTF_8);
    }

    private static byte[] blocked(char source, long now, long until, String subject) {
        StructWriter packed = new StructWriter().small(1).letter('B').letter(source);
        instant(packed, now);
        instant(packed, until);
        return packed.raw(Cesu8.bytes(subject)).bytes();
    }

    private static void instant(StructWriter into, long micros) {
        for (int i = 0; i < 7; i++) {
            into.small((int) (micros >>> (8 * i)));
        }
    }
}
