package dev.botsentinel.secret;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A token, password or key. It never prints itself: {@link #toString}, and with it records, exceptions and log lines around it,
 * shows no character and no length. It is not serialisable, JSON libraries find no property in it, comparison takes the same
 * time whatever is right, and {@link #close} overwrites the value.
 *
 * <p>The value leaves by {@link #use} or {@link #reveal} alone. A {@code String} that was made of it can't be overwritten: prefer
 * {@code use} where an interface takes bytes. A heap dump and a debugger see what the process sees.
 *
 * <p>Thread-safe.
 */
public final class Secret implements AutoCloseable {

    /** The most bytes of a value. Tokens have some hundreds; a private key has some thousands. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final byte[] EMPTY = {};

    // transient: libraries that read private fields by reflection, such as Gson, leave such fields alone.
    private transient byte @Nullable [] value;

    private Secret(byte[] value) {
        if (value.length == 0) {
            throw new IllegalArgumentException("a secret is empty; give it a value");
        }
        if (value.length > MAX_BYTES) {
            int length = value.length;
            Arrays.fill(value, (byte) 0);
            throw new IllegalArgumentException(
                    "a secret has " + length + " bytes; the longest has " + MAX_BYTES + ". Is it the right value?");
        }
        this.value = value;
    }

    /**
     * A secret with the text as its value, in UTF-8. The text is copied, and remains where it was.
     *
     * @throws IllegalArgumentException if it is empty or longer than {@link #MAX_BYTES}; the message doesn't have it
     */
    public static Secret of(CharSequence text) {
        // Three bytes at most for each char: never reallocated, so that no copy stays behind.
        byte[] buffer = new byte[3 * text.length()];
        ByteBuffer encoded = ByteBuffer.wrap(buffer);
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(text), encoded, true);
        byte[] value = Arrays.copyOf(buffer, encoded.position());
        Arrays.fill(buffer, (byte) 0);
        return new Secret(value);
    }

    /**
     * A secret with a copy of these bytes as its value. Overwriting the given ones is the caller's.
     *
     * @throws IllegalArgumentException if there is none, or more than {@link #MAX_BYTES}
     */
    public static Secret ofBytes(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /**
     * Gives a copy of the value to a function, and overwrites the copy afterwards.
     *
     * @return what the function returns, which must not be or hold the array
     * @throws IllegalStateException if the secret was closed
     */
    public <T extends @Nullable Object> T use(Function<byte[], T> function) {
        byte[] copy = copy();
        try {
            return function.apply(copy);
        } finally {
            Arrays.fill(copy, (byte) 0);
        }
    }

    /**
     * The value as a text, for interfaces that take nothing else. It stays in memory until it is collected: don't keep it, and
     * never give it to a logger or an exception.
     *
     * @throws IllegalStateException if the secret was closed
     */
    public String reveal() {
        return use(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * Whether the candidate is this secret. The time depends on the candidate's length alone: neither on where it differs nor on
     * how long the secret is. Nothing matches a closed secret.
     */
    public boolean matches(CharSequence candidate) {
        return matches(candidate.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the candidate is this secret; see {@link #matches(CharSequence)}. */
    public boolean matches(byte[] candidate) {
        synchronized (this) {
            byte[] own = value;
            // The JDK loops over the first argument, so what is secret comes second.
            boolean equal = MessageDigest.isEqual(candidate, own == null ? EMPTY : own);
            return equal && own != null;
        }
    }

    /** Whether the value was overwritten. */
    public synchronized boolean isClosed() {
        return value == null;
    }

    /** Overwrites the value. What was revealed before remains. Closing again does nothing. */
    @Override
    public synchronized void close() {
        byte[] own = value;
        if (own != null) {
            Arrays.fill(own, (byte) 0);
            value = null;
        }
    }

    private byte[] copy() {
        byte[] copy = copyUnlessClosed();
        if (copy == null) {
            throw new IllegalStateException(
                    "this secret was closed, its value is gone; ask its source, or the rotation it came from, again");
        }
        return copy;
    }

    private synchronized byte @Nullable [] copyUnlessClosed() {
        byte[] own = value;
        return own == null ? null : own.clone();
    }

    /** Whether the other is a secret with the same value, compared in constant time. A closed one equals only itself. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        byte[] theirs = other instanceof Secret secret ? secret.copyUnlessClosed() : null;
        if (theirs == null) {
            return false;
        }
        try {
            return matches(theirs);
        } finally {
            Arrays.fill(theirs, (byte) 0);
        }
    }

    /** The same for all secrets: a hash would say something of the value. */
    @Override
    public int hashCode() {
        return 31;
    }

    /** Always {@code Secret[hidden]}. */
    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
