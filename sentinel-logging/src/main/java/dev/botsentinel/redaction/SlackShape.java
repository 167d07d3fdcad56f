package dev.botsentinel.redaction;

/** {@code xoxb-}, its sisters, and {@code xapp-}, with at least 10 characters after it. */
final class SlackShape implements TokenShape {

    private static final int PREFIX = 5;
    private static final int SHORTEST_SECRET = 10;

    @Override
    public int find(String text, int from) {
        int xox = text.indexOf("xox", from);
        int xapp = text.indexOf("xapp-", from);
        return xox < 0 || xapp < 0 ? Math.max(xox, xapp) : Math.min(xox, xapp);
    }

    @Override
    public long secretAt(String text, int trigger) {
        int start = trigger + PREFIX;
        if (start > text.length() || text.charAt(start - 1) != '-') {
            return NONE;
        }
        int end = TokenShape.endOfRun(text, start, "-%");
        return end - start >= SHORTEST_SECRET ? TokenShape.range(start, end) : NONE;
    }
}
