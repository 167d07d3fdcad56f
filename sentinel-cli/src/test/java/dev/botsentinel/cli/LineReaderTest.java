package dev.botsentinel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1 << 16})
    void linesEndWithALineFeedOrTheFile(int bytesPerRead) throws Exception {
        assertThat(lines("", bytesPerRead)).isEmpty();
        assertThat(lines("\n", bytesPerRead)).containsExactly("");
        assertThat(lines("a", bytesPerRead)).containsExactly("a");
        assertThat(lines("a\n", bytesPerRead)).containsExactly("a");
        assertThat(lines("a\n\nb", bytesPerRead)).containsExactly("a", "", "b");
        assertThat(lines("a\n\n", bytesPerRead)).containsExactly("a", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1 << 16})
    void oneCarriageReturnBeforeTheEndIsDropped(int bytesPerRead) throws Exception {
        assertThat(lines("a\r\n\r\nb\r\r\nc\rd\r", bytesPerRead)).containsExactly("a", "", "b\r", "c\rd");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1 << 16})
    void aByteOrderMarkIsDroppedAtTheStartOfTheFileAlone(int bytesPerRead) throws Exception {
        assertThat(lines("\uFEFF", bytesPerRead)).isEmpty();
        assertThat(lines("\uFEFFa\n\uFEFFb", bytesPerRead)).containsExactly("a", "\uFEFFb");
    }

    @Test
    void aLineMaySpanManyBuffers() throws Exception {
        String line = "x".repeat(1_000_003);
        assertThat(lines("a\n" + line + "\n" + line, 1 << 16)).containsExactly("a", line, line);
    }

    @Test
    void theLongestLineIsReadAndAByteMoreIsSkipped() throws Exception {
        FileBytes bytes = new FileBytes(new SequenceInputStream(Collections.enumeration(List.of(
                letters(LineReader.MAX_LINE_BYTES),
                text("\r\n"),
                letters(LineReader.MAX_LINE_BYTES + 1),
                text("\nlast\n"),
                letters(LineReader.MAX_LINE_BYTES + 2)))));
        LineReader reader = new LineReader(bytes);

        assertThat(reader.next()).isTrue();
        assertThat(reader.line()).hasSize(LineReader.MAX_LINE_BYTES);
        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::line).isInstanceOf(BadLineException.class).hasMessageContaining("64 MiB");
        assertThat(reader.next()).isTrue();
        assertThat(reader.line()).isEqualTo("last".getBytes(UTF_8));
        assertThat(reader.next()).isTrue();
        assertThatThrownBy(reader::line).isInstanceOf(BadLineException.class);
        assertThat(reader.next()).isFalse();
        assertThat(bytes.bytesRead()).isEqualTo(3L * LineReader.MAX_LINE_BYTES + 2 + 1 + 6 + 2);
    }

    private static List<String> lines(String text, int bytesPerRead) throws IOException, BadLineException {
        LineReader reader = new LineReader(new FileBytes(new ByteArrayInputStream(text.getBytes(UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, bytesPerRead));
            }
        }));
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(new String(reader.line(), UTF_8));
        }
        return lines;
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** So many letters, without holding them. */
    private static InputStream letters(long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (left <= 0) {
                    return -1;
                }
                int read = (int) Math.min(left, length);
                java.util.Arrays.fill(bytes, offset, offset + read, (byte) 'x');
                left -= read;
                return read;
            }
        };
    }
}
