package dev.botsentinel.policy.file;

/**
 * Something in a policy file that is valid and can never have an effect.
 *
 * @param line the line of the key or value, counted from 1
 * @param column its column, counted from 1 in characters (code points)
 * @param message why it has no effect and what was probably meant, on one line
 */
public record PolicyWarning(int line, int column, String message) {

    /** The warning as tools and editors read it: {@code policy.yml:12:5: warning: …}. */
    public String in(String file) {
        return new PolicyError(line, column, "warning: " + message).in(file);
    }

    /** The same as an error, for whoever wants none. */
    public PolicyError asError() {
        return new PolicyError(line, column, message);
    }

    @Override
    public String toString() {
        return line + ":" + column + ": warning: " + message;
    }
}
