package dev.botsentinel.redis;

import dev.botsentinel.plan.BlockSource;
import dev.botsentinel.plan.Micros;
import dev.botsentinel.request.Subject;
import dev.botsentinel.store.Block;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** A stored block, laid out as in {@code owner.lua}: end, source, start, length of the actor, actor, reason. */
final class BlockPart {

    private BlockPart() {}

    /** The actor and the reason, with the length in front. */
    static byte[] texts(String actor, String reason) {
        byte[] actorBytes = Cesu8.bytes(actor);
        return new StructWriter()
                .medium(actorBytes.length)
                .raw(actorBytes)
                .raw(Cesu8.bytes(reason))
                .bytes();
    }

    static Block read(Subject subject, byte[] part) {
        ByteBuffer buffer = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
        long until = StructWriter.instant(buffer);
        BlockSource source = buffer.get() == 'A' ? BlockSource.AUTOMATIC : BlockSource.MANUAL;
        Instant since = instant(StructWriter.instant(buffer));
        int actorEnd = Short.toUnsignedInt(buffer.getShort()) + buffer.position();
        return new Block(
                subject,
                source,
                since,
                until == StructWriter.NEVER ? null : instant(until),
                Cesu8.text(part, buffer.position(), actorEnd),
                Cesu8.text(part, actorEnd, part.length));
    }

    private static Instant instant(long micros) {
        return Micros.instant(micros);
    }
}
