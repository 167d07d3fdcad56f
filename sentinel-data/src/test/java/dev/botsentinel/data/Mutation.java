package dev.botsentinel.data;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Ways in which somebody may change a stored value. */
final class Mutation {

    private Mutation() {}

    static byte[] of(byte[] genuine, byte[] other, SplittableRandom random) {
        byte[] changed = genuine.clone();
        switch (random.nextInt(6)) {
            case 0 -> changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed = Arrays.copyOf(changed, random.nextInt(changed.length));
            case 2 -> changed = Arrays.copyOf(changed, changed.length + 1 + random.nextInt(40));
            case 3 -> {
                int at = random.nextInt(Math.min(changed.length, other.length));
                int length = 1 + random.nextInt(Math.min(changed.length, other.length) - at);
                System.arraycopy(other, at, changed, at, length);
            }
            case 4 -> {
                int at = random.nextInt(changed.length);
                ByteArrayOutputStream longer = new ByteArrayOutputStream();
                longer.write(changed, 0, at);
                longer.write(random.nextInt(256));
                longer.write(changed, at, changed.length - at);
                changed = longer.toByteArray();
            }
            default -> {
                for (int i = 0; i < 1 + random.nextInt(8); i++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
            }
        }
        return changed;
    }
}
