package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.botsentinel.telegram.BotNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {

    private static final int LINES = 20_000;

    @Test
    void entriesKeepTheirOrderAndWhatIsNoUpdateIsAmongThem() throws IOException {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            file.append(i % 7 == 3 ? "no update\n" : update(i));
        }
        try (ReadAhead ahead = ReadAhead.of(recording(stream(file.toString())))) {
            for (int i = 0; i < LINES; i++) {
                ReadAhead.Entry entry = Objects.requireNonNull(ahead.next());
                if (i % 7 == 3) {
                    assertThat(entry.update()).isNull();
                    assertThat(entry.error()).isNotEmpty();
                } else {
                    assertThat(id(entry)).isEqualTo(i);
                }
            }
            assertThat(ahead.next()).isNull();
            assertThat(ahead.next()).isNull();
        }
    }

    @Test
    void aFailureComesAfterAllThatWasReadBefore() throws IOException {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        };
        Recording recording = recording(new SequenceInputStream(stream(update(1) + update(2)), failing));
        try (ReadAhead ahead = ReadAhead.of(recording)) {
            assertThat(id(ahead.next())).isEqualTo(1);
            assertThat(id(ahead.next())).isEqualTo(2);
            assertThatThrownBy(ahead::next).isInstanceOf(IOException.class).hasMessage("the disk is gone");
        }
    }

    @Test
    void anEntryIsThereBeforeTheNextIsWritten() throws IOException {
        PipedInputStream in = new PipedInputStream(1 << 16);
        try (PipedOutputStream out = new PipedOutputStream(in)) {
            out.write(update(0).getBytes(UTF_8));
            try (ReadAhead ahead = ReadAhead.of(recording(in))) {
                for (int i = 0; i < 3; i++) {
                    assertThat(id(ahead.next())).isEqualTo(i);
                    out.write(update(i + 1).getBytes(UTF_8));
                }
            }
        }
    }

    @Test
    void nobodyWhoTakesNothingMakesMemoryGrow() throws IOException {
        AtomicLong given = new AtomicLong();
        byte[] line = update(1).getBytes(UTF_8);
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return line[(int) (given.getAndIncrement() % line.length)];
            }

            @Override
            public int read(byte[] into, int from, int length) {
                for (int i = 0; i < length; i++) {
                    into[from + i] = (byte) read();
                }
                return length;
            }
        };
        Thread reader;
        try (ReadAhead ahead = ReadAhead.of(recording(endless))) {
            reader = ahead.reader();
            while (reader.getState() != Thread.State.WAITING) {
                Thread.onSpinWait(); // bounded by the test's timeout
            }
            assertThat(given.get()).isBetween(ReadAhead.MOST_BYTES, ReadAhead.MOST_BYTES + (1 << 17));
        }
        assertThat(reader.isAlive()).isFalse();
    }

    private static Recording recording(InputStream in) throws IOException {
        return new Recording(in, BotNames.UNKNOWN);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static String update(int id) {
        return "{\"update_id\":" + id
                + ",\"message\":{\"message_id\":1,\"date\":1,\"chat\":{\"id\":1,\"type\":\"private\"},"
                + "\"from\":{\"id\":1,\"is_bot\":false,\"first_name\":\"A\"},\"text\":\"hi\"}}\n";
    }

    private static long id(ReadAhead.Entry entry) {
        return Objects.requireNonNull(Objects.requireNonNull(entry).update())
                .update()
                .updateId();
    }
}
