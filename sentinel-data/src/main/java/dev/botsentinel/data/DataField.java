package dev.botsentinel.data;

import dev.botsentinel.data.storage.DataOwner;
import dev.botsentinel.policy.Quote;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that may be kept of a user or a chat: its type, how sensitive it is, for how long and for what it is kept.
 *
 * <pre>{@code
 * static final DataField<String> CITY = DataField.text("city").purpose("weather without asking");
 * static final DataField<String> EMAIL = DataField.text("email").sensitive().retention(Duration.ofDays(90)).purpose("receipts");
 * }</pre>
 *
 * <p>Each method answers a new field. A field is plain, of a user, and kept until it is removed, unless it says otherwise. Compared by
 * identity: keep it in a constant. Immutable.
 *
 * @param <T> the type of its values
 */
public final class DataField<T> {

    /** The longest value that a field takes unless it says otherwise, in bytes. */
    public static final int USUAL_MAXIMUM_BYTES = 4096;

    private static final int MAXIMUM_BYTES = 64 * 1024;
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Traits traits;
    private final FieldCodec<T> codec;

    /** What a field is but for its type. */
    private record Traits(
            String name,
            Sensitivity sensitivity,
            DataOwner.Kind owner,
            @Nullable Duration retention,
            String purpose,
            boolean optional,
            boolean forOneUpdate,
            int maximumBytes) {

        Traits sensitivity(Sensitivity other) {
            return new Traits(name, other, owner, retention, purpose, optional, forOneUpdate, maximumBytes);
        }

        Traits ofChat() {
            return new Traits(
                    name, sensitivity, DataOwner.Kind.CHAT, retention, purpose, optional, forOneUpdate, maximumBytes);
        }

        Traits retention(Duration other) {
            return new Traits(name, sensitivity, owner, other, purpose, optional, forOneUpdate, maximumBytes);
        }

        Traits purpose(String other) {
            return new Traits(name, sensitivity, owner, retention, other, optional, forOneUpdate, maximumBytes);
        }

        Traits asOptional() {
            return new Traits(name, sensitivity, owner, retention, purpose, true, forOneUpdate, maximumBytes);
        }

        Traits asForOneUpdate() {
            return new Traits(name, sensitivity, owner, retention, purpose, optional, true, maximumBytes);
        }

        Traits maximumBytes(int other) {
            return new Traits(name, sensitivity, owner, retention, purpose, optional, forOneUpdate, other);
        }
    }

    private DataField(Traits traits, FieldCodec<T> codec) {
        this.traits = traits;
        this.codec = codec;
    }

    private static <T> DataField<T> of(String name, FieldCodec<T> codec) {
        if (!name.matches("[a-z][a-z0-9_.-]{0,63}")) {
            throw new IllegalArgumentException(
                    "a field's name has 1 to 64 characters, a-z first, then a-z 0-9 _ . -, not " + Quote.of(name));
        }
        return new DataField<>(
                new Traits(name, Sensitivity.PLAIN, DataOwner.Kind.USER, null, "", false, false, USUAL_MAXIMUM_BYTES),
                codec);
    }

    /** A field of text. A name is 1 to 64 characters of {@code a-z 0-9 _ . -}, the first a letter. */
    public static DataField<String> text(String name) {
        return of(name, FieldCodec.TEXT);
    }

    /** A field of whole numbers. */
    public static DataField<Long> number(String name) {
        return of(name, FieldCodec.NUMBER);
    }

    /** A field that is true or false. */
    public static DataField<Boolean> flag(String name) {
        return of(name, FieldCodec.FLAG);
    }

    /** A field of instants. */
    public static DataField<Instant> time(String name) {
        return of(name, FieldCodec.TIME);
    }

    /** A field of bytes. */
    public static DataField<byte[]> bytes(String name) {
        return of(name, FieldCodec.BYTES);
    }

    /** A field of several texts without order. */
    public static DataField<Set<String>> texts(String name) {
        return of(name, FieldCodec.TEXTS);
    }

    /** A field that is one of some constants, stored by their names. */
    public static <E extends Enum<E>> DataField<E> choice(String name, Class<E> type) {
        return of(name, FieldCodec.choice(type));
    }

    /**
     * A field of a type of your own, stored as text.
     *
     * @param read what {@code write} wrote, back again; throws a {@code RuntimeException} for what it can't have written
     */
    public static <T> DataField<T> as(String name, Function<T, String> write, Function<String, T> read) {
        return of(name, FieldCodec.as(write, read));
    }

    /** Encrypted where it is stored. */
    public DataField<T> sensitive() {
        return sensitivity(Sensitivity.SENSITIVE);
    }

    /** Encrypted where it is stored, and never exported. */
    public DataField<T> secret() {
        return sensitivity(Sensitivity.SECRET);
    }

    private DataField<T> sensitivity(Sensitivity sensitivity) {
        return new DataField<>(traits.sensitivity(sensitivity), codec);
    }

    /** Of a chat, not of a user. */
    public DataField<T> ofChat() {
        return new DataField<>(traits.ofChat(), codec);
    }

    /** Kept for so long after it was last set, 1 ms to 36,500 days. */
    public DataField<T> retention(Duration retention) {
        if (retention.toMillis() < 1 || retention.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the retention of " + traits.name + " is " + retention + "; give 1 ms to 36,500 days");
        }
        return new DataField<>(traits.retention(retention), codec);
    }

    /** Why it is kept, in words that its owner understands; shown in inventories, exports and {@code /privacy}. */
    public DataField<T> purpose(String purpose) {
        return new DataField<>(traits.purpose(purpose), codec);
    }

    /** Kept only of owners who haven't opted out. */
    public DataField<T> optional() {
        return new DataField<>(traits.asOptional(), codec);
    }

    /** Lives for one update, in {@link UpdateData}, and never reaches a storage. */
    public DataField<T> forOneUpdate() {
        return new DataField<>(traits.asForOneUpdate(), codec);
    }

    /** Takes values of at most so many bytes, 1 to 65,536; 4,096 unless said. */
    public DataField<T> maximumBytes(int bytes) {
        if (bytes < 1 || bytes > MAXIMUM_BYTES) {
            throw new IllegalArgumentException(
                    "the maximum of " + traits.name + " is " + bytes + " bytes; give 1 to " + MAXIMUM_BYTES);
        }
        return new DataField<>(traits.maximumBytes(bytes), codec);
    }

    /** The field's name. */
    public String name() {
        return traits.name;
    }

    /** The type's name: {@code text}, {@code number}, {@code flag}, {@code time}, {@code bytes}, {@code texts} or {@code choice}. */
    public String type() {
        return codec.type();
    }

    /** How it is treated. */
    public Sensitivity sensitivity() {
        return traits.sensitivity;
    }

    /** Whose it is. */
    public DataOwner.Kind owner() {
        return traits.owner;
    }

    /** How long it is kept after it was last set; null for until it is removed. */
    public @Nullable Duration retention() {
        return traits.retention;
    }

    /** Why it is kept; may be empty. */
    public String purpose() {
        return traits.purpose;
    }

    /** Whether it is kept only of owners who haven't opted out. */
    public boolean isOptional() {
        return traits.optional;
    }

    /** Whether it never reaches a storage. */
    public boolean isForOneUpdate() {
        return traits.forOneUpdate;
    }

    boolean isEncrypted() {
        return traits.sensitivity != Sensitivity.PLAIN;
    }

    FieldCodec<T> codec() {
        return codec;
    }

    byte[] encode(T value) {
        byte[] bytes = codec.encode().apply(value);
        if (bytes.length > traits.maximumBytes) {
            throw new IllegalArgumentException("the value of " + traits.name + " has " + bytes.length
                    + " bytes, the longest has " + traits.maximumBytes + "; shorten it, or raise maximumBytes");
        }
        return bytes;
    }

    /** The field's name. */
    @Override
    public String toString() {
        return "DataField[" + traits.name + "]";
    }
}
