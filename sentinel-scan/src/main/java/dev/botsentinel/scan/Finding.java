package dev.botsentinel.scan;

/**
 * A secret that was found. Doesn't have it.
 *
 * @param path relative to what was scanned, with {@code /} between names
 * @param line from 1
 * @param column from 1, in UTF-16 characters
 * @param endColumn the column after the last character; on the same line
 * @param fingerprint 32 hexadecimal digits of a hash of kind, path and secret: the same when the line moves
 */
public record Finding(SecretKind kind, String path, int line, int column, int endColumn, String fingerprint) {

    /** The same, with another path to show. */
    Finding at(String place) {
        return new Finding(kind, place, line, column, endColumn, fingerprint);
    }
}
