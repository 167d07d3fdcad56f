package dev.botsentinel.redaction;

/** How to find one kind of token: a cheap trigger, then a look around it. */
interface TokenShape {

    long NONE = -1;

    /** The longest secret that is looked at; what is longer is hidden up to here and looked at again from there. */
    int LONGEST = 4096;

    /** Where the next trigger is, from this place on; -1 for nowhere. */
    int find(String text, int from);

    /** What is to be hidden around a trigger, as made by {@link #range}; {@link #NONE} if it is no token. */
    long secretAt(String text, int trigger);

    static long range(int start, int end) {
        return (long) start << 32 | end;
    }

    /** Where a run of token characters that starts here ends. */
    static int endOfRun(String text, int start, String besides) {
        int limit = Math.min(text.length(), start + LONGEST);
        int end = start;
        while (end < limit && (isAlphanumeric(text.charAt(end)) || besides.indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    static boolean startsWord(String text, int at) {
        return at == 0 || !isAlphanumeric(text.charAt(at - 1));
    }
}
