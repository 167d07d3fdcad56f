package dev.botsentinel.redaction;

/** Meta's access tokens: {@code EAA} and at least 40 letters and digits. */
final class WhatsAppShape implements TokenShape {

    private static final String PREFIX = "EAA";
    private static final int SHORTEST_SECRET = 40;

    @Override
    public int find(String text, int from) {
        return text.indexOf(PREFIX, from);
    }

    @Override
    public long secretAt(String text, int trigger) {
        int start = trigger + PREFIX.length();
        int end = TokenShape.endOfRun(text, start, "");
        return end - start >= SHORTEST_SECRET ? TokenShape.range(start, end) : NONE;
    }
}
