package dev.botsentinel.spring;

/** The application's setup makes no guard. Says what is wrong, and what to do about it. */
final class SetupException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final String action;

    /**
     * @param problem what is wrong, in a sentence
     * @param action what to do, in a sentence
     */
    SetupException(String problem, String action) {
        super(problem + " " + action);
        this.action = action;
    }

    SetupException(String problem, String action, Throwable cause) {
        super(problem + " " + action, cause);
        this.action = action;
    }

    String problem() {
        String message = String.valueOf(getMessage());
        return message.substring(0, message.length() - action.length() - 1);
    }

    String action() {
        return action;
    }
}
