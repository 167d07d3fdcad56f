package dev.botsentinel.request;

/**
 * What is asked: a command ({@code /transfer}), a callback ({@code callback:buy}), a kind of update ({@code message},
 * {@code inline_query}) or a handler's name. Policies are found by it. Outsiders can invent actions, so nothing may
 * keep one for longer than a decision takes. Immutable.
 *
 * @param name the action's name, compared as it is, case included; adapters normalise
 */
public record Action(String name) {

    /** @throws IllegalArgumentException if the name is empty */
    public Action {
        String unused = checked(name);
    }

    static String checked(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "an action has a name; for an update without one use its kind, e.g. message");
        }
        return name;
    }

    /** On one line. */
    @Override
    public String toString() {
        return "Action[name=" + OneLine.of(name) + "]";
    }
}
