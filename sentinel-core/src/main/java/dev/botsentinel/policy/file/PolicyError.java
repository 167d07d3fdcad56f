package dev.botsentinel.policy.file;

/**
 * One error of a policy file.
 *
 * @param line the line of the key or value at fault, counted from 1; 0 if the file as a whole is at fault
 * @param column its column, counted from 1 in characters (code points); 0 if the file as a whole is at fault
 * @param message what is wrong and what to do, on one line
 */
public record PolicyError(int line, int column, String message) {

    static PolicyError at(Position position, String message) {
        return new PolicyError(position.line(), position.column(), message);
    }

    /** An error of the file as a whole: there is no place in it to point at. */
    static PolicyError ofFile(String message) {
        return new PolicyError(0, 0, message);
    }

    /** The error as tools and editors read it: {@code policy.yml:12:5: what is wrong, and what to do}. */
    public String in(String file) {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }

    @Override
    public String toString() {
        return line == 0 ? message : line + ":" + column + ": " + message;
    }
}
