package dev.botsentinel.cli;

/** A line that is no update. The message is short, on one line, and quotes nothing that somebody wrote. */
final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 200;

    BadLineException(String message) {
        super(message);
    }

    /** @param cause whose message is cut, put on one line and rid of what it quotes */
    BadLineException(IllegalArgumentException cause) {
        super(oneLine(String.valueOf(cause.getMessage())), cause);
    }

    private static String oneLine(String message) {
        String line = message.lines()
                .findFirst()
                .orElse("unreadable")
                // The JSON reader sees one line at a time.
                .replace("(line 1, column ", "(column ")
                .replaceFirst("token '[^']*':", "token:");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
