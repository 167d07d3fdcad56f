package dev.botsentinel.redis;

import dev.botsentinel.plan.Micros;
import dev.botsentinel.plan.Owner;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import dev.botsentinel.store.StoredItem;
import dev.botsentinel.store.StoredItem.Kind;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an owner's value, laid out as in {@code layout.lua}, for the export. */
final class StoredItemReader {

    private static final int VERSION = 1;
    private static final int FIRST = 24;
    private static final int END_BYTES = 7;
    private static final int DIGEST_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();

    private StoredItemReader() {}

    static List<StoredItem> of(Owner owner, byte[] value) {
        if (value.length < FIRST || value[0] != VERSION) {
            return List.of(new StoredItem(owner, Kind.OTHER, "", HEX.formatHex(value), null));
        }
        List<StoredItem> items = new ArrayList<>();
        ByteBuffer rest = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).position(FIRST);
        while (rest.hasRemaining()) {
            int start = rest.position();
            try {
                items.add(next(owner, rest));
            } catch (BufferUnderflowException
                    | IndexOutOfBoundsException
                    | IllegalArgumentException
                    | DateTimeException
                    | ArithmeticException damaged) {
                // Whoever asks for what is kept gets it, though nobody can say what it is.
                byte[] unreadable = Arrays.copyOfRange(value, start, value.length);
                items.add(new StoredItem(owner, Kind.OTHER, "", HEX.formatHex(unreadable), null));
                return items;
            }
        }
        return items;
    }

    private static StoredItem next(Owner owner, ByteBuffer rest) {
        byte[] name = new byte[Byte.toUnsignedInt(rest.get())];
        rest.get(name);
        byte[] content = new byte[Short.toUnsignedInt(rest.getShort())];
        rest.get(content);
        return part(owner, name, content);
    }

    private static StoredItem part(Owner owner, byte[] name, byte[] content) {
        Kind kind = name.length == 1 ? kind((char) name[0]) : Kind.LIMIT;
        String limit = kind == Kind.LIMIT ? limit(isOtherVersion(content) ? withoutMark(name) : name) : "";
        String value = owner.subject() != null && (kind == Kind.BLOCK || kind == Kind.SHADOW_BLOCK)
                ? description(BlockPart.read(new Subject(owner.subject()), content))
                : HEX.formatHex(Arrays.copyOfRange(content, Math.min(END_BYTES, content.length), content.length));
        return new StoredItem(owner, kind, limit, value, end(content));
    }

    private static String limit(byte[] name) {
        return name.length < DIGEST_BYTES ? Cesu8.text(name) : HEX.formatHex(name);
    }

    /** As {@code other_version.lua} writes it. */
    private static boolean isOtherVersion(byte[] content) {
        return content.length > END_BYTES && content[END_BYTES] == 'P';
    }

    private static byte[] withoutMark(byte[] name) {
        return Arrays.copyOfRange(name, 1, name.length);
    }

    private static Kind kind(char name) {
        return switch (name) {
            case 'B' -> Kind.BLOCK;
            case 'b' -> Kind.SHADOW_BLOCK;
            case 'O', 'o' -> Kind.OFFENCES;
            case 'u', 'v', 'f', 'g' -> Kind.SEEN;
            case 'A' -> Kind.ALBUMS;
            case 'C' -> Kind.COOLDOWNS;
            case 'R' -> Kind.REFUNDS;
            default -> Kind.OTHER;
        };
    }

    private static String description(Block block) {
        return "since " + block.since() + " by " + block.actor() + ": " + block.reason();
    }

    private static @Nullable Instant end(byte[] content) {
        if (content.length < END_BYTES) {
            return null;
        }
        long micros = StructWriter.instant(ByteBuffer.wrap(content));
        return micros >= StructWriter.NEVER ? null : Micros.instant(micros);
    }
}
