package dev.botsentinel.secret;

import org.jspecify.annotations.Nullable;

/** An environment variable. */
final class EnvironmentVariable implements SecretSource {

    /** {@code System.getenv}, or a test's. */
    interface Environment {
        @Nullable
        String get(String variable);
    }

    private final String variable;
    private final Environment environment;

    EnvironmentVariable(String variable, Environment environment) {
        this.variable = VariableName.checked(variable);
        this.environment = environment;
    }

    @Override
    public String description() {
        return "environment variable " + variable;
    }

    @Override
    public SecretLookup read() {
        String value = environment.get(variable);
        return value == null ? new SecretLookup.Absent("is not set") : SecretText.lookup(value);
    }
}
