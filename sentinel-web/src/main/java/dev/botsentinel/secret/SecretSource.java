package dev.botsentinel.secret;

import java.nio.file.Path;
import java.util.List;

/**
 * A place that a secret can come from, such as an environment variable or a file. Implement it for a place of your own. {@link #read}
 * is called at the start and at each refresh, by one thread at a time, and may block.
 */
public interface SecretSource {

    /** What the place is, for messages: {@code environment variable BOT_TOKEN}. Never any part of a value. */
    String description();

    /**
     * Looks there now. A new {@link Secret} each time; the caller closes it.
     *
     * @return found, absent (the next source is asked) or refused (nobody else is asked, because what is there needs attention)
     * @throws InterruptedException if the thread was interrupted
     */
    SecretLookup read() throws InterruptedException;

    /**
     * An environment variable. One that is set but blank is refused. The JVM holds the environment as texts, which nothing can
     * overwrite, and on Linux other processes of the same user can read it in {@code /proc}: prefer a file in production.
     */
    static SecretSource environment(String variable) {
        return new EnvironmentVariable(variable, System::getenv);
    }

    /** A file that holds the secret and nothing else but a last line end; see {@link SecretFile} for what is checked. */
    static SecretFile file(Path path) {
        return SecretFile.of(path);
    }

    /** A variable in a {@code .env} file, which is checked as {@link SecretFile} says. */
    static DotEnvFile dotEnv(Path path, String variable) {
        return DotEnvFile.of(SecretFile.of(path), variable);
    }

    /**
     * Several sources in order of precedence. The first that has the secret gives it. A source that refuses ends the search: a
     * token file that has become readable for all must not be passed over in silence for an older value further down.
     */
    static SecretSource firstOf(SecretSource first, SecretSource... more) {
        return SourceOrder.of(first, List.of(more));
    }
}
