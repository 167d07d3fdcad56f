package dev.botsentinel.policy.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Makes characters of a file's bytes: UTF-8, of bounded length, with nothing in them that text doesn't have. */
final class PolicyText {

    /** Room for about 80,000 blocked ids. What is longer belongs into the storage. */
    static final int MAX_BYTES = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private PolicyText() {}

    /** At most one byte more than a policy may have; enough to see that it's too long. */
    static byte[] bytes(InputStream in) throws IOException {
        return in.readNBytes(MAX_BYTES + 1);
    }

    static String decode(byte[] bytes) throws UnreadableException {
        if (bytes.length > MAX_BYTES) {
            throw tooLong();
        }
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            throw new UnreadableException(
                    Position.START, "the file is UTF-16, but a policy is UTF-8; save it as UTF-8");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = withoutMark(out.flip().toString());
        if (result.isError()) {
            throw new UnreadableException(
                    Position.after(text),
                    String.format("byte 0x%02X is no UTF-8; save the file as UTF-8", in.get(in.position()) & 0xFF));
        }
        return checked(text);
    }

    static String check(String text) throws UnreadableException {
        if (text.length() > MAX_BYTES) {
            throw tooLong();
        }
        return checked(withoutMark(text));
    }

    private static UnreadableException tooLong() {
        return new UnreadableException(
                Position.START,
                "the file has more than 1 MiB, the most that is read; block by the storage instead of by long lists");
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    private static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static String checked(String text) throws UnreadableException {
        int index = 0;
        while (index < text.length()) {
            int c = text.codePointAt(index);
            if (!isText(c)) {
                throw new UnreadableException(
                        Position.after(text.substring(0, index)),
                        String.format(
                                "character U+%04X can't stand in a file; remove it or write it as an escape"
                                        + " in double quotes",
                                c));
            }
            index += Character.charCount(c);
        }
        return text;
    }

    /** What YAML 1.2 calls printable, without byte order marks in the middle, which nobody sees. */
    private static boolean isText(int c) {
        boolean blank = c == '\t' || c == '\n' || c == '\r' || c == 0x85;
        boolean basic = (c >= 0x20 && c <= 0x7E) || (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD);
        return blank || (basic && c != BYTE_ORDER_MARK) || c >= 0x10000;
    }
}
