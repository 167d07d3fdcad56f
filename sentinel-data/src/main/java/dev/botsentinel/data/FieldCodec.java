package dev.botsentinel.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * How values of a type become bytes and JSON.
 *
 * @param type the type's name in inventories and exports
 * @param decode throws an {@code IllegalArgumentException} or a {@code RuntimeException} of its own for bytes that are no such value
 */
record FieldCodec<T>(
        String type, Function<T, byte[]> encode, Function<byte[], T> decode, Function<T, JsonElement> json) {

    static final FieldCodec<String> TEXT =
            new FieldCodec<>("text", FieldCodec::utf8, FieldCodec::text, JsonPrimitive::new);

    static final FieldCodec<Long> NUMBER = new FieldCodec<>(
            "number",
            value -> ByteBuffer.allocate(Long.BYTES).putLong(value).array(),
            bytes -> exactly(bytes, Long.BYTES).getLong(),
            JsonPrimitive::new);

    static final FieldCodec<Boolean> FLAG = new FieldCodec<>(
            "flag",
            value -> new byte[] {(byte) (value ? 1 : 0)},
            bytes -> switch (exactly(bytes, 1).get()) {
                case 0 -> false;
                case 1 -> true;
                default -> throw new IllegalArgumentException("neither 0 nor 1");
            },
            JsonPrimitive::new);

    static final FieldCodec<Instant> TIME = new FieldCodec<>(
            "time",
            value -> ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                    .putLong(value.getEpochSecond())
                    .putInt(value.getNano())
                    .array(),
            bytes -> {
                ByteBuffer buffer = exactly(bytes, Long.BYTES + Integer.BYTES);
                return Instant.ofEpochSecond(buffer.getLong(), buffer.getInt());
            },
            value -> new JsonPrimitive(value.toString()));

    static final FieldCodec<byte[]> BYTES = new FieldCodec<>(
            "bytes",
            byte[]::clone,
            byte[]::clone,
            value -> new JsonPrimitive(Base64.getEncoder().encodeToString(value)));

    static final FieldCodec<Set<String>> TEXTS =
            new FieldCodec<>("texts", value -> utf8(array(value).toString()), FieldCodec::texts, FieldCodec::array);

    static <E extends Enum<E>> FieldCodec<E> choice(Class<E> type) {
        return new FieldCodec<>(
                "choice",
                value -> utf8(value.name()),
                bytes -> Enum.valueOf(type, text(bytes)),
                value -> new JsonPrimitive(value.name()));
    }

    static <T> FieldCodec<T> as(Function<T, String> write, Function<String, T> read) {
        return new FieldCodec<>(
                "text",
                value -> utf8(write.apply(value)),
                bytes -> read.apply(text(bytes)),
                value -> new JsonPrimitive(write.apply(value)));
    }

    private static JsonArray array(Set<String> value) {
        JsonArray array = new JsonArray();
        new TreeSet<>(value).forEach(array::add);
        return array;
    }

    private static Set<String> texts(byte[] bytes) {
        try {
            Set<String> texts = new TreeSet<>();
            JsonParser.parseString(text(bytes)).getAsJsonArray().forEach(element -> texts.add(element.getAsString()));
            return Set.copyOf(texts);
        } catch (JsonParseException | IllegalStateException none) {
            throw new IllegalArgumentException("no list of texts", none);
        }
    }

    private static ByteBuffer exactly(byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException("it has " + bytes.length + " bytes in place of " + length);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException half) {
            throw new IllegalArgumentException("the text has half a character, a lone surrogate; replace it", half);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException none) {
            throw new IllegalArgumentException("no text in UTF-8", none);
        }
    }
}
