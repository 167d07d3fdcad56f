package dev.botsentinel.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Doubles, loses or swaps whole replies, as a proxy that confuses them would. It can also forge their tokens, so that each
 * reply fits the call that gets it: then nobody can notice.
 */
final class StrayReplies implements WireFault {

    /** What happens to a reply. */
    enum Mishap {
        DOUBLED,
        LOST,
        SWAPPED
    }

    /** How scripts are called. */
    static final String SCRIPT = "EVAL";

    private static final int NO_TOKEN = -1;
    private static final int TOKEN_AT = 2 * Double.BYTES;

    private final Mishap mishap;
    private final String struck;
    private final AtomicInteger next;
    private final int every;
    private final boolean forges;
    private final Replies requests = new Replies();
    private final Replies replies = new Replies();
    /** In order; guarded by itself. */
    private final List<Call> calls = new ArrayList<>();

    private int answered;
    private int delivered;
    private byte @Nullable [] heldBack;

    /** @param token {@link #NO_TOKEN} if it is no script */
    private record Call(String command, long token) {}

    private StrayReplies(Mishap mishap, String struck, AtomicInteger next, int every, boolean forges) {
        this.mishap = mishap;
        this.struck = struck;
        this.next = next;
        this.every = every;
        this.forges = forges;
    }

    /** Strikes one reply to such a command, this many after the first. */
    static Supplier<WireFault> one(Mishap mishap, String command, int after, boolean forges) {
        AtomicInteger next = new AtomicInteger(after);
        return () -> new StrayReplies(mishap, command, next, Integer.MAX_VALUE, forges);
    }

    /** Strikes each so many'th reply to a script. */
    static Supplier<WireFault> every(Mishap mishap, int every) {
        AtomicInteger next = new AtomicInteger(every);
        return () -> new StrayReplies(mishap, SCRIPT, next, every, false);
    }

    @Override
    public boolean pass(byte[] bytes, int length, OutputStream rest, boolean out) throws IOException {
        if (out) {
            for (byte[] request : requests.add(bytes, length)) {
                synchronized (calls) {
                    calls.add(call(request));
                }
            }
            rest.write(bytes, 0, length);
            return false;
        }
        boolean struck = false;
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (byte[] reply : replies.add(bytes, length)) {
            struck |= pass(reply, passed);
        }
        rest.write(passed.toByteArray());
        return struck;
    }

    private boolean pass(byte[] reply, ByteArrayOutputStream passed) {
        if (reply[0] == '>') { // a message of the channel
            passed.writeBytes(reply);
            return false;
        }
        boolean mayStrike = call(answered++).command().startsWith(struck);
        byte[] late = heldBack;
        if (late != null) {
            heldBack = null;
            deliver(reply, passed);
            deliver(late, passed);
            return true;
        }
        if (!mayStrike || next.getAndDecrement() != 0) {
            deliver(reply, passed);
            return false;
        }
        next.set(every);
        switch (mishap) {
            case DOUBLED -> {
                deliver(reply, passed);
                deliver(reply, passed);
            }
            case LOST -> {}
            case SWAPPED -> heldBack = reply;
        }
        return true;
    }

    private void deliver(byte[] reply, ByteArrayOutputStream passed) {
        long token = call(delivered++).token();
        passed.writeBytes(forges && token != NO_TOKEN ? Replies.withToken(reply, (int) token) : reply);
    }

    private Call call(int number) {
        synchronized (calls) {
            return number < calls.size() ? calls.get(number) : new Call("", NO_TOKEN);
        }
    }

    private static Call call(byte[] request) {
        List<byte[]> words = Replies.words(request);
        String command = new String(words.get(0), US_ASCII);
        return new Call(command, command.startsWith(SCRIPT) ? token(words) : NO_TOKEN);
    }

    private static long token(List<byte[]> words) {
        byte[] first = words.get(3 + Integer.parseInt(new String(words.get(2), US_ASCII)));
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getInt(TOKEN_AT));
    }

    /** Cuts what one side sends into whole messages of the protocol. */
    private static final class Replies {

        private static final int MORE = -1;

        private byte[] unread = {};

        /** The messages that are complete now. */
        List<byte[]> add(byte[] bytes, int length) {
            byte[] all = Arrays.copyOf(unread, unread.length + length);
            System.arraycopy(bytes, 0, all, unread.length, length);
            List<byte[]> whole = new ArrayList<>();
            int from = 0;
            for (int end = end(all, from); end != MORE; end = end(all, from)) {
                whole.add(Arrays.copyOfRange(all, from, end));
                from = end;
            }
            unread = Arrays.copyOfRange(all, from, all.length);
            return whole;
        }

        private static int end(byte[] all, int from) {
            int end = endOfLine(all, from);
            if (end == MORE) {
                return MORE;
            }
            char kind = (char) all[from];
            if ("$=!".indexOf(kind) >= 0) {
                int size = number(all, from);
                return size < 0 ? end : end + size + 2 <= all.length ? end + size + 2 : MORE;
            }
            int items = "*~>".indexOf(kind) >= 0 ? number(all, from) : kind == '%' ? 2 * number(all, from) : 0;
            for (int i = 0; i < items && end != MORE; i++) {
                end = end(all, end);
            }
            return end;
        }

        private static int endOfLine(byte[] all, int from) {
            for (int i = from; i + 1 < all.length; i++) {
                if (all[i] == '\r' && all[i + 1] == '\n') {
                    return i + 2;
                }
            }
            return MORE;
        }

        private static int number(byte[] all, int from) {
            return Integer.parseInt(new String(all, from + 1, endOfLine(all, from) - 2 - from - 1, US_ASCII));
        }

        /** The words of a command. */
        static List<byte[]> words(byte[] command) {
            List<byte[]> words = new ArrayList<>();
            int from = endOfLine(command, 0);
            while (from < command.length) {
                int start = endOfLine(command, from);
                words.add(Arrays.copyOfRange(command, start, start + number(command, from)));
                from = end(command, from);
            }
            return words;
        }

        /** The same reply of a script, with another token. */
        static byte[] withToken(byte[] reply, int token) {
            int start = endOfLine(reply, 0);
            if (reply[0] == '$') {
                return ByteBuffer.wrap(reply.clone())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(start, token)
                        .array();
            }
            if (reply[0] != '*') {
                return reply;
            }
            ByteArrayOutputStream forged = new ByteArrayOutputStream();
            forged.write(reply, 0, start);
            forged.writeBytes((":" + Integer.toUnsignedLong(token) + "\r\n").getBytes(US_ASCII));
            int rest = end(reply, start);
            forged.write(reply, rest, reply.length - rest);
            return forged.toByteArray();
        }
    }
}
