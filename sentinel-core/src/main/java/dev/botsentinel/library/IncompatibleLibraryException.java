package dev.botsentinel.library;

/**
 * A library on the class path is missing or of a version that doesn't fit, as happens where a framework pins versions. The message
 * names the artifact, what was found and what is needed. Nothing can be decided until the build of the application is mended.
 */
public final class IncompatibleLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IncompatibleLibraryException(String message, Throwable cause) {
        super(message, cause);
    }

    IncompatibleLibraryException(String message) {
        super(message);
    }
}
