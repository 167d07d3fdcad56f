package dev.botsentinel.telegram;

import dev.botsentinel.policy.Platform;
import dev.botsentinel.policy.PolicySet;
import dev.botsentinel.policy.file.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Telegram, to a guard: what a policy can name there, and a policy to begin with. */
public final class Telegram {

    /**
     * What the updates of the Bot API can be, whichever library receives them.
     *
     * <pre>{@code
     * Sentinel.builder(TelegramUpdate::request).platform(Telegram.PLATFORM)
     * }</pre>
     */
    public static final Platform PLATFORM = new TelegramPlatform();

    private static final String STARTER = "starter.yml";

    private Telegram() {}

    /**
     * A policy to begin with: limits that no person at a keyboard meets, with budgets of their own for what apps send by
     * themselves (live locations, inline queries, reactions, polls), a debounce for double taps, and blocks for floods. It has
     * no roles and blocks nobody by name. {@code docs/telegram.md} shows it as a file, to copy and to change; its numbers may
     * change with any version.
     *
     * @return the same policy every time
     */
    public static PolicySet starterPolicy() {
        return Starter.POLICY;
    }

    /** Read when it is asked for. */
    private static final class Starter {

        static final PolicySet POLICY = read();

        private static PolicySet read() {
            try (InputStream file = Objects.requireNonNull(Telegram.class.getResourceAsStream(STARTER), STARTER)) {
                return PolicyFile.parse(STARTER, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
