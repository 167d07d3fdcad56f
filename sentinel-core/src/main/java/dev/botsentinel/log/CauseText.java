package dev.botsentinel.log;

import dev.botsentinel.policy.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A failure in one line of a log: class and message, and the same of what it began with. A class that the JVM could not find or
 * link is named, and what to look for. Every message is escaped and cut to {@value #LONGEST_MESSAGE} characters: it may quote
 * whatever an outsider sent.
 */
public final class CauseText {

    static final int LONGEST_MESSAGE = 200;

    /** A chain of causes may be a circle. */
    private static final int LONGEST_CHAIN = 20;

    private CauseText() {}

    /** The failure in one line. Never throws, whatever the failure's own methods do. */
    public static String of(Throwable failure) {
        List<Throwable> chain = chain(failure);
        String text = one(failure);
        Throwable root = chain.get(chain.size() - 1);
        if (root != failure) {
            text += ", caused by " + one(root);
        }
        return isOfLinkage(chain)
                ? text + "; a library on the class path is missing, or of a version that doesn't fit"
                : text;
    }

    /** Whether a stack trace of this failure can be logged: no message in it breaks a line or is long. */
    static boolean hasPlainTrace(Throwable failure) {
        return chain(failure).stream().map(CauseText::message).allMatch(CauseText::isPlain);
    }

    private static boolean isPlain(String message) {
        return message.length() <= LONGEST_MESSAGE && Quote.escape(message).equals(message);
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        Throwable next = failure;
        while (next != null && chain.size() < LONGEST_CHAIN) {
            chain.add(next);
            next = next.getCause();
        }
        return chain;
    }

    private static String one(Throwable failure) {
        String name = failure.getClass().getName();
        String message = message(failure);
        if (message.isEmpty()) {
            return name;
        }
        boolean whole = message.length() <= LONGEST_MESSAGE;
        String cut = whole ? message : message.substring(0, LONGEST_MESSAGE) + "…";
        boolean missing = failure instanceof NoClassDefFoundError && cut.indexOf(' ') < 0;
        return name + ": " + (missing ? "no class " + cut.replace('/', '.') : Quote.escape(cut));
    }

    private static String message(Throwable failure) {
        try {
            String message = failure.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException itsOwn) {
            return String.format(
                    Locale.ROOT, "(its message failed: %s)", itsOwn.getClass().getName());
        }
    }

    private static boolean isOfLinkage(List<Throwable> chain) {
        return chain.stream()
                .anyMatch(failure -> failure instanceof LinkageError || failure instanceof ClassNotFoundException);
    }
}
