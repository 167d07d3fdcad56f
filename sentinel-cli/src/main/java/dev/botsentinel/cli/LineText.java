package dev.botsentinel.cli;

/** Checks that a line is text at all. A JSON reader alone would take zeros for a sign of UTF-16. */
final class LineText {

    private LineText() {}

    /** @throws BadLineException if the line is blank or no text */
    static void check(byte[] line) throws BadLineException {
        boolean blank = true;
        for (byte b : line) {
            if (b == 0) {
                throw new BadLineException("the line has a zero byte; updates are JSON in UTF-8");
            }
            blank &= b == ' ' || b == '\t' || b == '\r';
        }
        if (blank) {
            throw new BadLineException("the line is blank");
        }
    }
}
